package org.mcpoauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;

/** What a runtime makes is shared by its clients and ends with it; a server that is deployed anew keeps nothing. */
class ClosedRuntimeTest {
    private final World world = new World();
    private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();

    @AfterEach
    void close() {
        runtime.close();
        world.close();
    }

    private McpOAuthClient service(String name) {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        return runtime.client(ClientConfiguration.builder(name, world.serverUrl(), World.metadata())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("service")
                .clientSecret(Secret.of("service-secret"))
                .build());
    }

    private List<Thread> own() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("scripted-server"))
                // belongs to the JVM; the client of the JDK may borrow it
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .collect(Collectors.toList());
    }

    @Test
    void aClosedRuntimeLeavesNoThreadBehind() throws Exception {
        McpOAuthClient client = service("one");
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(
                200,
                client.httpClient()
                        .sendAsync(world.request("read"), BodyHandlers.ofString())
                        .get()
                        .statusCode());
        runtime.discovery().probe(world.serverUrl());
        List<Thread> own = own();
        assertFalse(own.isEmpty());
        runtime.close();
        for (Thread thread : own) {
            assertEnds(thread);
        }
        // the application may still hold the client
        ConfigurationException closed = assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.UNSUPPORTED_OPERATION, closed.code());
        assertEquals(Actor.APPLICATION, closed.actor());
        assertNotNull(client.httpClient());
    }

    @Test
    void clientsShareTheirConnections() throws Exception {
        for (String name : List.of("one", "two", "three", "four")) {
            assertEquals(200, world.call(service(name), "read").statusCode());
            runtime.discovery().probe(world.serverUrl());
        }
        long selectors = own().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .count();
        // one for authorization servers and one for MCP servers
        assertEquals(2, selectors);
        assertSame(
                runtime.services().httpClients().plain(),
                runtime.services().httpClients().plain());
    }

    @Test
    void aRuntimeWithoutCallsHasNoConnectionsToMcpServers() {
        service("one");
        List<String> selectors = own().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("SelectorManager"))
                .toList();
        assertEquals(1, selectors.size(), selectors.toString());
    }

    @Test
    void aClosedRuntimeSendsNothing() {
        runtime.close();
        TransportException refused = assertThrows(
                TransportException.class, () -> runtime.discovery().authorizationServer(Issuer.of(world.as.issuer())));
        assertEquals(FailureCode.CONNECTION_FAILED, refused.code());
        assertThrows(ConfigurationException.class, () -> runtime.discovery().probe(world.serverUrl()));
        assertEquals(List.of(), world.as.http.received());
        assertEquals(List.of(), world.mcp.http.received());
    }

    private McpOAuthClient streaming() {
        McpOAuthClient client = service("one");
        world.mcp.tokenBearing = request ->
                Answer.text(200, "text/event-stream", "data: one\n\n").at(Answer.Pace.ENDLESS);
        return client;
    }

    @Test
    void streamsAreBrokenOff() throws Exception {
        McpOAuthClient client = streaming();
        HttpResponse<InputStream> stream = client.send(world.request("read"), BodyHandlers.ofInputStream());
        HttpResponse<Stream<String>> lines = client.httpClient().send(world.request("read"), BodyHandlers.ofLines());
        assertEquals('d', stream.body().read());
        List<Thread> own = own();
        runtime.close();
        assertThrows(IOException.class, () -> stream.body().readAllBytes());
        assertThrows(UncheckedIOException.class, () -> lines.body().count());
        for (Thread thread : own) {
            assertEnds(thread);
        }
    }

    /** Its thread is in the middle of a read. */
    @Test
    void whoWaitsForMoreIsToldThatNothingComes() throws Exception {
        McpOAuthClient client = streaming();
        HttpResponse<InputStream> stream = client.send(world.request("read"), BodyHandlers.ofInputStream());
        assertEquals("data: one", new String(stream.body().readNBytes(9), UTF_8));
        FutureTask<byte[]> reading = begin(() -> stream.body().readAllBytes());
        FutureTask<HttpResponse<String>> calling = begin(() -> world.call(client, "read"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (world.mcp.http.count("/mcp") < 3) {
            assertTrue(System.nanoTime() - deadline < 0, "the call does not arrive");
            Thread.onSpinWait();
        }
        runtime.close();
        for (FutureTask<?> each : List.of(reading, calling)) {
            ExecutionException broken = assertThrows(ExecutionException.class, () -> each.get(20, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, broken.getCause());
        }
    }

    /** Closing must not take its thread away from an answer that comes late. */
    @Test
    void whoWaitsForAnAnswerIsNotForgotten() throws Exception {
        McpOAuthClient client = service("one");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        world.mcp.tokenBearing = request -> {
            asked.countDown();
            awaited(closed);
            return Answer.json(200, "{}");
        };
        FutureTask<HttpResponse<String>> calling = begin(() -> world.call(client, "read"));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        runtime.close();
        closed.countDown();
        ExecutionException broken = assertThrows(ExecutionException.class, () -> calling.get(20, TimeUnit.SECONDS));
        assertInstanceOf(IOException.class, broken.getCause());
    }

    @Test
    void aClientThatIsStillHeldSendsNothing() {
        HttpClient held = runtime.services().httpClients().plain();
        runtime.close();
        assertThrows(IOException.class, () -> held.send(world.request("read"), BodyHandlers.ofString()));
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> held.sendAsync(world.request("read"), BodyHandlers.ofString())
                        .get(20, TimeUnit.SECONDS));
        assertInstanceOf(IOException.class, refused.getCause());
        assertEquals(List.of(), world.mcp.http.received());
    }

    private static <T> FutureTask<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "scripted-server-caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // Before JDK 21 the selector thread ends after the collector found that nobody uses the client
    private static void assertEnds(Thread thread) throws InterruptedException {
        for (int i = 0; i < 50 && thread.isAlive(); i++) {
            System.gc();
            thread.join(500);
        }
        assertFalse(thread.isAlive(), thread.getName());
    }
}
