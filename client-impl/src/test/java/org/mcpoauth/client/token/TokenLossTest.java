package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.World;

/**
 * A store that fails does not cost a grant: a refresh token that was rotated away is not sent again
 * (OAuth 2.1, section 4.3.1). What is asserted was seen by the authorization server.
 */
class TokenLossTest {
    private static final Duration NEAR_THE_END = Duration.ofSeconds(3600 - 20);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> refreshTokensSent() {
        return world.as.tokenRequests().stream()
                .filter(request -> request.form("grant_type").equals("refresh_token"))
                .map(request -> request.form("refresh_token"))
                .toList();
    }

    private void requireNoneSentTwice(int requests) {
        assertEquals(requests, refreshTokensSent().size());
        assertEquals(requests, refreshTokensSent().stream().distinct().count());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void tokensThatCannotBeStoredAreToldOnceAndServe() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.store.keepsNoTokens = true;
        StorageException loud = assertThrows(StorageException.class, client::accessToken);
        assertEquals(FailureCode.TOKEN_NOT_PERSISTED, loud.code());
        for (int i = 0; i < 3; i++) {
            assertEquals(200, world.call(client, "read").statusCode());
        }
        requireNoneSentTwice(1);
    }

    @Test
    void tokensThatCouldNotBeStoredAreStoredAtTheirNextUse() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.store.keepsNoTokens = true;
        assertThrows(StorageException.class, client::accessToken);
        world.store.keepsNoTokens = false;
        String kept = client.accessToken().value().reveal();
        McpOAuthClient elsewhere = world.node().client(world.configuration().build());
        assertEquals(kept, elsewhere.accessToken().value().reveal());
        world.clock.advance(AFTER_THE_END);
        elsewhere.accessToken();
        requireNoneSentTwice(2);
    }

    /** Nobody waits for a refresh ahead of time, so nobody but the log can be told. */
    @Test
    void tokensThatCameAheadOfTimeAreNotLostEither() throws Exception {
        McpOAuthClient client = world.client();
        String first = client.accessToken().value().reveal();
        world.clock.advance(NEAR_THE_END);
        world.work.hold();
        client.accessToken();
        world.store.keepsNoTokens = true;
        world.work.runHeld();
        assertFalse(first.equals(client.accessToken().value().reveal()));
        world.clock.advance(Duration.ofMinutes(2));
        assertEquals(200, world.call(client, "read").statusCode());
        requireNoneSentTwice(1);
    }

    /** The lease stays with the node that has the new tokens, so that another does not send the spent one. */
    @Test
    void anotherNodeDoesNotUseTheSpentToken() throws Exception {
        McpOAuthClient here = world.client();
        here.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.store.keepsNoTokens = true;
        assertThrows(StorageException.class, here::accessToken);
        world.store.keepsNoTokens = false;
        McpOAuthClient elsewhere = world.node().client(world.configuration().build());
        // a thread of its own: the few threads of the common pool may be needed by the HTTP client
        FutureTask<String> waiting =
                new FutureTask<>(() -> elsewhere.accessToken().value().reveal());
        new Thread(waiting).start();
        while (world.store.leasesRefused.get() == 0 && !waiting.isDone()) {
            Thread.onSpinWait();
        }
        String kept = here.accessToken().value().reveal();
        assertEquals(kept, waiting.get(20, TimeUnit.SECONDS));
        requireNoneSentTwice(1);
    }

    @Test
    void aStoreThatIsDownLeavesTokensInMemoryInUse() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.store.keepsNoTokens = true;
        assertThrows(StorageException.class, client::accessToken);
        world.store.isDown = true;
        assertEquals(200, world.call(client, "read").statusCode());
        requireNoneSentTwice(1);
    }

    /** RFC 6749 sets no limit to a token; ours is what a store takes. */
    @Test
    void tokensThatAreTooLongToBeStoredServeFromMemory() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        String longToken = "at-" + "x".repeat(65_300);
        world.as.accessTokens.put(longToken, "");
        world.as.token = request -> Answer.json(
                200, "{\"access_token\":\"" + longToken + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        StorageException loud = assertThrows(StorageException.class, client::accessToken);
        assertEquals(FailureCode.TOKEN_NOT_PERSISTED, loud.code());
        assertEquals(longToken, client.accessToken().value().reveal());
        world.as.token = world.as::grant;
        world.clock.advance(AFTER_THE_END);
        client.accessToken();
        assertEquals(2, refreshTokensSent().size());
        assertEquals(1, world.agent.requests.size());
    }

    /** What a user agreed to is not asked again because a store failed. */
    @Test
    void anAuthorizationThatCannotBeStoredServes() throws Exception {
        McpOAuthClient client =
                world.runtime.client(world.configuration().agent(null).build());
        String redirect = HeadlessAgent.open(client.startAuthorization(Scopes.NONE));
        world.store.keepsNoTokens = true;
        StorageException loud =
                assertThrows(StorageException.class, () -> client.completeAuthorization(URI.create(redirect)));
        assertEquals(FailureCode.TOKEN_NOT_PERSISTED, loud.code());
        assertEquals(200, world.call(client, "read").statusCode());
        world.store.keepsNoTokens = false;
        assertEquals(200, world.call(client, "read").statusCode());
        assertTrue(world.node()
                .client(world.configuration().agent(null).build())
                .storedToken()
                .isPresent());
    }

    /** An answer too large for the store, with secrets in it, is in no text of the exception. */
    @Test
    void theFailureShowsNoToken() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.store.keepsNoTokens = true;
        StorageException loud = assertThrows(StorageException.class, client::accessToken);
        Received last = world.as.tokenRequests().get(1);
        for (String secret : world.as.accessTokens.keySet()) {
            assertFalse(Objects.toString(loud.getMessage()).contains(secret));
            assertFalse(Objects.toString(loud.getCause()).contains(secret));
        }
        assertFalse(Objects.toString(loud.getCause()).contains(last.form("refresh_token")));
    }
}
