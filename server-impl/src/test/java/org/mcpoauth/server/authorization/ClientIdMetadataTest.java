package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
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
    private static final String STRANGER = "192.0.2.100";
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
                "https://192.0.2.7/app/\u007fclient.json",
                "https://192.0.2.7/app/\u0000client.json",
                "https://192.0.2.7/..",
                "https://192.0.2.7/%2E",
                "https://@192.0.2.7/client.json",
                "https://192.0.2.7:@evil.example/client.json",
                "https://192.0.2.7/app/client.json?",
                "https://192.0.2.7/app/client.json#",
                " https://192.0.2.7/app/client.json",
                "https://192.0.2.7/app/cli\u00e9nt.json",
                "https://192.0.2.7:port/client.json",
                "https://127.1/client.json",
                "https://0x7f000001.1/client.json",
                "https://192.0.2.7/%zz"
            })
    void anotherUrlIsNotFetched(String url) {
        server.transport.putJson(URL, DOCUMENT);

        assertEquals(400, authorize(url).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    /** Only dot segments, queries, fragments and users are forbidden in a URL (section 3). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://192.0.2.7:8443/client.json",
                "https://192.0.2.7/@app/client.json",
                "https://192.0.2.7/app/",
                "https://192.0.2.7/...;v=1/%63lient,json",
                "https://[2001:db8::7]/client.json"
            })
    void otherUrlsAreTaken(String url) {
        server.transport.putJson(url, "{\"client_id\":\"" + url + "\"," + MEMBERS + "}");

        assertEquals(200, authorize(url).status());
    }

    @Test
    void aHugeUrlIsNotFetched() {
        assertEquals(400, authorize(URL + "x".repeat(2048)).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 302, 303, 307, 308, 400, 404, 410})
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
                "true",
                "\"text\"",
                "{",
                "{}",
                "{\"client_id\":\"" + URL + "\"," + MEMBERS + ",}",
                "{\"client_id\":\"" + URL + "\"," + MEMBERS + "} {}",
                "\ufeff{\"client_id\":\"" + URL + "\"," + MEMBERS + "}",
                "{" + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\",\"client_id\":\"" + URL + "\"," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\"," + REDIRECT + "," + MEMBERS + "}",
                "{\"client_id\":\"" + URL + "\"," + REDIRECT + "}",
                "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\"}"
            })
    void whatIsNoDocumentIsRefused(String document) {
        server.transport.putJson(URL, document);

        assertRefusedAndNotKept();
    }

    /** Section 4.1: equal as text, whatever URLs mean the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://192.0.2.7/app/client.json/\"",
                "\"https://192.0.2.7:443/app/client.json\"",
                "\"https://192.0.2.7/app/%63lient.json\"",
                "\"HTTPS://192.0.2.7/app/client.json\"",
                "\"https://192.0.2.7/app/client.json \"",
                "\"https://evil.example/app/client.json\"",
                "\"\"",
                "[\"https://192.0.2.7/app/client.json\"]",
                "7",
                "null"
            })
    void aDocumentAboutSomebodyElseIsRefused(String clientId) {
        server.transport.putJson(URL, "{\"client_id\":" + clientId + "," + MEMBERS + "}");

        assertRefusedAndNotKept();
    }

    @Test
    void aDocumentAboutSomebodyElseIsFetchedOnce() {
        server.transport.putJson(URL, DOCUMENT.replace(URL, "https://evil.example/app/client.json"));

        for (int times = 1; times <= 3; times++) {
            assertEquals(400, authorize(URL).status());
            assertEquals(times, server.transport.calls().size());
        }
    }

    /** What stands beside these in a good document: see {@link #membersOfEveryKindAreTaken}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"client_name\":\"\"",
                "\"client_name\":\"two\\nlines\"",
                "\"client_name#de\":\"two\\u0085lines\"",
                "\"client_name\":7",
                "\"client_name\":null",
                "\"client_name\":[\"App\"]",
                "\"redirect_uris\":[]",
                "\"redirect_uris\":null",
                "\"redirect_uris\":\"http://127.0.0.1:8765/callback\"",
                "\"redirect_uris\":{}",
                "\"redirect_uris\":[7]",
                "\"redirect_uris\":[\"\"]",
                "\"redirect_uris\":[\"/callback\"]",
                "\"redirect_uris\":[\"http://evil.example/\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"http://evil.example/\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"com.app:/cb\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"javascript:alert(1)\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"https://app.example/cb#x\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"https://user@app.example/cb\"]",
                "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\",\"https:///cb\"]",
                "\"client_secret\":\"x\"",
                "\"client_secret\":null",
                "\"client_secret\":\"\"",
                "\"client_secret_expires_at\":0",
                "\"client_secret_expires_at\":null",
                "\"grant_types\":\"authorization_code\"",
                "\"grant_types\":[7]",
                "\"response_types\":\"code\"",
                "\"scope\":[\"mcp:tools\"]",
                "\"contacts\":\"a@app.example\"",
                "\"token_endpoint_auth_method\":[\"none\"]",
                "\"token_endpoint_auth_method\":\"client_secret_basic\"",
                "\"token_endpoint_auth_method\":\"client_secret_post\"",
                "\"token_endpoint_auth_method\":\"client_secret_jwt\"",
                "\"token_endpoint_auth_method\":\"made_up\"",
                "\"token_endpoint_auth_method\":\"private_key_jwt\"",
                "\"token_endpoint_auth_method\":\"tls_client_auth\"",
                "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"",
                "\"client_uri\":\"javascript:alert(1)\"",
                "\"client_uri\":\"http://app.example/\"",
                "\"client_uri#de\":\"http://app.example/\"",
                "\"client_uri\":[\"https://app.example/\"]",
                "\"logo_uri\":\"data:image/png;base64,AA\"",
                "\"logo_uri\":\"http://app.example/logo.png\"",
                "\"tos_uri\":\"vbscript:x\"",
                "\"policy_uri\":\"https:policy\"",
                "\"jwks_uri\":\"http://192.0.2.7/jwks\"",
                "\"jwks_uri\":\"http://127.0.0.1/jwks\"",
                "\"jwks_uri\":\"javascript:alert(1)\"",
                "\"jwks_uri\":7"
            })
    void aMemberThatBreaksARuleIsRefused(String member) {
        server.transport.putJson(URL, with(member));

        assertRefusedAndNotKept();
    }

    @Test
    void membersOfEveryKindAreTaken() {
        for (String member : List.of(
                "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\",\"https://app.example/cb?x=y\","
                        + "\"http://localhost/cb\",\"http://[::1]:9/cb\"]",
                "\"client_uri\":\"https://app.example/\",\"client_uri#de\":\"https://app.example/de\"",
                "\"logo_uri\":\"https://app.example/logo.png\"",
                "\"client_uri\":null",
                "\"token_endpoint_auth_method\":\"none\"",
                "\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"https://192.0.2.7/jwks\"",
                "\"jwks\":{\"keys\":[" + publicKey() + "]}",
                "\"response_types\":[\"code\"]",
                "\"made_up\":{\"a\":[1,2.5,true,null]}")) {
            TestServer other = new TestServer();
            other.transport.putJson(URL, with(member));
            EndpointResponse response =
                    other.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(URL), Map.of());
            assertEquals(200, response.status(), member);
        }
    }

    /** Sections 4.1 and 6.2: a published key is a public one, each of them. */
    @Test
    void keysThatAreNotPublicAreRefused() {
        String key = publicKey();
        String opening = key.substring(0, key.length() - 1);
        for (String jwks : List.of(
                "{\"keys\":[" + opening + ",\"d\":\"AAAA\"}]}",
                "{\"keys\":[" + opening + ",\"d\":null}]}",
                "{\"keys\":[" + key + "," + opening + ",\"d\":\"AAAA\"}]}",
                "{\"keys\":[" + key + ",{\"kty\":\"oct\",\"k\":\"AA\"}]}",
                "{\"keys\":[" + key + ",{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQ\"}]}",
                "{\"keys\":[" + key + ",{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"p\":\"AQ\"}]}",
                "{\"keys\":[" + key + ",{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\"}]}",
                "{\"keys\":[" + key + ",7]}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{}",
                "[]",
                "{\"keys\":[" + key + "],\"keys\":[" + key + "]}",
                "{\"keys\":[" + key + "]},\"jwks_uri\":\"https://192.0.2.7/jwks\"")) {
            server.transport.putJson(URL, with("\"jwks\":" + jwks));
            assertEquals(400, authorize(URL).status(), jwks);
        }
    }

    @Test
    void aLongNameIsRefused() {
        server.transport.putJson(URL, with("\"client_name\":\"" + "x".repeat(257) + "\""));
        assertEquals(400, authorize(URL).status());

        server.transport.putJson(URL, with("\"client_name\":\"" + "x".repeat(256) + "\""));
        assertEquals(200, authorize(URL).status());
    }

    /** Section 6.6. */
    @Test
    void aDocumentHasAtMostFiveKibibytes() {
        server.transport.putJson(URL, DOCUMENT + " ".repeat(5 * 1024 - DOCUMENT.length() + 1));
        assertEquals(400, authorize(URL).status());

        server.transport.putJson(URL, DOCUMENT + " ".repeat(5 * 1024 - DOCUMENT.length()));
        assertEquals(200, authorize(URL).status());
    }

    @Test
    void anotherSizeMayBeAllowed() {
        TestServer roomy = documents(rules -> rules.withMaxBytes(6 * 1024));
        roomy.transport.putJson(URL, DOCUMENT + " ".repeat(6 * 1024 - DOCUMENT.length()));

        assertEquals(200, authorize(roomy).status());
        assertEquals(6 * 1024, roomy.transport.calls().get(0).maxBodyBytes());
        TestServer narrow = documents(rules -> rules.withMaxBytes(DOCUMENT.length() - 1));
        narrow.transport.putJson(URL, DOCUMENT);
        assertEquals(400, authorize(narrow).status());
    }

    /** Section 6.4. */
    @Test
    void onlyAllowedHostsAreAsked() {
        TestServer closed = documents(rules -> rules.withAllowedHosts(Set.of("apps.example")));
        closed.transport.putJson(URL, DOCUMENT);
        assertEquals(400, authorize(closed).status());
        assertTrue(closed.transport.calls().isEmpty());

        TestServer open = documents(rules -> rules.withAllowedHosts(Set.of("192.0.2.7")));
        open.transport.putJson(URL, DOCUMENT);
        assertEquals(200, authorize(open).status());
    }

    @Test
    void keysAreOnAllowedHostsToo() {
        TestServer closed = documents(rules -> rules.withAllowedHosts(Set.of("192.0.2.7")));
        closed.transport.putJson(URL, with("\"jwks_uri\":\"https://192.0.2.8/jwks\""));
        assertEquals(400, authorize(closed).status());

        TestServer open = documents(rules -> rules.withAllowedHosts(Set.of("192.0.2.7")));
        open.transport.putJson(URL, with("\"jwks_uri\":\"https://192.0.2.7/jwks\""));
        assertEquals(200, authorize(open).status());
    }

    /** Section 6.8: a policy is asked before the fetch, and about the client on every use. */
    @Test
    void aPolicyDecidesWhoIsAskedAndWhoIsTrusted() {
        Trust trust = new Trust();
        TestServer judged = documents(rules -> rules.withPolicy(trust));
        judged.transport.putJson(URL, DOCUMENT);

        trust.mayFetch = false;
        assertEquals(400, authorize(judged).status());
        assertTrue(judged.transport.calls().isEmpty());

        trust.mayFetch = true;
        trust.isTrusted = false;
        assertEquals(400, authorize(judged).status());
        assertEquals(1, judged.transport.calls().size());

        trust.isTrusted = true;
        JsonObject tokens = judged.tokens(URL);
        assertEquals("Published <app>", trust.name);
        assertEquals(1, judged.transport.calls().size(), "the document is kept");

        trust.isTrusted = false;
        EndpointResponse refused = judged.refresh(URL, tokens.getString("refresh_token"));
        assertEquals("invalid_client", judged.error(refused), "also where the document is kept");
        trust.isTrusted = true;
        trust.mayFetch = false;
        refused = judged.refresh(URL, tokens.getString("refresh_token"));
        assertEquals("invalid_client", judged.error(refused));
        trust.mayFetch = true;
        assertEquals(200, judged.refresh(URL, tokens.getString("refresh_token")).status(), "nothing was lost");
    }

    @Test
    void aPolicyIsNotAskedAboutRegisteredClients() {
        Trust trust = new Trust();
        trust.mayFetch = false;
        trust.isTrusted = false;
        TestServer judged = documents(rules -> rules.withPolicy(trust));
        judged.addPublicClient("registered");

        assertEquals(
                200,
                judged.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery("registered"), Map.of())
                        .status());
    }

    @Test
    void theRedirectUriMustBeInTheDocument() {
        server.transport.putJson(URL, DOCUMENT.replace("callback", "elsewhere"));

        assertEquals(400, authorize(URL).status());
    }

    @Test
    void aDocumentIsKeptAsLongAsItsServerSays() {
        put(server, "max-age=120");
        authorize(URL);
        server.pass(Duration.ofSeconds(119));
        authorize(URL);
        assertEquals(1, server.transport.calls().size());
        server.pass(Duration.ofSeconds(2));
        authorize(URL);
        assertEquals(2, server.transport.calls().size());
    }

    /** Section 4.4: a server may have a lower bound. */
    @ParameterizedTest
    @ValueSource(strings = {"max-age=0", "no-cache", "private, must-revalidate, max-age=1"})
    void aDocumentIsKeptForHalfAMinuteAtLeast(String directives) {
        put(server, directives);
        authorize(URL);
        server.pass(Duration.ofSeconds(29));
        authorize(URL);
        assertEquals(1, server.transport.calls().size());
        server.pass(Duration.ofSeconds(1));
        authorize(URL);
        assertEquals(2, server.transport.calls().size());
    }

    /** RFC 9111, section 5.2.2.5. */
    @Test
    void aDocumentThatMustNotBeStoredIsFetchedOnEachUse() {
        put(server, "no-store");
        assertEquals(200, authorize(URL).status());
        assertEquals(1, server.transport.calls().size(), "once for a request");
        assertEquals(200, authorize(URL).status());
        assertEquals(2, server.transport.calls().size());
        server.transport.put(URL, 404, Map.of(), "");
        assertEquals(400, authorize(URL).status(), "what it withdrew is gone at once");
    }

    @Test
    void otherTimesMayBeConfigured() {
        TestServer brisk = documents(rules -> rules.withCacheTimes(Duration.ofSeconds(10), Duration.ofSeconds(20)));
        for (String directives : List.of("max-age=0", "max-age=3600", "private")) {
            put(brisk, directives);
            int before = brisk.transport.calls().size();
            authorize(brisk);
            brisk.pass(directives.equals("max-age=0") ? Duration.ofSeconds(9) : Duration.ofSeconds(19));
            authorize(brisk);
            assertEquals(before + 1, brisk.transport.calls().size(), directives);
            brisk.pass(Duration.ofSeconds(1));
            authorize(brisk);
            assertEquals(before + 2, brisk.transport.calls().size(), directives);
            brisk.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void aDocumentIsKeptForADayAtMost() {
        put(server, "max-age=31536000");
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
        TestServer closed = new TestServer(
                builder -> builder.clients(ClientRules.DEFAULT.withMetadataDocuments(MetadataDocumentRules.OFF)));
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
        server.transport.put(URL, 404, Map.of(), "");
        EndpointResponse response = server.redeem(URL, "x");

        assertEquals(401, response.status());
        assertEquals("invalid_client", server.error(response));
    }

    /** RFC 9110, section 15.6.4: the client has done nothing wrong. */
    @ParameterizedTest
    @ValueSource(ints = {0, 429, 500, 503})
    void aHostThatCannotServeMakesNobodyFail(int status) {
        TestServer limited = limited();
        if (status > 0) {
            limited.transport.put(URL, status, Map.of(), "");
        }
        EndpointResponse response = limited.redeem(URL, "x");
        assertEquals(503, response.status());
        assertEquals("temporarily_unavailable", limited.error(response));
        assertEquals("5", TestServer.header(response, "Retry-After"));
        EndpointResponse page = authorize(limited);
        assertEquals(503, page.status());
        assertEquals("5", TestServer.header(page, "Retry-After"));

        int before = limited.transport.calls().size();
        assertEquals(429, limited.redeem(URL + "x", "x").status(), "the host is left alone");
        assertEquals(429, authorize(limited).status());
        assertEquals(before, limited.transport.calls().size());
        String elsewhere = "https://192.0.2.8/client.json";
        limited.transport.putJson(elsewhere, DOCUMENT.replace(URL, elsewhere));
        assertEquals("invalid_grant", limited.error(limited.redeem(elsewhere, "x")), "nothing counts as a failure");
    }

    @Test
    void whoFailsTooOftenHasNothingFetched() {
        TestServer limited = limited();
        String kept = "https://192.0.2.8/client.json";
        limited.transport.putJson(kept, DOCUMENT.replace(URL, kept));
        assertEquals("invalid_grant", limited.error(limited.redeem(kept, "x")));
        for (int times = 1; times <= 2; times++) {
            limited.transport.put(URL + times, 404, Map.of(), "");
            assertEquals(401, limited.redeem(URL + times, "x").status());
        }
        int before = limited.transport.calls().size();

        EndpointResponse refused = limited.redeem(URL + 3, "x");
        assertEquals(429, refused.status());
        assertEquals(before, limited.transport.calls().size());
        assertEquals("invalid_grant", limited.error(limited.redeem(kept, "x")), "what is kept costs no call");
    }

    /** RFC 6749, section 2.3.1: an address that guesses has nobody asked for it. */
    @Test
    void whoGuessesSecretsTooOftenHasNothingFetched() {
        TestServer limited = limited();
        limited.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        limited.transport.putJson(URL, DOCUMENT);
        for (int times = 1; times <= 2; times++) {
            assertEquals(
                    401,
                    limited.token("grant_type", "client_credentials", "client_id", "app", "client_secret", "guess")
                            .status());
        }

        assertEquals(429, limited.redeem(URL, "x").status());
        assertEquals(List.of(), limited.transport.calls());
        limited.pass(Duration.ofMinutes(16));
        assertEquals("invalid_grant", limited.error(limited.redeem(URL, "x")));
    }

    @Test
    void whoMakesUpUrlsHasNothingFetchedAtThePagesEither() {
        TestServer limited = limited();
        String kept = "https://192.0.2.8/client.json";
        limited.transport.putJson(kept, DOCUMENT.replace(URL, kept));
        assertEquals(200, authorizeFrom(limited, STRANGER, kept).status());
        for (int times = 1; times <= 2; times++) {
            String madeUp = "https://192.0.2." + times + "/x";
            limited.transport.put(madeUp, 404, Map.of(), "");
            assertEquals(400, authorizeFrom(limited, STRANGER, madeUp).status());
        }
        int before = limited.transport.calls().size();

        EndpointResponse refused = authorizeFrom(limited, STRANGER, URL);
        assertEquals(429, refused.status());
        assertEquals("900", TestServer.header(refused, "Retry-After"));
        assertEquals(before, limited.transport.calls().size());
        assertEquals(200, authorizeFrom(limited, STRANGER, kept).status(), "what is kept costs no call");
        limited.transport.putJson(URL, DOCUMENT);
        assertEquals(200, authorizeFrom(limited, "192.0.2.101", URL).status(), "others are not concerned");
    }

    /** Whoever is nowhere may be anywhere: only the place that is called in vain is left alone. */
    @Test
    void whereAddressesAreUnknownAHostIsLeftAlone() {
        TestServer limited = limited();
        for (int times = 1; times <= 2; times++) {
            limited.transport.put(URL + times, 404, Map.of(), "");
            assertEquals(400, authorizeFrom(limited, null, URL + times).status());
        }
        int before = limited.transport.calls().size();
        assertEquals(429, authorizeFrom(limited, null, URL + 3).status());
        assertEquals(before, limited.transport.calls().size());

        String elsewhere = "https://192.0.2.8/client.json";
        limited.transport.putJson(elsewhere, DOCUMENT.replace(URL, elsewhere));
        assertEquals(200, authorizeFrom(limited, null, elsewhere).status());
    }

    @Test
    void aClientThatIsKnownIsNotShutOutByUrlsMadeUpOnItsHost() {
        TestServer limited = limited();
        limited.transport.putJson(URL, DOCUMENT);
        assertEquals(200, authorizeFrom(limited, null, URL).status());
        limited.pass(Duration.ofHours(1));
        for (int times = 1; times <= 100; times++) {
            limited.transport.put(URL + times, 404, Map.of(), "");
            authorizeFrom(limited, null, URL + times);
        }

        assertEquals(200, authorizeFrom(limited, null, URL).status(), "its document is fetched again");
        limited.transport.put(URL, 503, Map.of(), "");
        limited.pass(Duration.ofHours(1));
        assertEquals(503, authorizeFrom(limited, null, URL).status());
        assertEquals(503, authorizeFrom(limited, null, URL).status());
        assertEquals(429, authorizeFrom(limited, null, URL).status(), "but not without end while its host is down");
    }

    private static EndpointResponse authorizeFrom(TestServer server, @Nullable String address, String url) {
        return server.sendFrom(
                address, "GET", TestServer.BASE + "/authorize", TestServer.authorizationQuery(url), Map.of(), "");
    }

    private static TestServer limited() {
        return new TestServer(builder ->
                builder.rateLimits(RateLimits.DEFAULT.withFailures(new RateLimit(2, Duration.ofMinutes(15)))));
    }

    private static String with(String member) {
        String name = member.substring(0, member.indexOf(':'));
        StringBuilder document = new StringBuilder("{\"client_id\":\"" + URL + "\"");
        if (!name.equals("\"client_name\"")) {
            document.append(",\"client_name\":\"App\"");
        }
        if (!name.equals("\"redirect_uris\"")) {
            document.append(',').append(REDIRECT);
        }
        return document.append(',').append(member).append('}').toString();
    }

    private String publicKey() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        return server.json.write(JwkSet.of(List.of(key.verificationKey()))
                .write(server.json)
                .getJsonArray("keys")
                .getJsonObject(0));
    }

    private static void put(TestServer server, String directives) {
        server.transport.put(
                URL,
                200,
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of(directives)),
                DOCUMENT);
    }

    private static TestServer documents(UnaryOperator<MetadataDocumentRules> change) {
        return new TestServer(builder -> builder.clients(
                ClientRules.DEFAULT.withMetadataDocuments(change.apply(MetadataDocumentRules.DEFAULT))));
    }

    private static EndpointResponse authorize(TestServer server) {
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(URL), Map.of());
    }

    /** Changes its mind. */
    private static final class Trust implements MetadataDocumentPolicy {
        private boolean mayFetch = true;
        private boolean isTrusted = true;
        private String name = "";

        @Override
        public boolean mayFetch(URI document) {
            assertEquals(URL, document.toString());
            return mayFetch;
        }

        @Override
        public boolean isTrusted(Client client) {
            name = client.metadata().clientName().orElseThrow();
            return isTrusted;
        }
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
