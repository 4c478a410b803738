package org.mcpoauth.client.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;

/** What the token endpoint may answer (RFC 6749, sections 5.1 and 5.2). */
class TokenAnswerTest {
    private static final String GOOD = "\"access_token\":\"hidden-token\",\"token_type\":\"Bearer\"";

    private final World world = new World();
    private final Clients clients = new Clients(world);

    @AfterEach
    void close() {
        world.close();
    }

    private TokenResponse answered(Answer answer) {
        world.as.token = request -> answer;
        return world.runtime
                .grants()
                .token(clients.open(), new Grant.ClientCredentials(Scopes.NONE, clients.resource()), null);
    }

    private <E extends McpOAuthException> E failure(Class<E> type, Answer answer) {
        E failure = assertThrows(type, () -> answered(answer));
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each.toString().contains("hidden"), each.toString());
        }
        return failure;
    }

    @Test
    void everythingIsRead() {
        TokenResponse response = answered(Answer.json(
                200,
                "{" + GOOD + ",\"expires_in\":60,\"refresh_token\":\"r\",\"scope\":\"a b\",\"id_token\":\"i\","
                        + "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\",\"more\":[1]}"));
        assertEquals("hidden-token", response.accessToken().reveal());
        assertEquals("bearer", response.tokenType());
        assertEquals(world.clock.instant().plusSeconds(60), response.expiresAt().orElseThrow());
        assertEquals("r", Objects.requireNonNull(response.refreshToken()).reveal());
        assertEquals(Scopes.of("a", "b"), response.scopes());
        assertTrue(response.members().containsKey("more"));
        assertFalse(response.toString().contains("hidden"));
    }

    /** Some servers write null or an empty text where they mean nothing. */
    @Test
    void nothingMayBeWrittenInSeveralWays() {
        for (String nothing : new String[] {
            "",
            ",\"expires_in\":null,\"refresh_token\":null,\"scope\":null,\"error\":null",
            ",\"refresh_token\":\"\",\"scope\":\"\",\"id_token\":\"\",\"error\":\"\""
        }) {
            TokenResponse response = answered(Answer.json(200, "{" + GOOD + nothing + "}"));
            assertTrue(response.expiresAt().isEmpty());
            assertNull(response.refreshToken());
            assertNull(response.scopes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "\"hidden\"",
                "{\"access_token\":\"hidden\"}",
                "{\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":null,\"token_type\":\"Bearer\"}",
                "{\"access_token\":7,\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"hidden\\r\\nInjected: 1\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"hidden\\u0000\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"hidden\\u007f\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"hidden\\u00e9\",\"token_type\":\"Bearer\"}",
                "{" + GOOD + ",\"refresh_token\":\"hidden\\n\"}",
                "{\"access_token\":\"hidden\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"hidden\",\"token_type\":[\"Bearer\"]}",
                "{\"access_token\":\"hidden\",\"access_token\":\"hidden2\",\"token_type\":\"Bearer\"}",
                "{" + GOOD + ",\"expires_in\":\"60\"}",
                "{" + GOOD + ",\"expires_in\":-1}",
                "{" + GOOD + ",\"expires_in\":1e99}",
                "{" + GOOD + ",\"expires_in\":true}",
                "{" + GOOD + ",\"refresh_token\":{}}",
                "{" + GOOD + ",\"scope\":[\"a\"]}",
                "{" + GOOD + ",\"scope\":\"a\\\"b\"}",
                "{" + GOOD + ",\"scope\":\"a\\u0000b\"}",
                "{" + GOOD + ",\"error\":7}",
                "{" + GOOD + ",\"error\":\"not\\ncode\"}",
                "{" + GOOD + "} trailing",
                "\uFEFF{" + GOOD + "}"
            })
    void anAnswerThatBreaksARuleIsRefused(String body) {
        failure(ResponseViolationException.class, Answer.json(200, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain", "application/xml", "application/jsonx", "text/json"})
    void anotherMediaTypeIsRefused(String type) {
        assertEquals(
                FailureCode.RESPONSE_CONTENT_TYPE,
                failure(ResponseViolationException.class, Answer.text(200, type, "{" + GOOD + "}"))
                        .code());
    }

    @Test
    void aCharsetBesideTheMediaTypeIsFine() {
        answered(Answer.text(200, "Application/JSON; charset=utf-8", "{" + GOOD + "}"));
    }

    /** Some servers say no with status 200. */
    @Test
    void anErrorIsAnErrorWhateverItsStatus() {
        for (int status : new int[] {200, 400, 401, 403, 500}) {
            OAuthErrorException refused = failure(
                    OAuthErrorException.class, Answer.json(status, "{" + GOOD + ",\"error\":\"invalid_grant\"}"));
            assertEquals("invalid_grant", refused.error().value());
            assertEquals(status, refused.status());
            assertEquals(world.as.http.uri("/token"), refused.endpoint());
        }
    }

    @Test
    void theDescriptionIsMadePrintable() {
        OAuthErrorException refused = failure(
                OAuthErrorException.class,
                Answer.json(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"a\\r\\nSet-Cookie: x\\u001b[31m\\u202e"
                                + "d".repeat(2000) + "\",\"error_uri\":\"javascript:alert(1)\"}"));
        String description = refused.description().orElseThrow();
        assertTrue(description.chars().allMatch(c -> c >= 0x20 && c <= 0x7e), description);
        assertEquals(500, description.length());
        assertTrue(refused.errorUri().isEmpty());
        assertFalse(refused.toString().contains("Set-Cookie"));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410})
    void anEndpointThatIsNotThereIsToldAsSuch(int status) {
        assertEquals(
                FailureCode.ENDPOINT_GONE,
                failure(ResponseViolationException.class, Answer.text(status, "text/html", "<h1>hidden</h1>"))
                        .code());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 418, 201, 301, 302, 307})
    void anotherStatusWithoutErrorIsAViolation(int status) {
        assertEquals(
                FailureCode.RESPONSE_STATUS_UNEXPECTED,
                failure(
                                ResponseViolationException.class,
                                Answer.text(status, "text/html", "<h1>hidden</h1>")
                                        .with("Location", world.as.http.origin() + "/elsewhere"))
                        .code());
        assertFalse(world.as.http.paths().contains("/elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void aServerInTroubleIsATransportFailure(int status) {
        TransportException failure = failure(
                TransportException.class,
                Answer.text(status, "text/html", "<h1>hidden</h1>").with("Retry-After", "7"));
        assertEquals(Duration.ofSeconds(7), failure.retryAfter().orElseThrow());
    }

    /** RFC 7231 keeps the method of a 307: the secret would go elsewhere. */
    @Test
    void aRedirectDoesNotCarryTheGrantAway() {
        try (ScriptedServer other = new ScriptedServer()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                failure(
                        ResponseViolationException.class,
                        Answer.redirect(status, other.uri("/steal").toString()));
            }
            assertTrue(other.received().isEmpty());
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsCut() {
        assertEquals(
                FailureCode.RESPONSE_TOO_LARGE,
                failure(
                                ResponseViolationException.class,
                                Answer.json(200, "{" + GOOD + ",\"x\":\"" + "x".repeat(64 << 10) + "\"}"))
                        .code());
    }

    /** One byte a second would last for ever. */
    @Test
    void anAnswerThatNeverEndsIsCut() {
        long start = System.nanoTime();
        TransportException failure = failure(
                TransportException.class,
                Answer.json(200, "{" + GOOD + "}" + " ".repeat(60)).at(Answer.Pace.TRICKLE));
        assertEquals(FailureCode.TIMED_OUT, failure.code());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 12);
    }

    @Test
    void aServerThatIsNotThereIsATransportFailure() {
        var client = clients.open();
        world.as.close();
        TransportException failure = assertThrows(
                TransportException.class,
                () -> world.runtime
                        .grants()
                        .token(client, new Grant.ClientCredentials(Scopes.NONE, clients.resource()), null));
        assertEquals(FailureCode.CONNECTION_FAILED, failure.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "N_A"})
    void aTypeThatIsNotAskedForIsNotPresentedAsBearer(String type) {
        world.as.token = request -> Answer.json(200, "{\"access_token\":\"hidden\",\"token_type\":\"" + type + "\"}");
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.INVALID_RESPONSE, refused.code());
        assertEquals(1, world.mcp.http.count("/mcp"));
    }
}
