package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.OpenIdRules;

/** OpenID Connect Dynamic Client Registration 1.0, section 2: what belongs to the login of users. */
class OpenIdRegistrationTest {
    private static final String CLIENT =
            "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],\"token_endpoint_auth_method\":\"none\"";

    private final TestServer server = new TestServer(builder -> builder.openId(OpenIdRules.OFF.withOffered(true)));

    private static EndpointResponse send(TestServer server, String members) {
        return server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{" + CLIENT + "," + members + "}");
    }

    private static JsonObject register(TestServer server, String members) {
        EndpointResponse response = send(server, members);
        assertEquals(201, response.status(), () -> TestServer.text(response));
        return server.json(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"default_max_age\":3600",
                "\"default_max_age\":0",
                "\"require_auth_time\":true",
                "\"default_acr_values\":[\"urn:test:password\"]",
                "\"initiate_login_uri\":\"https://app.example/login\"",
                "\"id_token_signed_response_alg\":\"ES256\"",
                "\"subject_type\":\"public\""
            })
    void whatIsOfferedIsKept(String member) {
        JsonObject client = register(server, member);

        assertTrue(client.toString().contains(member), client::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sector_identifier_uri\":\"https://app.example/uris\"",
                "\"sector_identifier_uri\":7",
                "\"subject_type\":\"pairwise\"",
                "\"subject_type\":\"secret\"",
                "\"id_token_signed_response_alg\":\"none\"",
                "\"id_token_signed_response_alg\":\"RS256\"",
                "\"id_token_signed_response_alg\":[\"ES256\"]",
                "\"id_token_encrypted_response_alg\":\"RSA-OAEP\"",
                "\"id_token_encrypted_response_enc\":\"A128GCM\"",
                "\"userinfo_signed_response_alg\":\"ES256\"",
                "\"userinfo_encrypted_response_alg\":\"RSA-OAEP\"",
                "\"userinfo_encrypted_response_enc\":\"A128GCM\"",
                "\"default_max_age\":-1",
                "\"default_max_age\":1000000000",
                "\"default_max_age\":\"3600\"",
                "\"default_max_age\":1.5",
                "\"require_auth_time\":\"yes\"",
                "\"default_acr_values\":\"urn:test:password\"",
                "\"default_acr_values\":[7]",
                "\"default_acr_values\":[\"two words\"]",
                "\"initiate_login_uri\":\"http://app.example/login\"",
                "\"initiate_login_uri\":\"javascript:alert(1)\"",
                "\"initiate_login_uri\":7"
            })
    void whatIsNotOfferedOrMalformedIsRefused(String member) {
        EndpointResponse response = send(server, member);

        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertEquals("invalid_client_metadata", server.error(response));
        assertEquals(0, server.stored.count("client"), "nothing is stored");
    }

    @Test
    void manyOrLongClassesAreRefused() {
        String many = "\"a\",".repeat(20) + "\"a\"";

        assertEquals(400, send(server, "\"default_acr_values\":[" + many + "]").status());
        assertEquals(
                400,
                send(server, "\"default_acr_values\":[\"" + "a".repeat(257) + "\"]")
                        .status());
        assertEquals(
                201,
                send(server, "\"default_acr_values\":[\"" + "a".repeat(256) + "\"]")
                        .status());
    }

    /** Who names no algorithm would expect RS256 and refuse every ID token. */
    @Test
    void theAlgorithmOfIdTokensIsTold() {
        assertEquals("ES256", register(server, "\"client_name\":\"App\"").getString("id_token_signed_response_alg"));
    }

    /**
     * Section 2: how request objects are signed or encrypted if there are any, and where they lie, demands none. All of
     * them are refused (RFC 9101, section 10.5; OpenID Connect Discovery 1.0, section 3).
     */
    @Test
    void howRequestObjectsWouldBeIsNotEchoed() {
        JsonObject client = register(
                server,
                "\"request_object_signing_alg\":\"ES256\",\"request_object_encryption_alg\":\"RSA-OAEP\","
                        + "\"request_object_encryption_enc\":\"A128GCM\",\"request_uris\":[\"https://app.example/r\"]");

        assertTrue(client.keySet().stream().noneMatch(name -> name.startsWith("request_")));
        assertFalse(server.server.metadata().toJson().getBoolean("request_uri_parameter_supported"));
        assertFalse(server.server.metadata().toJson().getBoolean("request_parameter_supported", false));
    }

    @Test
    void withoutOpenIdAllThatIsUnknown() {
        TestServer plain = new TestServer();
        JsonObject client = register(
                plain,
                "\"default_max_age\":1,\"default_acr_values\":7,\"id_token_signed_response_alg\":\"none\","
                        + "\"sector_identifier_uri\":\"x\",\"userinfo_signed_response_alg\":\"x\"");

        assertTrue(client.keySet().stream()
                .noneMatch(name -> name.startsWith("default_")
                        || name.startsWith("id_token")
                        || name.startsWith("sector")
                        || name.startsWith("userinfo")));
    }

    @Test
    void theRegisteredAgeCountsWhereARequestSaysNothing() {
        String id = register(server, "\"default_max_age\":60").getString("client_id");
        TestBrowser browser = new TestBrowser(server);
        browser.login(browser.openAuthorization(TestServer.authorizationQuery(id)));
        server.pass(Duration.ofSeconds(61));

        assertTrue(asksForAPassword(browser.openAuthorization(TestServer.authorizationQuery(id))));
        assertFalse(asksForAPassword(browser.openAuthorization(TestServer.authorizationQuery(id) + "&max_age=3600")));
    }

    @Test
    void theRegisteredClassesCountWhereARequestNamesNone() {
        String id = register(server, "\"default_acr_values\":[\"urn:test:hardware\"]")
                .getString("client_id");
        TestBrowser browser = new TestBrowser(server);
        EndpointResponse refused =
                browser.login(browser.openAuthorization(TestServer.authorizationQuery(id) + "&prompt=login"));
        TestBrowser other = new TestBrowser(server);
        EndpointResponse taken = other.login(
                other.openAuthorization(TestServer.authorizationQuery(id) + "&acr_values=urn:test:password"));

        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(refused, "error").orElseThrow());
        assertEquals(200, taken.status());
    }

    private static boolean asksForAPassword(EndpointResponse page) {
        return TestServer.text(page).contains("type=\"password\"");
    }
}
