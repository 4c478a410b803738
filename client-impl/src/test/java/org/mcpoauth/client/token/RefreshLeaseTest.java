package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.client.ClientStorage.RefreshLock;

/**
 * Of several nodes with one store exactly one refreshes (RFC 9700, section 4.14.2: reuse of a refresh token
 * ends the grant). Nodes are runtimes that share nothing but store and clock.
 */
class RefreshLeaseTest {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private static final Duration AFTER_THE_LEASE = Duration.ofSeconds(26);
    private final World world = new World();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        pool.shutdownNow();
        world.close();
    }

    private McpOAuthClient node() {
        return world.node().client(world.configuration().build());
    }

    private long refreshes() {
        return world.as.tokenRequests().stream()
                .filter(request -> request.form("grant_type").equals("refresh_token"))
                .count();
    }

    private Future<String> token(McpOAuthClient client) {
        return pool.submit(() -> client.accessToken().value().reveal());
    }

    @Test
    void threeNodesRefreshOnce() throws Exception {
        List<McpOAuthClient> nodes = List.of(node(), node(), node());
        nodes.get(0).accessToken();
        for (int round = 1; round <= 5; round++) {
            world.clock.advance(AFTER_THE_END);
            List<Future<String>> tokens = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                tokens.add(token(nodes.get(i % 3)));
            }
            String same = tokens.get(0).get(20, TimeUnit.SECONDS);
            for (Future<String> token : tokens) {
                assertEquals(same, token.get(20, TimeUnit.SECONDS));
            }
            assertEquals(round, refreshes());
        }
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void whoComesSecondWaitsForTheFirstAndTakesItsTokens() throws Exception {
        McpOAuthClient first = node();
        McpOAuthClient second = node();
        first.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            asked.countDown();
            await(go);
            return world.as.grant(request);
        };
        Future<String> winner = token(first);
        await(asked);
        Future<String> loser = token(second);
        go.countDown();
        assertEquals(winner.get(20, TimeUnit.SECONDS), loser.get(20, TimeUnit.SECONDS));
        assertEquals(1, refreshes());
    }

    /** A node that died with the lease leaves nothing that has to be cleaned up. */
    @Test
    void theLeaseOfADeadNodeEndsByItself() throws Exception {
        McpOAuthClient dead = node();
        McpOAuthClient alive = node();
        dead.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.as.token = request -> {
            if (isFirst.getAndSet(false)) {
                asked.countDown();
                await(never);
                return Answer.of(500);
            }
            return world.as.grant(request);
        };
        Future<String> neverAnswered = token(dead);
        await(asked);
        Future<String> heir = token(alive);
        world.clock.advance(AFTER_THE_LEASE);
        assertTrue(world.as.accessTokens.containsKey(heir.get(20, TimeUnit.SECONDS)));
        assertEquals(2, refreshes());
        assertFalse(neverAnswered.isDone());
        never.countDown();
    }

    /** A failure of the first is one of the second only if the second fails too. */
    @Test
    void afterAFailureTheNextNodeTries() {
        McpOAuthClient first = node();
        McpOAuthClient second = node();
        first.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.as.token = request -> Answer.of(503);
        assertThrows(TransportException.class, first::accessToken);
        world.as.token = world.as::grant;
        assertTrue(
                world.as.accessTokens.containsKey(second.accessToken().value().reveal()));
        assertEquals(
                first.storedToken().orElseThrow().value(),
                second.storedToken().orElseThrow().value());
    }

    /** The answer of a slow node is on its way while one that came after its lease is refused. */
    @Test
    void aRefusalDoesNotCostTheTokensThatAreOnTheirWay() throws Exception {
        McpOAuthClient slow = node();
        McpOAuthClient late = node();
        slow.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            if (!request.form("grant_type").equals("refresh_token") || rotated.getCount() == 0) {
                return request.form("grant_type").equals("refresh_token")
                        ? ScriptedAuthorizationServer.error(400, "invalid_grant")
                        : Answer.of(503);
            }
            Answer answer = world.as.grant(request);
            rotated.countDown();
            await(go);
            return answer;
        };
        Future<String> winner = token(slow);
        await(rotated);
        world.clock.advance(AFTER_THE_LEASE);
        assertThrows(TransportException.class, late::accessToken);
        go.countDown();
        String won = winner.get(20, TimeUnit.SECONDS);
        assertEquals(won, late.accessToken().value().reveal());
        // the late one had to ask in between, for its refresh token was refused
        assertEquals(2, world.agent.requests.size());
    }

    /** For one process alone; several of them use one refresh token as often as they are. */
    @Test
    void withALockOfTheProcessNobodyWaitsForOtherNodes() throws Exception {
        McpOAuthClient first = node();
        McpOAuthClient second = world.node()
                .client(world.configuration()
                        .storage(storage -> storage.withRefreshLock(RefreshLock.LOCAL))
                        .build());
        world.as.rotatesRefreshTokens = false;
        first.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.as.token = request -> {
            if (isFirst.getAndSet(false)) {
                asked.countDown();
                await(go);
            }
            return world.as.grant(request);
        };
        Future<String> slow = token(first);
        await(asked);
        assertTrue(
                world.as.accessTokens.containsKey(second.accessToken().value().reveal()));
        assertEquals(2, refreshes());
        assertEquals(0, world.store.leasesRefused.get());
        go.countDown();
        slow.get(20, TimeUnit.SECONDS);
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
