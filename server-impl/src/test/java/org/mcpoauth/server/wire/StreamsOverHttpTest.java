package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream is accepted as long as its token (MCP authorization, "Token Handling": every request). */
@Timeout(60)
class StreamsOverHttpTest {
    /** After any time that the clock of a test shows. */
    private static final long FAR = Instant.parse("2030-01-01T00:00:00Z").getEpochSecond();

    private final ProgrammedEndpoint endpoint = new ProgrammedEndpoint();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** With and without the servlet filter, by a sink and by a thread that waits. */
    enum Way {
        SINK(false, "/mcp"),
        BLOCKING(false, "/mcp/blocking"),
        SINK_BEHIND_FILTER(true, "/mcp"),
        BLOCKING_BEHIND_FILTER(true, "/mcp/blocking");

        private final boolean isBehindFilter;
        private final String path;

        Way(boolean isBehindFilter, String path) {
            this.isBehindFilter = isBehindFilter;
            this.path = path;
        }
    }

    private RestServer start(Way way) {
        RestApplication application = new RestApplication()
                .register(endpoint)
                // without it Jersey keeps the first 8 KiB of a StreamingOutput back, whatever is flushed
                .property("jersey.config.server.contentLength.buffer", 0);
        return way.isBehindFilter ? RestServer.behindFilter(application) : new RestServer(application, it -> it);
    }

    private BufferedReader open(RestServer server, Way way) throws IOException, InterruptedException {
        HttpRequest request = RestServer.with(server.issuer.token(), server.get(way.path))
                .header("Accept", "text/event-stream")
                .build();
        return new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    /** An event without data is none: RESTEasy begins with one (WHATWG HTML, "Interpreting an event stream"). */
    private static @Nullable String next(BufferedReader stream) throws IOException {
        String line = stream.readLine();
        while (line != null && line.isEmpty()) {
            line = stream.readLine();
        }
        return line;
    }

    private static void untilTheLastSecond(RestServer server) {
        Duration skew = server.resource.configuration().token().clockSkew();
        server.clock.move(Duration.ofSeconds(599).plus(skew));
    }

    @ParameterizedTest
    @EnumSource
    void anEventStreamEndsWithItsToken(Way way) throws IOException, InterruptedException {
        try (RestServer server = start(way)) {
            endpoint.events.add("first");
            try (BufferedReader stream = open(server, way)) {
                assertEquals("data: first", next(stream));
                untilTheLastSecond(server);
                endpoint.events.add("second");
                assertEquals("data: second", next(stream));
                server.clock.move(Duration.ofSeconds(1));
                endpoint.events.add("third");
                assertEquals("over", nextUnlessOver(stream), "nothing after the end of the token");
                // Jersey may write an event for the thread that sent the one before, and tells that one
                endpoint.events.add("fourth");
                assertTrue(endpoint.left.await(20, TimeUnit.SECONDS));
                assertTrue(endpoint.seen.contains("failed"), "the application is told");
            }
        }
    }

    /** The end of a chunked answer, or a connection that breaks off. */
    private static String nextUnlessOver(BufferedReader stream) {
        try {
            String line = next(stream);
            return line == null ? "over" : line;
        } catch (IOException e) {
            return "over";
        }
    }

    /**
     * Nothing is written, and the client sees the end. On RESTEasy only the servlet filter can end a stream:
     * without it nobody is shown the sink, and the stream of an answer ignores that it is closed.
     */
    @ParameterizedTest
    @EnumSource
    void aSilentStreamEndsWithItsTokenToo(Way way) throws IOException, InterruptedException {
        try (RestServer server = start(way)) {
            endpoint.events.add("first");
            try (BufferedReader stream = open(server, way)) {
                assertEquals("data: first", next(stream));
                untilTheLastSecond(server);
                endpoint.events.add("second");
                assertEquals("data: second", next(stream));
                server.clock.move(Duration.ofSeconds(1));
                if (way.isBehindFilter || !RestRuntime.isRestEasy()) {
                    assertEquals("over", nextUnlessOver(stream));
                }
                assertEquals(1, endpoint.left.getCount(), "the application has not been at it");
                endpoint.events.add("third");
                assertTrue(endpoint.left.await(20, TimeUnit.SECONDS));
                assertTrue(endpoint.seen.contains("failed"), "the application is told");
                assertEquals("over", nextUnlessOver(stream));
            }
            assertEquals(0, server.clock.waiting());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsBeforeIsWholeAndLeavesNothingBehind(Way way) throws IOException, InterruptedException {
        try (RestServer server = start(way)) {
            endpoint.events.add("first");
            endpoint.events.add(ProgrammedEndpoint.END);
            try (BufferedReader stream = open(server, way)) {
                assertEquals("data: first", next(stream));
                assertNull(next(stream));
            }
            assertTrue(endpoint.left.await(20, TimeUnit.SECONDS));
            // the next answer on the connection is not that of the stream
            String token = server.issuer.token(claims -> claims.add("exp", FAR));
            server.clock.move(Duration.ofHours(1));
            assertEquals(200, server.call(token, RestServer.CALL).statusCode());
            assertEquals(0, server.clock.waiting());
            assertFalse(endpoint.seen.contains("failed"));
        }
    }
}
