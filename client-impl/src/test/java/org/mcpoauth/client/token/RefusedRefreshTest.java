package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;

/** What a refusal of a refresh means (RFC 6749, section 5.2), and how long a server is left alone after one. */
class RefusedRefreshTest {
    private static final Duration NEAR_THE_END = Duration.ofSeconds(3600 - 20);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private long refreshes() {
        return world.as.tokenRequests().stream()
                .filter(request -> request.form("grant_type").equals("refresh_token"))
                .count();
    }

    private void answerRefreshes(Answer answer) {
        world.as.token =
                request -> request.form("grant_type").equals("refresh_token") ? answer : world.as.grant(request);
    }

    /** An answer of a guard in front of the server is none about the refresh token. */
    @ParameterizedTest
    @CsvSource({"429,too_many_requests", "403,access_denied", "403,invalid_request", "429,invalid_grant_limit"})
    void aGuardInFrontOfTheServerDoesNotEndTheGrant(int status, String error) {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        answerRefreshes(ScriptedAuthorizationServer.error(status, error));
        assertThrows(McpOAuthException.class, client::accessToken);
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(2));
        client.accessToken();
        assertEquals(2, refreshes());
        assertEquals(1, world.agent.requests.size());
    }

    /** The access token has a life of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_request", "invalid_target", "unauthorized_client"})
    void anAccessTokenOutlivesItsRefreshToken(String error) throws Exception {
        McpOAuthClient client = world.client();
        String first = client.accessToken().value().reveal();
        world.clock.advance(NEAR_THE_END);
        answerRefreshes(ScriptedAuthorizationServer.error(400, error));
        world.work.hold();
        for (int i = 0; i < 3; i++) {
            assertEquals(first, client.accessToken().value().reveal());
            world.work.runHeld();
        }
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, refreshes());
        assertEquals(1, world.agent.requests.size());
    }

    /** While a user is asked because of another refusal, the refresh token stays: only its end is its end. */
    @Test
    void onlyInvalidGrantEndsARefreshToken() throws Exception {
        McpOAuthClient client =
                world.runtime.client(world.configuration().agent(null).build());
        URI start = client.startAuthorization(Scopes.NONE);
        client.completeAuthorization(URI.create(HeadlessAgent.open(start)));
        world.clock.advance(AFTER_THE_END);
        answerRefreshes(ScriptedAuthorizationServer.error(400, "invalid_target"));
        assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(2));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, refreshes());
    }

    @Test
    void failuresMakePausesThatGrow() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        answerRefreshes(Answer.of(503));
        int[] seconds = {1, 2, 4, 8, 16, 30, 30};
        for (int i = 0; i < seconds.length; i++) {
            assertThrows(TransportException.class, client::accessToken);
            assertEquals(i + 1, refreshes());
            world.clock.advance(Duration.ofSeconds(seconds[i]).minusMillis(1));
            assertThrows(TransportException.class, client::accessToken);
            assertEquals(i + 1, refreshes());
            world.clock.advance(Duration.ofMillis(1));
        }
    }

    /** RFC 9110, section 10.2.3; with an OAuth error as well as without. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"error\":\"too_many_requests\"}"})
    void theServerSaysHowLongItIsLeftAlone(String body) {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        answerRefreshes(Answer.json(429, body).with("Retry-After", "120"));
        assertThrows(McpOAuthException.class, client::accessToken);
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(119));
        assertThrows(McpOAuthException.class, client::accessToken);
        assertEquals(1, refreshes());
        world.clock.advance(Duration.ofSeconds(1));
        client.accessToken();
        assertEquals(2, refreshes());
    }

    /** What a user has agreed to meanwhile is not held up. */
    @Test
    void aPauseEndsWithItsTokens() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        answerRefreshes(Answer.of(503).with("Retry-After", "86400"));
        assertThrows(TransportException.class, client::accessToken);
        client.completeAuthorization(URI.create(HeadlessAgent.open(client.startAuthorization(Scopes.NONE))));
        world.as.token = world.as::grant;
        world.clock.advance(AFTER_THE_END);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, refreshes());
    }
}
