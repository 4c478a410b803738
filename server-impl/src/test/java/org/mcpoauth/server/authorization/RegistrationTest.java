package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/** RFC 7591, sections 2 and 3; OpenID Connect Dynamic Client Registration, section 2. */
class RegistrationTest {
    private static final String REDIRECT = "\"redirect_uris\":[\"http://127.0.0.1:8765/callback\"]";

    private static final String DEVICE = "{\"grant_types\":[\"urn:ietf:params:oauth:grant-type:device_code\","
            + "\"refresh_token\"],\"token_endpoint_auth_method\":\"none\"";

    private final TestServer server = new TestServer();

    @Test
    void aPublicClientIsRegistered() {
        EndpointResponse response = register("{" + REDIRECT
                + ",\"token_endpoint_auth_method\":\"none\",\"client_name\":\"App\",\"client_name#de\":\"Programm\","
                + "\"client_id\":\"chosen\",\"client_secret\":\"chosen\",\"unknown\":{\"a\":1},"
                + "\"scope\":\"mcp:tools unheard-of\",\"contacts\":[\"a@b.example\"],\"tos_uri\":null,"
                + "\"client_uri\":\"\",\"software_id\":\"s\",\"software_version\":\"1\"}");
        JsonObject body = server.json(response);

        assertEquals(201, response.status(), () -> TestServer.text(response));
        assertEquals("application/json", TestServer.header(response, "Content-Type"));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("no-cache", TestServer.header(response, "Pragma"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
        assertEquals(
                Set.of(
                        "client_id",
                        "client_id_issued_at",
                        "redirect_uris",
                        "token_endpoint_auth_method",
                        "client_name",
                        "client_name#de",
                        "scope",
                        "contacts",
                        "software_id",
                        "software_version",
                        "grant_types",
                        "response_types",
                        "application_type"),
                body.keySet());
        assertEquals(22, body.getString("client_id").length());
        assertEquals(server.clock.instant().getEpochSecond(), body.getInt("client_id_issued_at"));
        assertEquals("mcp:tools notes:read notes:write", body.getString("scope"), "what it may ask users for");
        assertEquals("native", body.getString("application_type"), "as the redirect URI says");
        assertEquals(
                "[\"authorization_code\"]", body.getJsonArray("grant_types").toString());
        assertEquals("[\"code\"]", body.getJsonArray("response_types").toString());
    }

    @Test
    void aConfidentialClientGetsASecretThatWorks() {
        JsonObject body = server.json(
                register(
                        "{\"redirect_uris\":[\"https://app.example/cb\"],\"token_endpoint_auth_method\":\"client_secret_post\"}"));

        assertEquals(43, body.getString("client_secret").length());
        assertEquals(0, body.getInt("client_secret_expires_at"));
        assertEquals("web", body.getString("application_type"));
        EndpointResponse response = server.token(
                "grant_type",
                "authorization_code",
                "client_id",
                body.getString("client_id"),
                "client_secret",
                body.getString("client_secret"),
                "code",
                "x",
                "code_verifier",
                TestServer.VERIFIER);
        assertEquals("invalid_grant", server.error(response), "the client is authenticated");
        assertFalse(server.store.written().stream().anyMatch(text -> text.contains(body.getString("client_secret"))));
    }

    @Test
    void theDefaultMethodIsBasic() {
        JsonObject body = server.json(register("{" + REDIRECT + "}"));

        assertEquals("client_secret_basic", body.getString("token_endpoint_auth_method"));
        assertTrue(body.containsKey("client_secret"));
    }

    @Test
    void aClientWithKeysGetsNoSecret() {
        String keys = server.json.write(
                JwkSet.of(List.of(SigningKey.generate(JwsAlgorithm.ES256).verificationKey()))
                        .write(server.json));
        JsonObject body = server.json(register("{" + REDIRECT
                + ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"token_endpoint_auth_signing_alg\":\"ES256\","
                + "\"jwks\":" + keys + "}"));

        assertFalse(body.containsKey("client_secret"));
        assertFalse(body.containsKey("client_secret_expires_at"));
        assertEquals(keys, server.json.write(body.getJsonObject("jwks")));
    }

    @Test
    void nothingIsFetched() {
        register("{" + REDIRECT + ",\"token_endpoint_auth_method\":\"private_key_jwt\","
                + "\"jwks_uri\":\"https://192.0.2.7/jwks\",\"logo_uri\":\"https://192.0.2.7/logo.png\"}");

        assertTrue(server.transport.calls().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"\"]",
                "\"https://app.example/cb\"",
                "[7]",
                "[\"http://app.example/cb\"]",
                "[\"https://app.example/cb#x\"]",
                "[\"https://user@app.example/cb\"]",
                "[\"https:///cb\"]",
                "[\"/cb\"]",
                "[\"javascript:alert(1)\"]",
                "[\"data:text/html,x\"]",
                "[\"file:///etc/passwd\"]",
                "[\"com.example.app:/cb\"]",
                "[\"myapp://cb\"]",
                "[\"http://127.0.0.1.evil.example/cb\"]",
                "[\"http://localhost.evil.example/cb\"]",
                "[\"http://0.0.0.0/cb\"]",
                "[\"https://app.example/cb\",\"http://app.example/cb\"]",
                "[\"https://app.example/c b\"]",
                "[\"https://*.example/cb\"]"
            })
    void badRedirectUrisAreRefused(String uris) {
        assertRefused("invalid_redirect_uri", "{\"redirect_uris\":" + uris + "}");
    }

    @Test
    void aLongNameIsRefused() {
        assertRefused("invalid_client_metadata", "{" + REDIRECT + ",\"client_name\":\"" + "x".repeat(257) + "\"}");
        assertEquals(
                201,
                register("{" + REDIRECT + ",\"client_name\":\"" + "x".repeat(256) + "\"}")
                        .status());
    }

    @Test
    void aLargeDocumentIsRefused() {
        assertRefused("invalid_request", "{" + REDIRECT + ",\"a\":[" + "\"x\",".repeat(9000) + "\"x\"]}");
    }

    /** RFC 7591, section 2.2: a tag that is none makes the member an unknown one, which is dropped. */
    @Test
    void aVariantWithoutLanguageIsDropped() {
        JsonObject body =
                server.json(register("{" + REDIRECT + ",\"client_name#\":\"x\",\"client_name#not a tag\":\"x\"}"));

        assertFalse(body.containsKey("client_name#"));
        assertFalse(body.containsKey("client_name#not a tag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.app:/cb", "com.example.app://cb", "com.example.app:/cb?a=b"})
    void aPrivateUseSchemeNeedsThePermission(String uri) {
        TestServer open = new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withPrivateUseSchemes(true)));
        JsonObject body = open.json(register(open, "{\"redirect_uris\":[\"" + uri + "\"]}"));

        assertEquals("[\"" + uri + "\"]", body.getJsonArray("redirect_uris").toString());
        assertEquals("native", body.getString("application_type"));
        assertRefused("invalid_redirect_uri", "{\"redirect_uris\":[\"" + uri + "\"]}");
    }

    /** RFC 8252, section 7.1; OpenID Connect Dynamic Client Registration, section 2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"myapp:/cb\"]",
                "[\"javascript:alert(1)\"]",
                "[\"data:text/html,x\"]",
                "[\"file:///etc/passwd\"]",
                "[\"com.example.app:cb\"]",
                "[\"com.example.app:/cb#x\"]",
                "[\"com.example.app://user@host/cb\"]",
                "[\"com.example.:/cb\"]",
                "[\"http://app.example/cb\"]",
                "[\"com.example.app:/cb\"],\"application_type\":\"web\""
            })
    void anotherSchemeIsRefusedEvenThen(String uris) {
        TestServer open = new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withPrivateUseSchemes(true)));

        assertEquals("invalid_redirect_uri", open.error(register(open, "{\"redirect_uris\":" + uris + "}")));
    }

    @Test
    void consentShowsThePrivateUseScheme() {
        TestServer open = new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withPrivateUseSchemes(true)));
        open.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .redirectUris(List.of(URI.create("com.example.app:/cb"))));
        TestBrowser browser = new TestBrowser(open);
        String query = TestServer.authorizationQuery("app")
                .replace(TestServer.form("", TestServer.REDIRECT_URI), TestServer.form("", "com.example.app:/cb"));
        String page = TestServer.text(browser.login(browser.openAuthorization(query)));

        assertTrue(page.contains("<bdi>com.example.app:</bdi>"), page);
    }

    @Test
    void aClientWithoutRedirectUriIsRefused() {
        assertRefused("invalid_redirect_uri", "{}");
        assertRefused("invalid_redirect_uri", "{\"redirect_uris\":null}");
    }

    @Test
    void hugeOrManyRedirectUrisAreRefused() {
        assertRefused("invalid_redirect_uri", "{\"redirect_uris\":[\"https://app.example/" + "x".repeat(2048) + "\"]}");
        String many = "\"https://app.example/cb\",".repeat(51);
        assertRefused("invalid_redirect_uri", "{\"redirect_uris\":[" + many.substring(0, many.length() - 1) + "]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/cb",
                "http://127.0.0.1:1/cb",
                "http://[::1]:1/cb",
                "http://localhost:3000/",
                "https://app.example",
                "https://app.example:8443/cb?a=b"
            })
    void goodRedirectUrisAreKeptAsTheyAre(String uri) {
        JsonObject body = server.json(register("{\"redirect_uris\":[\"" + uri + "\"]}"));

        assertEquals(uri, body.getJsonArray("redirect_uris").getString(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"token_endpoint_auth_method\":\"client_secret_jwt\"",
                "\"token_endpoint_auth_method\":\"tls_client_auth\"",
                "\"token_endpoint_auth_method\":\"made up\"",
                "\"token_endpoint_auth_method\":7",
                "\"token_endpoint_auth_method\":\"private_key_jwt\"",
                "\"token_endpoint_auth_signing_alg\":\"HS256\"",
                "\"token_endpoint_auth_signing_alg\":\"none\"",
                "\"grant_types\":[\"authorization_code\",\"urn:ietf:params:oauth:grant-type:jwt-bearer\"]",
                "\"grant_types\":[\"authorization_code\",\"client_credentials\"]",
                "\"grant_types\":[\"client_credentials\"]",
                "\"grant_types\":[\"implicit\"]",
                "\"grant_types\":[\"password\"]",
                "\"grant_types\":[\"refresh_token\"]",
                "\"grant_types\":\"authorization_code\"",
                "\"grant_types\":[7]",
                "\"grant_types\":[\"authorization_code\",\"urn:ietf:params:oauth:grant-type:device_code\"]",
                "\"require_signed_request_object\":true",
                "\"require_signed_request_object\":\"no\"",
                "\"response_types\":[\"token\"]",
                "\"response_types\":[\"code\",\"token\"]",
                "\"response_types\":[\"code token\"]",
                "\"response_types\":[]",
                "\"response_types\":\"code\"",
                "\"application_type\":\"desktop\"",
                "\"application_type\":7",
                "\"scope\":\"unheard-of\"",
                "\"scope\":\"a\\\"b\"",
                "\"scope\":[\"mcp:tools\"]",
                "\"contacts\":\"a@b.example\"",
                "\"contacts\":[7]",
                "\"client_name\":7",
                "\"client_name\":\"two\\nlines\"",
                "\"client_name#de\":\"a\\u0000b\"",
                "\"client_name#de\":7",
                "\"software_id\":7",
                "\"software_version\":[\"1\"]",
                "\"redirect_uris#de\":1,\"tos_uri\":{}",
                "\"client_uri\":\"vbscript:x\"",
                "\"logo_uri\":\"javascript://app.example/%0aalert(1)\"",
                "\"contacts\":[\"\"]",
                "\"client_uri\":\"javascript:alert(1)\"",
                "\"client_uri\":\"app.example\"",
                "\"logo_uri\":\"data:image/png;base64,AA\"",
                "\"tos_uri\":\"file:///etc/passwd\"",
                "\"policy_uri#de\":\"javascript:alert(1)\"",
                "\"jwks_uri\":\"http://app.example/jwks\"",
                "\"jwks_uri\":\"javascript:alert(1)\"",
                "\"jwks\":[]",
                "\"jwks\":{}",
                "\"jwks\":{\"keys\":{}}",
                "\"jwks\":{\"keys\":[]}",
                "\"jwks\":{\"keys\":[7]}",
                "\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}",
                "\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://app.example/jwks\""
            })
    void badMembersAreRefused(String member) {
        assertRefused("invalid_client_metadata", "{" + REDIRECT + "," + member + "}");
    }

    @Test
    void privateKeysAreRefused() {
        String key = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";

        assertEquals(
                201,
                register("{" + REDIRECT + ",\"jwks\":{\"keys\":[" + key + "}]}}")
                        .status());
        assertRefused("invalid_client_metadata", "{" + REDIRECT + ",\"jwks\":{\"keys\":[" + key + ",\"d\":\"AA\"}]}}");
    }

    @Test
    void theApplicationTypeMustFitTheRedirectUris() {
        assertRefused("invalid_redirect_uri", "{" + REDIRECT + ",\"application_type\":\"web\"}");
        assertRefused(
                "invalid_redirect_uri", "{\"redirect_uris\":[\"https://localhost/cb\"],\"application_type\":\"web\"}");
        assertEquals(
                201,
                register("{" + REDIRECT + ",\"application_type\":\"native\"}").status());
        assertEquals(
                201,
                register("{\"redirect_uris\":[\"https://app.example/cb\"],\"application_type\":\"native\"}")
                        .status());
        assertEquals(
                201,
                register("{\"redirect_uris\":[\"https://app.example/cb\"],\"application_type\":\"web\"}")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "\"x\"", "{", "{}x", "{\"a\":1,\"a\":2}", "redirect_uris=x"})
    void whatIsNoObjectIsRefused(String body) {
        assertRefused("invalid_request", body);
    }

    @Test
    void deepJsonIsRefused() {
        assertRefused("invalid_request", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/json", "application/json; charset=utf-16"})
    void anotherContentTypeIsRefused(String contentType) {
        EndpointResponse response = server.send(
                "POST", TestServer.BASE + "/register", null, Map.of("Content-Type", contentType), "{" + REDIRECT + "}");

        assertEquals("invalid_request", server.error(response));
    }

    @Test
    void onlyPostIsAnswered() {
        assertEquals(
                405,
                server.send("GET", TestServer.BASE + "/register", null, Map.of(), "")
                        .status());
        assertEquals(
                204,
                server.send("OPTIONS", TestServer.BASE + "/register", null, Map.of(), "")
                        .status());
    }

    @Test
    void moreClientsThanTheStoreTakesAreRefusedAtTheStart() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new TestServer(
                        builder -> builder.registration(DynamicRegistration.OPEN.withMaxClients(100_001))));

        assertEquals("dcr.max-clients", refused.key());
        new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withMaxClients(100_000)));
    }

    @Test
    void aFullRegisterIs503() {
        TestServer small = new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withMaxClients(2)));
        for (int i = 0; i < 2; i++) {
            small.addPublicClient("app" + i);
        }
        EndpointResponse response = small.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{" + REDIRECT + "}");

        assertEquals(503, response.status());
        assertEquals("temporarily_unavailable", small.error(response));
        assertFalse(TestServer.header(response, "Retry-After").isEmpty());
    }

    @Test
    void ofManyAtATimeNoneComesAboveTheLimit() {
        TestServer small = new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withMaxClients(3)));
        small.addPublicClient("app1");
        small.addPublicClient("app2");
        List<Integer> statuses =
                Race.of(8, () -> register(small, "{" + REDIRECT + "}").status());

        long registered = statuses.stream().filter(status -> status == 201).count();
        assertTrue(registered <= 1, () -> String.valueOf(statuses));
        assertEquals(
                8 - registered,
                statuses.stream().filter(status -> status == 503).count());
        assertEquals(2 + registered, small.stored.count("client"), "who was refused is not there");
    }

    @Test
    void aMethodThatIsNotOfferedCannotBeRegistered() {
        TestServer strict = new TestServer(builder -> builder.clients(
                ClientRules.DEFAULT.withAuthenticationMethods(Set.of(ClientAuthenticationMethod.NONE))));
        int before = strict.store.written().size();
        EndpointResponse response = register(strict, "{" + REDIRECT + "}");

        assertEquals(400, response.status());
        assertEquals("invalid_client_metadata", strict.error(response));
        assertEquals(
                "token_endpoint_auth_method is not offered",
                strict.json(response).getString("error_description"),
                "the default method of RFC 7591 is the one that is not offered");
        assertEquals(before, strict.store.written().size(), "nothing is stored");
        assertEquals(
                201,
                register(strict, "{" + REDIRECT + ",\"token_endpoint_auth_method\":\"none\"}")
                        .status());
    }

    /** RFC 7591, section 2.1: no redirects, so neither redirect URIs nor response types. */
    @Test
    void aDeviceNeedsNoRedirectUri() {
        TestServer devices = withDevices();
        JsonObject client = devices.json(register(devices, DEVICE + "}"));

        assertEquals(JsonValue.EMPTY_JSON_ARRAY, client.getJsonArray("response_types"));
        assertFalse(client.containsKey("redirect_uris"));
        assertEquals("native", client.getString("application_type"));
        assertEquals(
                200,
                devices.post(
                                "/device_authorization",
                                Map.of(),
                                TestServer.form(
                                        "client_id",
                                        client.getString("client_id"),
                                        "scope",
                                        "mcp:tools",
                                        "resource",
                                        TestServer.RESOURCE))
                        .status());
        EndpointResponse authorization = devices.get(
                TestServer.BASE + "/authorize", TestServer.authorizationQuery(client.getString("client_id")), Map.of());
        assertEquals(400, authorization.status(), "it gets no codes");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_redirect_uri, '\"redirect_uris\":[\"https://app.example/cb\"]'",
        "invalid_client_metadata, '\"response_types\":[\"code\"]'"
    })
    void aDeviceHasNothingThatBelongsToCodes(String error, String member) {
        TestServer devices = withDevices();

        assertEquals(error, devices.error(register(devices, DEVICE + "," + member + "}")));
        assertRefused("invalid_client_metadata", DEVICE + "}");
    }

    private static TestServer withDevices() {
        return new TestServer(builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device_authorization")));
    }

    private void assertRefused(String error, String body) {
        int before = server.store.written().size();
        EndpointResponse response = register(body);

        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertEquals(error, server.error(response), () -> TestServer.text(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals(before, server.store.written().size(), "nothing is stored");
    }

    private EndpointResponse register(String body) {
        return register(server, body);
    }

    private static EndpointResponse register(TestServer server, String body) {
        return server.send(
                "POST", TestServer.BASE + "/register", null, Map.of("Content-Type", "application/json"), body);
    }
}
