package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;

/** Renewal beside the callers (RFC 6749, section 6; RFC 6749, section 4.4 for clients that act for themselves). */
class RenewalAheadTest {
    private static final Duration NEAR_THE_END = Duration.ofSeconds(3600 - 20);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        pool.shutdownNow();
        world.close();
    }

    private McpOAuthClient service() {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        world.as.issuesRefreshTokens = false;
        return world.runtime.client(ClientConfiguration.builder(
                        "crm", world.serverUrl(), ClientMetadata.builder().build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("svc")
                .clientSecret(Secret.of("s"))
                .build());
    }

    @Test
    void nobodyWaitsForAServerThatHangsWhileTheTokenServes() throws Exception {
        McpOAuthClient client = world.client();
        String first = client.accessToken().value().reveal();
        world.clock.advance(NEAR_THE_END);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            await(go);
            return Answer.of(503);
        };
        for (int i = 0; i < 50; i++) {
            assertEquals(first, client.accessToken().value().reveal());
        }
        assertTrue(world.as.tokenRequests().size() <= 2);
        go.countDown();
    }

    @Test
    void anInterruptedCallerDoesNotLoseTheRotation() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.as.token = request -> {
            Answer answer = world.as.grant(request);
            rotated.countDown();
            await(go);
            return answer;
        };
        CountDownLatch ended = new CountDownLatch(1);
        Future<String> interrupted = pool.submit(() -> {
            try {
                return client.accessToken().value().reveal();
            } finally {
                ended.countDown();
            }
        });
        await(rotated);
        interrupted.cancel(true);
        await(ended);
        Future<String> patient = pool.submit(() -> client.accessToken().value().reveal());
        go.countDown();
        assertTrue(world.as.accessTokens.containsKey(patient.get(20, TimeUnit.SECONDS)));
        assertEquals(2, world.as.tokenRequests().size());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void anInterruptedCallerIsToldSo() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.work.hold();
        Future<String> interrupted = pool.submit(() -> {
            Thread.currentThread().interrupt();
            return client.accessToken().value().reveal();
        });
        ExecutionException failed = assertThrows(ExecutionException.class, () -> interrupted.get(20, TimeUnit.SECONDS));
        TransportException told = assertInstanceOf(TransportException.class, failed.getCause());
        assertEquals(FailureCode.INTERRUPTED, told.code());
        assertEquals(1, world.work.runHeld());
        assertEquals(2, world.as.tokenRequests().size());
    }

    /** All threads of an executor may be callers; then one of them does the work. */
    @Test
    void anExecutorWithoutAFreeThreadIsNoDeadlock() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.work.hold();
        assertTrue(
                world.as.accessTokens.containsKey(client.accessToken().value().reveal()));
        world.work.runHeld();
        assertEquals(2, world.as.tokenRequests().size());
    }

    @Test
    void anExecutorThatTakesNoWorkIsNoFailure() {
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(world.clock)
                .executor(closed)
                .build()) {
            McpOAuthClient client = runtime.client(world.configuration().build());
            client.accessToken();
            world.clock.advance(AFTER_THE_END);
            client.accessToken();
        }
        assertEquals(2, world.as.tokenRequests().size());
    }

    /** A token that lives shorter than the configured time is used for four fifths of its life. */
    @Test
    void aShortLifeIsUsed() {
        world.as.expiresIn = "20";
        McpOAuthClient client = world.client();
        world.work.hold();
        String first = client.accessToken().value().reveal();
        for (int i = 0; i < 15; i++) {
            assertEquals(first, client.accessToken().value().reveal());
            assertEquals(0, world.work.runHeld());
            world.clock.advance(Duration.ofSeconds(1));
        }
        world.clock.advance(Duration.ofSeconds(1));
        assertEquals(first, client.accessToken().value().reveal());
        assertEquals(1, world.work.runHeld());
        assertNotEquals(first, client.accessToken().value().reveal());
        assertEquals(2, world.as.tokenRequests().size());
    }

    @Test
    void aServiceRenewsAheadOfTheEnd() throws Exception {
        McpOAuthClient client = service();
        world.call(client, "read");
        world.clock.advance(NEAR_THE_END);
        world.work.hold();
        world.call(client, "read");
        assertEquals(1, world.work.runHeld());
        world.call(client, "read");
        assertEquals(2, world.as.tokenRequests().size());
        // the first call was challenged, no other one
        assertEquals(4, world.mcp.http.count("/mcp"));
    }

    @Test
    void aServiceWhoseTokenEndedIsNotChallenged() throws Exception {
        McpOAuthClient client = service();
        world.call(client, "read");
        world.clock.advance(AFTER_THE_END);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.as.tokenRequests().size());
        assertEquals(3, world.mcp.http.count("/mcp"));
    }

    /** Who wants a refresh does not wait behind the browser of somebody who is asked for more scopes. */
    @Test
    void aDialogDoesNotHoldUpARefresh() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.mcp.writeScope = "write";
        world.as.expiresIn = "60";
        McpOAuthClient client = world.runtime.client(world.configuration()
                .agent(request -> {
                    if (request.scopes().contains("write")) {
                        asked.countDown();
                        await(go);
                    }
                    return world.agent.authorize(request);
                })
                .build());
        world.call(client, "read");
        Future<Integer> writer = pool.submit(() -> world.call(client, "write").statusCode());
        await(asked);
        world.clock.advance(Duration.ofSeconds(61));
        assertEquals(200, world.call(client, "read").statusCode());
        go.countDown();
        assertEquals(200, writer.get(20, TimeUnit.SECONDS));
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
