package org.mcpoauth.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.StepUpGate;

/** The client as one of {@code java.net.http} (RFC 6750, section 2.1; MCP authorization, "Token Usage"). */
class HttpClientWrapperTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private HttpClient http() {
        return world.client().httpClient();
    }

    @Test
    void challengesAreAnsweredBeforeTheBodyHandlerIsAsked() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        List<Integer> handled = new CopyOnWriteArrayList<>();
        BodyHandler<String> handler = info -> {
            handled.add(info.statusCode());
            return BodyHandlers.ofString().apply(info);
        };
        HttpClient http = http();
        assertEquals(200, http.send(world.request("write"), handler).statusCode());
        HttpResponse<String> second =
                http.sendAsync(world.request("write"), handler).get(20, TimeUnit.SECONDS);
        assertEquals("{\"result\":\"write\"}", second.body());
        assertEquals(List.of(200, 200), handled);
        assertEquals(2, world.as.http.count("/authorize"));
    }

    @Test
    void theFirstCallMayBeAsynchronous() throws Exception {
        HttpResponse<String> response = http().sendAsync(world.request("read"), BodyHandlers.ofString(), null)
                .thenApply(answer -> answer)
                .get(20, TimeUnit.SECONDS);
        assertEquals(200, response.statusCode());
    }

    @Test
    void otherOriginsAreRefused() {
        try (ScriptedServer other = new ScriptedServer()) {
            HttpClient http = http();
            HttpRequest request = HttpRequest.newBuilder(other.uri("/mcp")).build();
            assertThrows(IllegalArgumentException.class, () -> http.send(request, BodyHandlers.ofString()));
            assertThrows(IllegalArgumentException.class, () -> http.sendAsync(request, BodyHandlers.ofString()));
            HttpRequest withCredentials = HttpRequest.newBuilder(world.serverUrl())
                    .header("Authorization", "Bearer mine")
                    .build();
            assertThrows(
                    IllegalArgumentException.class, () -> http.sendAsync(withCredentials, BodyHandlers.ofString()));
            assertTrue(other.received().isEmpty());
        }
    }

    /** Who wraps this client sees what it does, not what its parts could do. */
    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            world.mcp.tokenBearing =
                    request -> Answer.redirect(307, other.uri("/steal").toString());
            HttpClient http = http();
            assertEquals(HttpClient.Redirect.NEVER, http.followRedirects());
            assertEquals(
                    307,
                    http.sendAsync(world.request("read"), BodyHandlers.ofString())
                            .get(20, TimeUnit.SECONDS)
                            .statusCode());
            assertTrue(other.received().isEmpty());
        }
    }

    @Test
    void aFailureIsTheOneOfTheCall() {
        world.mcp.tokenBearing = request -> world.mcp.insufficient("more");
        McpOAuthClient client = world.runtime.client(
                world.configuration().stepUpGate(StepUpGate.NEVER).build());
        CompletableFuture<HttpResponse<String>> call =
                client.httpClient().sendAsync(world.request("read"), BodyHandlers.ofString());
        ExecutionException failure = assertThrows(ExecutionException.class, () -> call.get(20, TimeUnit.SECONDS));
        assertInstanceOf(ChallengeException.class, failure.getCause());
    }

    /** MCP servers answer with streams; what has come is read while the rest is outstanding. */
    @Test
    void aStreamIsReadAsItComes() throws Exception {
        world.mcp.tokenBearing =
                request -> Answer.text(200, "text/event-stream", "data: 1\n\n").at(Answer.Pace.ENDLESS);
        HttpResponse<InputStream> response = http().sendAsync(world.request("read"), BodyHandlers.ofInputStream())
                .get(20, TimeUnit.SECONDS);
        try (InputStream body = response.body()) {
            assertEquals("data: 1", new String(body.readNBytes(7), StandardCharsets.UTF_8));
        }
    }

    @Test
    void cancellingTheFutureEndsTheCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Executor executor = task -> new Thread(() -> {
                    task.run();
                    ended.countDown();
                })
                .start();
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(world.clock)
                .executor(executor)
                .build()) {
            McpOAuthClient client = runtime.client(world.configuration().build());
            world.call(client, "read");
            hang(begun);
            CompletableFuture<HttpResponse<String>> call =
                    client.httpClient().sendAsync(world.request("read"), BodyHandlers.ofString());
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            assertEquals(1, ended.getCount());
            assertTrue(call.cancel(true));
            assertThrows(CancellationException.class, () -> call.get(1, TimeUnit.SECONDS));
            assertTrue(ended.await(10, TimeUnit.SECONDS), "the exchange is still waited for");
        }
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        HttpClient http = http();
        http.send(world.request("read"), BodyHandlers.ofString());
        CountDownLatch begun = new CountDownLatch(1);
        hang(begun);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                http.send(world.request("read"), BodyHandlers.ofString());
            } catch (java.io.IOException | InterruptedException e) {
                failure.set(e);
            }
        });
        caller.start();
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        caller.interrupt();
        caller.join(5_000);
        assertInstanceOf(InterruptedException.class, failure.get());
    }

    /** The server takes the request and never answers. */
    private void hang(CountDownLatch begun) {
        world.mcp.tokenBearing = request -> {
            begun.countDown();
            return Answer.text(200, "text/plain", "never whole").at(Answer.Pace.ENDLESS);
        };
    }

    @Test
    void theSettingsAreThoseOfTheClient() {
        HttpClient http = http();
        assertEquals(Duration.ofSeconds(2), http.connectTimeout().orElseThrow());
        assertTrue(http.authenticator().isEmpty());
        assertTrue(http.cookieHandler().isEmpty());
        assertTrue(http.executor().isPresent());
        assertEquals(HttpClient.Version.HTTP_2, http.version());
    }
}
