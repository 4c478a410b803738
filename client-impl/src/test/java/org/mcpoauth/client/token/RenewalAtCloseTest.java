package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.McpOAuthRuntime;

/**
 * An application that is deployed anew in the middle of a refresh sends no spent refresh token afterwards (RFC 9700,
 * section 4.14.2: reuse ends the grant).
 */
class RenewalAtCloseTest {
    private static final Duration NEAR_THE_END = Duration.ofSeconds(3600 - 20);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** A runtime with threads of its own. */
    private McpOAuthRuntime runtime() {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(world.clock)
                .stateStore(world.store)
                .build();
    }

    private List<String> refreshTokens() {
        return world.as.tokenRequests().stream()
                .map(request -> request.form("refresh_token"))
                .filter(token -> !token.isEmpty())
                .toList();
    }

    @Test
    void aRefreshUnderWayIsNotLost() throws Exception {
        assertSurvivesTheEndOf(runtime());
    }

    /** The runtime cannot wait for threads that are not its own, but it can for their requests. */
    @Test
    void aRefreshOnAThreadOfTheApplicationIsNotLost() throws Exception {
        assertSurvivesTheEndOf(world.node());
    }

    private void assertSurvivesTheEndOf(McpOAuthRuntime old) throws Exception {
        McpOAuthClient client = old.client(world.configuration().build());
        client.accessToken();
        world.clock.advance(NEAR_THE_END);
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            Answer answer = world.as.grant(request);
            rotated.countDown();
            await(go);
            return answer;
        };
        client.accessToken();
        await(rotated);
        Thread closing = new Thread(old::close, "closing");
        closing.start();
        untilItWaitsOrEnds(closing);
        go.countDown();
        closing.join(20_000);
        assertFalse(closing.isAlive());
        world.work.await();
        world.as.token = world.as::grant;
        world.clock.advance(AFTER_THE_END);
        try (McpOAuthRuntime next = runtime()) {
            String token = next.client(world.configuration().build())
                    .accessToken()
                    .value()
                    .reveal();
            assertTrue(world.as.accessTokens.containsKey(token));
        }
        assertEquals(2, refreshTokens().size());
        assertEquals(2, Set.copyOf(refreshTokens()).size(), "each is sent once");
        assertEquals(1, world.agent.requests.size());
    }

    private static void untilItWaitsOrEnds(Thread thread) {
        Set<Thread.State> waiting = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
        while (thread.isAlive() && !waiting.contains(thread.getState())) {
            Thread.onSpinWait();
        }
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
