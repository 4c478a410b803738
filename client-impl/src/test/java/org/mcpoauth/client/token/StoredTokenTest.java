package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** What is stored, refused and revoked (RFC 6750, section 3.1; RFC 7009, section 2.1). */
class StoredTokenTest {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        pool.shutdownNow();
        world.close();
    }

    private List<String> revoked() {
        return world.as.http.received("/revoke").stream()
                .map(request -> request.form("token"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"issuer\":1}",
                "{\"v\":2}",
                "{\"access_token\":\"a\",\"scheme\":\"mac\",\"scope\":\"\",\"resource\":\"x\"}"
            })
    void anUnreadableRecordCountsAsAbsentAndIsReplaced(String text) throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.store.spoilTokens(text);
        assertTrue(client.storedToken().isEmpty());
        assertEquals(200, world.call(client, "read").statusCode());
        assertTrue(client.storedToken().isPresent());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.agent.requests.size());
    }

    @Test
    void aClientMayHaveAStoreOfItsOwn() {
        StateStore own = new InMemoryStateStore(world.clock, StoreLimits.defaults());
        ClientConfiguration configuration =
                world.configuration().storage(storage -> storage.withStore(own)).build();
        AccessToken token = world.runtime.client(configuration).accessToken();
        assertSame(
                world.runtime.services().httpClients(),
                world.runtime.services().withStateStore(own).httpClients());
        assertEquals(0, world.store.count("client-tokens"));
        assertEquals(1, own.count("client-tokens"));
        assertEquals(
                token.value(), world.node().client(configuration).accessToken().value());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void anUnreadableRecordDoesNotKeepAUserFromRevoking() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.store.spoilTokens("broken");
        client.revoke();
        assertTrue(client.storedToken().isEmpty());
    }

    /** The user is away: the refused token is not sent again, nor given to a transport of the application. */
    @Test
    void aRefusedTokenIsNotHandedOutAgain() throws Exception {
        world.as.issuesRefreshTokens = false;
        boolean[] away = {false};
        McpOAuthClient client = world.runtime.client(world.configuration()
                .agent(request -> {
                    if (away[0]) {
                        throw new AuthorizationRequiredException("away", request.uri());
                    }
                    return world.agent.authorize(request);
                })
                .build());
        String refused = client.accessToken().value().reveal();
        world.mcp.refuse(refused);
        away[0] = true;
        assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        int sent = world.mcp.http.count("/mcp");
        assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        assertEquals(sent + 1, world.mcp.http.count("/mcp"));
        assertEquals("", world.mcp.http.last("/mcp").header("Authorization"));
        assertThrows(AuthorizationRequiredException.class, client::accessToken);
        away[0] = false;
        assertNotEquals(refused, client.accessToken().value().reveal());
        assertEquals(200, world.call(client, "read").statusCode());
    }

    /** A refresh that failed for a while is tried again after the next challenge. */
    @Test
    void aRefusedTokenIsRefreshedWhenTheServerIsBack() throws Exception {
        McpOAuthClient client = world.client();
        String refused = client.accessToken().value().reveal();
        world.mcp.refuse(refused);
        world.as.token = request -> Answer.of(503);
        assertThrows(McpOAuthException.class, () -> world.call(client, "read"));
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(2));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, world.agent.requests.size());
        long sentRefused = world.mcp.http.received("/mcp").stream()
                .filter(request -> request.header("Authorization").contains(refused))
                .count();
        assertEquals(1, sentRefused);
    }

    @Test
    void whatARefreshBringsAfterARevocationIsRevokedToo() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            if (!request.form("grant_type").equals("refresh_token")) {
                return ScriptedAuthorizationServer.error(400, "invalid_request");
            }
            Answer answer = world.as.grant(request);
            rotated.countDown();
            await(go);
            return answer;
        };
        Future<AccessToken> caller = pool.submit(client::accessToken);
        await(rotated);
        client.revoke();
        assertTrue(client.storedToken().isEmpty());
        go.countDown();
        assertThrows(ExecutionException.class, () -> caller.get(20, TimeUnit.SECONDS));
        assertTrue(client.storedToken().isEmpty());
        for (String alive : world.as.refreshTokens.keySet()) {
            assertTrue(revoked().contains(alive));
        }
        String newest = world.as.accessTokens.keySet().stream()
                .max(Comparator.comparingInt(token -> Integer.parseInt(token.substring(3))))
                .orElseThrow();
        assertTrue(revoked().contains(newest));
    }

    @Test
    void afterARevocationAUserMayAuthorizeAgain() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        client.revoke();
        assertEquals(200, world.call(client, "read").statusCode());
        assertTrue(client.storedToken().isPresent());
        assertEquals(2, world.agent.requests.size());
    }

    /** A server need not be able to revoke access tokens (RFC 7009, section 2.1). */
    @Test
    void aServerThatRevokesNoAccessTokensIsFine() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.as.http.on(
                "/revoke",
                request -> request.form("token_type_hint").equals("access_token")
                        ? ScriptedAuthorizationServer.error(400, "unsupported_token_type")
                        : Answer.of(200));
        client.revoke();
        assertEquals(
                List.of("refresh_token", "access_token"),
                world.as.http.received("/revoke").stream()
                        .map((Received request) -> request.form("token_type_hint"))
                        .toList());
        assertFalse(client.storedToken().isPresent());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
