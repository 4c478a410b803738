package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** RFC 6749, sections 3.2 and 5.2: what every grant has in common. */
class TokenEndpointTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
    void onlyPostIsAnswered(String method) {
        EndpointResponse response = server.send(method, TestServer.BASE + "/token", "grant_type=x", Map.of(), "");

        assertEquals(405, response.status());
        assertEquals("POST", TestServer.header(response, "Allow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "multipart/form-data",
                "application/x-www-form-urlencoded; charset=iso-8859-1"
            })
    void onlyFormsAreRead(String contentType) {
        EndpointResponse response = server.send(
                "POST",
                TestServer.BASE + "/token",
                null,
                Map.of("Content-Type", contentType),
                "grant_type=refresh_token&client_id=app&refresh_token=x");

        assertEquals(400, response.status());
        assertEquals("invalid_request", server.error(response));
    }

    @Test
    void aFormMaySayItIsUtf8() {
        EndpointResponse response = server.send(
                "POST",
                TestServer.BASE + "/token",
                null,
                Map.of("Content-Type", "Application/X-WWW-Form-Urlencoded; Charset=\"UTF-8\""),
                "grant_type=refresh_token&client_id=app&refresh_token=x");

        assertEquals("invalid_grant", server.error(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff%fe", "a=\u00e4", "a=b c", "%c0%af=1"})
    void malformedFormsAreRefused(String form) {
        EndpointResponse response =
                server.post("/token", Map.of(), form + "&client_id=app&grant_type=refresh_token&refresh_token=x");

        assertEquals(400, response.status());
        assertEquals("invalid_request", server.error(response));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type",
                "client_id",
                "code",
                "code_verifier",
                "redirect_uri",
                "scope",
                "refresh_token",
                "client_secret",
                "something_unknown"
            })
    void noParameterMayBeRepeated(String name) {
        EndpointResponse response = server.post(
                "/token",
                Map.of(),
                "grant_type=refresh_token&client_id=app&refresh_token=x&" + name + "=x&" + name + "=x");

        assertEquals(400, response.status());
        assertEquals("invalid_request", server.error(response));
    }

    @Test
    void aFormWithTooManyParametersIsRefused() {
        String form = "client_id=app&grant_type=refresh_token&refresh_token=x";

        assertEquals("invalid_grant", server.error(server.post("/token", Map.of(), form + others(253))));
        assertEquals("invalid_request", server.error(server.post("/token", Map.of(), form + others(254))));
    }

    private static String others(int count) {
        return IntStream.range(0, count).mapToObj(i -> "&a" + i + "=b").collect(Collectors.joining());
    }

    @Test
    void theBodyIsLimited() {
        assertTrue(server.server.endpoints().stream()
                .filter(endpoint -> endpoint.path().endsWith("/token"))
                .allMatch(endpoint -> endpoint.maxBodyBytes() == 64 * 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid_request",
        "grant_type=, invalid_request",
        "grant_type=password, unsupported_grant_type",
        "grant_type=implicit, unsupported_grant_type",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer, unsupported_grant_type",
        "grant_type=Authorization_Code, unsupported_grant_type",
        "grant_type=client_credentials, unauthorized_client",
        "grant_type=authorization_code, invalid_request",
        "grant_type=authorization_code&code=x, invalid_request",
        "grant_type=authorization_code&code_verifier=x, invalid_request",
        "grant_type=refresh_token, invalid_request",
        "grant_type=refresh_token&refresh_token=, invalid_request",
    })
    void eachMistakeHasItsCode(String form, String error) {
        EndpointResponse response = server.post("/token", Map.of(), form + "&client_id=app");

        assertEquals(400, response.status());
        assertEquals(error, server.error(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("no-cache", TestServer.header(response, "Pragma"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
    }

    @Test
    void aGrantTheClientDidNotRegisterIsRefused() {
        server.addClient(
                "plain",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE)));
        server.addClient(
                "machine",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));

        assertEquals("unauthorized_client", server.error(server.refresh("plain", "x")));
        assertEquals(
                "unauthorized_client",
                server.error(server.token(
                        "grant_type", "authorization_code",
                        "client_id", "machine",
                        "client_secret", TestServer.SECRET,
                        "code", "x",
                        "code_verifier", TestServer.VERIFIER)));
    }

    /** A client must not drop a good token because the store is down. */
    @Test
    void aStoreThatFailsIs503() {
        String refreshToken = server.tokens("app").getString("refresh_token");
        server.store.setBroken(true);

        EndpointResponse response = server.refresh("app", refreshToken);

        assertEquals(503, response.status());
        assertEquals("temporarily_unavailable", server.error(response));
        assertEquals("5", TestServer.header(response, "Retry-After"));
        assertFalse(TestServer.text(response).contains("jdbc"), "nothing of the cause is told");
        server.store.setBroken(false);
        assertEquals(200, server.refresh("app", refreshToken).status());
    }

    @Test
    void preflightsAreAnswered() {
        EndpointResponse response = server.send("OPTIONS", TestServer.BASE + "/token", null, Map.of(), "");

        assertEquals(204, response.status());
        assertTrue(TestServer.header(response, "Access-Control-Allow-Headers").contains("Authorization"));
        assertTrue(TestServer.header(response, "Access-Control-Allow-Methods").contains("POST"));
    }
}
