package org.mcpoauth.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ProvenWorld;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.http.Connections;

/**
 * A refresh may be two requests, since the server may want a nonce first (RFC 9449, section 8); the lease of its node
 * holds to the end of both (RFC 9700, section 4.14.2: reuse of a refresh token ends the grant).
 */
class DPoPLeaseTest {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration SLOW = LONGEST.minusSeconds(1);
    private final ProvenWorld proven = new ProvenWorld();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final PossessionRules rules =
            PossessionRules.DEFAULT.withKey(proven.world.runtime.dpop().generate("ES256"));

    @AfterEach
    void close() {
        pool.shutdownNow();
        proven.close();
    }

    private McpOAuthRuntime node() {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(proven.world.clock)
                .stateStore(proven.world.store)
                .connections(Connections.DEFAULT.withTimeouts(Duration.ofSeconds(2), LONGEST))
                .build();
    }

    private McpOAuthClient client(McpOAuthRuntime node) {
        return node.client(proven.world.configuration().possession(rules).build());
    }

    private Future<String> token(McpOAuthClient client) {
        return pool.submit(() -> client.accessToken().value().reveal());
    }

    /** Both answers take nearly as long as they may. */
    @Test
    void theLeaseHoldsForTheSecondRequestToo() throws Exception {
        try (McpOAuthRuntime one = node();
                McpOAuthRuntime other = node()) {
            McpOAuthClient slow = client(one);
            slow.accessToken();
            McpOAuthClient late = client(other);
            proven.world.clock.advance(AFTER_THE_END);
            proven.serverNonce = () -> "wanted";
            CountDownLatch isLate = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger requests = new AtomicInteger();
            proven.world.as.http.on("/token", request -> {
                Answer answer = proven.world.as.token.apply(request);
                int number = requests.incrementAndGet();
                if (number <= 2) {
                    proven.world.clock.advance(SLOW);
                }
                if (number == 2) {
                    isLate.countDown();
                    await(go);
                }
                return answer;
            });
            Future<String> winner = token(slow);
            await(isLate);
            Future<String> loser = token(late);
            untilTheOtherNodeHasAsked(requests);
            go.countDown();
            assertEquals(winner.get(20, TimeUnit.SECONDS), loser.get(20, TimeUnit.SECONDS));
            assertEquals(2, requests.get());
            assertEquals(List.of(), proven.faults);
        }
    }

    /** It was refused the lease, or sends a request of its own. */
    private void untilTheOtherNodeHasAsked(AtomicInteger requests) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (proven.world.store.leasesRefused.get() == 0 && requests.get() == 2 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(System.nanoTime() < end);
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
