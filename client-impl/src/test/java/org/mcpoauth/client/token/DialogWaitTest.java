package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.ManualWaiting;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** Callers that wait for the dialog of another one. */
class DialogWaitTest {
    private final World world = new World();
    private final ManualWaiting waiting = new ManualWaiting(world.clock);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    @AfterEach
    void close() {
        answered.countDown();
        world.close();
    }

    @Test
    void nobodyWaitsLongerThanFiveMinutesForTheDialogOfAnotherCaller() throws Exception {
        McpOAuthClient client = client();
        FutureTask<HttpResponse<String>> first = call(client);
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        FutureTask<HttpResponse<String>> second = call(client);
        waiting.untilSomebodyWaits();
        world.clock.advance(Duration.ofMinutes(5));
        assertFalse(second.isDone());
        world.clock.advance(Duration.ofSeconds(5));
        ExecutionException end = assertThrows(ExecutionException.class, () -> second.get(30, TimeUnit.SECONDS));
        TransportException late = assertInstanceOf(TransportException.class, end.getCause());
        assertEquals(FailureCode.TIMED_OUT, late.code());
        assertEquals(world.serverUrl(), late.uri());
        answered.countDown();
        assertEquals(200, first.get(30, TimeUnit.SECONDS).statusCode());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void whoWaitsHasTheOutcomeOfTheDialog() throws Exception {
        McpOAuthClient client = client();
        FutureTask<HttpResponse<String>> first = call(client);
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        FutureTask<HttpResponse<String>> second = call(client);
        waiting.untilSomebodyWaits();
        world.clock.advance(Duration.ofMinutes(5));
        answered.countDown();
        assertEquals(200, first.get(30, TimeUnit.SECONDS).statusCode());
        assertEquals(200, second.get(30, TimeUnit.SECONDS).statusCode());
        assertEquals(1, world.agent.requests.size());
    }

    /** A client whose user takes her time. */
    private McpOAuthClient client() {
        AuthorizationAgent slow = request -> {
            asked.countDown();
            await(answered);
            return world.agent.authorize(request);
        };
        return world.node(waiting).client(world.configuration().agent(slow).build());
    }

    private FutureTask<HttpResponse<String>> call(McpOAuthClient client) {
        FutureTask<HttpResponse<String>> task = new FutureTask<>(() -> world.call(client, "read"));
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
