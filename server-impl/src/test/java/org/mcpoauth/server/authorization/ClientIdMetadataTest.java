package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * draft-ietf-oauth-client-id-metadata-document, sections 3 to 6; MCP authorization, "Client ID Metadata
 * Documents".
 */
class ClientIdMetadataTest {
    // an address instead of a name, so that nothing is looked up
    private static final String URL = "https://192.0.2.7/app/client.json";
    private static final String REDIRECT = "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"]";
    private static final String MEMBERS = "\"client_name\":\"Published <app>\"," + REDIRECT
            + ",\"grant_types\":[\"authorization_code\",\"refresh_token\"]";
    private static final String DOCUMENT = "{\"client_id\":\"" + URL + "\"," + MEMBERS + "}";

    private final TestServer server = new TestServer();

    @Test
    void aPublishedClientGetsTokens() {
        server.transport.putJson(URL, DOCUMENT);
        JsonObject tokens = server.tokens(URL);
        HttpCall call = server.transport.calls().get(0);

        assertEquals(URL, Jwt.claims(server, tokens.getString("access_token")).getString("client_id"));
        assertEquals(200, server.refresh(URL, tokens.getString("refresh_token")).status());
        assertEquals("application/json", call.headers().firstValue("Accept").orElseThrow());
        assertEquals(5 * 1024, call.maxBodyBytes());
        assertEquals(1, server.transport.calls().size(), "the document is kept");
    }

    @Test
    void consentShowsWhereTheClientIsPublished() {
        server.transport.putJson(URL, DOCUMENT);
        TestBrowser browser = new TestBrowser(server);
        String page = TestServer.text(browser.login(browser.openAuthorization(TestServer.authorizationQuery(URL))));

        assertTrue(page.contains("Published &lt;app&gt;"), page);
        assertTrue(page.contains("<bdi>192.0.2.7</bdi>"), page);
        assertTrue(page.contains("<bdi>127.0.0.1:8765</bdi>"), page);
    }

    @Test
    void aMediaTypeWithTheJsonSuffixWillDo() {
        server.transport.put(
                URL, 200, Map.of("Content-Type", List.of("application/oauth-client+json; charset=utf-8")), DOCUMENT);

        assertEquals(200, authorize(URL).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.7/app/client.json",
                "HTTPS://192.0.2.7/app/client.json",
                "https://192.0.2.7",
                "https://192.0.2.7/",
                "https:///client.json",
                "https://192.0.2.7/app/../client.json",
                "https://192.0.2.7/app/./client.json",
                "https://192.0.2.7/app/%2e%2E/client.json",
                "https://192.0.2.7/app/.%2e/client.json",
                "https://192.0.2.7/app/client.json?x=y",
                "https://192.0.2.7/app/client.json#x",
                "https://user@192.0.2.7/app/client.json",
                "https://192.0.2.7\\@evil.example/client.json",
                "https://192.0.2.7/app/client json",
                "https://192.0.2.7/app/\tclient.json",
                "https://192.0.2.7/app/cli\u00e9nt.json",
                "https://192.0.2.7:port/client.json",
                "https://192.0.2.7/%zz"
            })
    void anotherUrlIsNotFetched(String url) {
        server.transport.putJson(URL, DOCUMENT);

        assertEquals(400, authorize(url).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void aHugeUrlIsNotFetched() {
        assertEquals(400, authorize(URL + "x".repeat(2048)).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 302, 303, 307, 308, 400, 404, 410, 500, 503})
    void only200Counts(int status) {
        server.transport.put(
                URL,
                status,
                Map.of("Content-Type", List.of("application/json"), "Location", List.of("https://192.0.2.8/x")),
                DOCUMENT);

        assertRefusedAndNotKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain", "application/jwt", "json"})
    void onlyJsonCounts(String contentType) {
        server.transport.put(URL, 200, Map.of("Content-Type", List.of(contentType)), DOCUMENT);

        assertRefusedAndNotKept();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{" + MEMBERS + "}",
                "{\"client_id\":\"https://192.0.2.7/app/client.json/\"," + MEMBERS + "}",
                "{\"client_id\":\"https://192.0.2.7:443/app/client.json\"," + MEMBERS + "}",
                "{\"client_id\":\"https://192.0.2.7/app/%63lient.json\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"client_id\":\"" + URL + "\"," + MEMBERS + "}",
                "{\"client_id\":[\"" + URL + "\"]," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\"," + REDIRECT + "}",
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\"}",
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\",\"redirect_uris\":[]}",
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\",\"redirect_uris\":[\"http://evil.example/\"]}",
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\",\"redirect_uris\":[\"com.app:/cb\"]}",
                "{\"client_id\":\"" + URL + "\",\"client_secret\":\"x\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"client_secret\":null," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"client_secret_expires_at\":0," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"token_endpoint_auth_method\":\"client_secret_basic\"," + MEMBERS
                        + "}",
                "{\"client_id\":\"" + URL + "\",\"token_endpoint_auth_method\":\"client_secret_post\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"token_endpoint_auth_method\":\"client_secret_jwt\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"jwks\":{},\"jwks_uri\":\"https://192.0.2.7/k\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"client_uri\":\"javascript:alert(1)\"," + MEMBERS + "}"
            })
    void aDocumentThatBreaksARuleIsRefused(String document) {
        server.transport.putJson(URL, document);

        assertRefusedAndNotKept();
    }

    @Test
    void theRedirectUriMustBeInTheDocument() {
        server.transport.putJson(URL, DOCUMENT.replace("callback", "elsewhere"));

        assertEquals(400, authorize(URL).status());
    }

    @Test
    void aDocumentIsKeptAsLongAsItsServerSays() {
        server.transport.put(
                URL,
                200,
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("max-age=120")),
                DOCUMENT);
        authorize(URL);
        server.pass(Duration.ofSeconds(119));
        authorize(URL);
        assertEquals(1, server.transport.calls().size());
        server.pass(Duration.ofSeconds(2));
        authorize(URL);
        assertEquals(2, server.transport.calls().size());
    }

    @Test
    void aDocumentIsKeptForADayAtMost() {
        server.transport.put(
                URL,
                200,
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("max-age=31536000")),
                DOCUMENT);
        authorize(URL);
        server.pass(Duration.ofHours(24).plusSeconds(1));
        authorize(URL);

        assertEquals(2, server.transport.calls().size());
    }

    @Test
    void aRegisteredClientComesFirst() {
        server.addPublicClient(URL);

        assertEquals(200, authorize(URL).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void withoutTheFeatureNothingIsFetched() {
        TestServer closed =
                new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withMetadataDocuments(false)));
        closed.transport.putJson(URL, DOCUMENT);

        assertEquals(
                400,
                closed.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(URL), Map.of())
                        .status());
        assertTrue(closed.transport.calls().isEmpty());
    }

    /** Everybody can publish a document, so it must not bring tokens without a user. */
    @Test
    void aPublishedClientGetsNoTokensForItself() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        publishSigning(key, "\"grant_types\":[\"authorization_code\",\"client_credentials\"],");
        String form = TestServer.form(
                "grant_type",
                "client_credentials",
                "resource",
                TestServer.RESOURCE,
                "client_assertion",
                assertion(key),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

        assertEquals("unauthorized_client", server.error(server.post("/token", Map.of(), form)));
    }

    @Test
    void aPublishedClientWithKeysMustAuthenticate() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        publishSigning(key, "");
        String code = server.codeOf(URL);

        assertEquals(401, server.redeem(URL, code).status());
        EndpointResponse response = server.token(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                TestServer.REDIRECT_URI,
                "code_verifier",
                TestServer.VERIFIER,
                "client_assertion",
                assertion(key),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assertEquals(200, response.status(), () -> TestServer.text(response));
    }

    @Test
    void anUnknownUrlAtTheTokenEndpointIsAnUnknownClient() {
        EndpointResponse response = server.redeem(URL, "x");

        assertEquals(401, response.status());
        assertEquals("invalid_client", server.error(response));
    }

    private void publishSigning(SigningKey key, String more) {
        String keys =
                server.json.write(JwkSet.of(List.of(key.verificationKey())).write(server.json));
        server.transport.putJson(
                URL,
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\"," + more + REDIRECT
                        + ",\"token_endpoint_auth_method\":\"" + ClientAuthenticationMethod.PRIVATE_KEY_JWT
                        + "\",\"jwks\":" + keys + "}");
    }

    private String assertion(SigningKey key) {
        return JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                .sign(server.json
                        .object()
                        .add("iss", URL)
                        .add("sub", URL)
                        .add("aud", TestServer.ISSUER)
                        .add("exp", server.clock.instant().getEpochSecond() + 60)
                        .add("jti", "once")
                        .build());
    }

    private void assertRefusedAndNotKept() {
        EndpointResponse response = authorize(URL);
        assertEquals(400, response.status());
        assertEquals("", TestServer.header(response, "Location"));
        int before = server.transport.calls().size();
        authorize(URL);
        assertTrue(server.transport.calls().size() > before, "a bad document is fetched again");
        server.transport.putJson(URL, DOCUMENT);
        assertEquals(200, authorize(URL).status(), "and a good one counts at once");
    }

    private EndpointResponse authorize(String clientId) {
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(clientId), Map.of());
    }
}
