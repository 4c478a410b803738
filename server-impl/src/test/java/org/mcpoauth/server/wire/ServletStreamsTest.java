package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The event stream of a servlet ends with its token (MCP authorization, "Token Handling"), even if the servlet
 * is silent, whatever thread it writes with.
 */
@Timeout(60)
class ServletStreamsTest {
    private static final String FIRST = "data: first\n\n";
    /** After any time that the clock of a test shows. */
    private static final long FAR = Instant.parse("2030-01-01T00:00:00Z").getEpochSecond();

    /** How the servlet streams. */
    enum Way {
        STREAM(false),
        WRITER(false),
        SILENT(false),
        ASYNC_STREAM(true),
        ASYNC_WRITER(true),
        ASYNC_SILENT(true),
        /** Begins on the thread of the request and goes on without it. */
        ASYNC_LATE(true);

        private final boolean isAsync;

        Way(boolean isAsync) {
            this.isAsync = isAsync;
        }

        private boolean isSilent() {
            return this == SILENT || this == ASYNC_SILENT;
        }
    }

    /** Writes an event, unless it is silent, and waits for leave to write another. */
    static final class Waiting extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        final transient CountDownLatch mayGoOn = new CountDownLatch(1);
        final transient CompletableFuture<String> outcome = new CompletableFuture<>();
        private final Way way;

        Waiting(Way way) {
            this.way = way;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream;charset=UTF-8");
            if (way == Way.ASYNC_LATE) {
                begin(response);
            }
            if (!way.isAsync) {
                begin(response);
                goOn(response);
                return;
            }
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            async.start(() -> {
                HttpServletResponse answer = (HttpServletResponse) async.getResponse();
                if (way != Way.ASYNC_LATE) {
                    begin(answer);
                }
                goOn(answer);
                async.complete();
            });
        }

        private void begin(HttpServletResponse response) {
            try {
                if (way == Way.WRITER || way == Way.ASYNC_WRITER) {
                    response.getWriter().write(FIRST);
                } else if (!way.isSilent()) {
                    response.getOutputStream().print(FIRST);
                }
                response.flushBuffer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void goOn(HttpServletResponse response) {
            try {
                assertTrue(mayGoOn.await(20, TimeUnit.SECONDS));
                if (way == Way.WRITER || way == Way.ASYNC_WRITER) {
                    PrintWriter writer = response.getWriter();
                    writer.write("data: second\n\n");
                    outcome.complete(writer.checkError() ? "refused" : "written");
                } else {
                    response.getOutputStream().print("data: second\n\n");
                    outcome.complete("written");
                }
            } catch (IOException e) {
                outcome.complete("refused");
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
        }
    }

    private static InputStream open(ServletServer server, HttpClient client) throws IOException, InterruptedException {
        HttpRequest request =
                RestServer.with(server.issuer.token(), server.get("/mcp")).build();
        return client.send(request, BodyHandlers.ofInputStream()).body();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @ParameterizedTest
    @EnumSource
    void aSilentStreamEndsWithItsToken(Way way) throws Exception {
        Waiting servlet = new Waiting(way);
        try (ServletServer server = new ServletServer(servlet, it -> it)) {
            InputStream stream = open(server, client());
            String first = way.isSilent() ? "" : FIRST;
            assertEquals(first, new String(stream.readNBytes(first.length()), StandardCharsets.UTF_8));
            server.clock.move(Duration.ofHours(1));
            assertEquals(-1, stream.read(), "the client sees the end");
            assertEquals(1, servlet.mayGoOn.getCount(), "the servlet has not been at it");
            servlet.mayGoOn.countDown();
            assertEquals("refused", servlet.outcome.get(20, TimeUnit.SECONDS));
            assertEquals(0, server.clock.waiting());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsBeforeIsWholeAndLeavesNothingBehind(Way way) throws Exception {
        Waiting servlet = new Waiting(way);
        HttpClient client = client();
        try (ServletServer server = new ServletServer(servlet, it -> it)) {
            servlet.mayGoOn.countDown();
            try (InputStream stream = open(server, client)) {
                String expected = (way.isSilent() ? "" : FIRST) + "data: second\n\n";
                assertEquals(expected, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertEquals("written", servlet.outcome.get(20, TimeUnit.SECONDS));
            // what waited for the end of the first must not end the next answer of the connection
            String token = server.issuer.token(claims -> claims.add("exp", FAR));
            HttpRequest next = RestServer.with(token, server.get("/mcp")).build();
            try (InputStream stream =
                    client.send(next, BodyHandlers.ofInputStream()).body()) {
                server.clock.move(Duration.ofHours(1));
                assertTrue(new String(stream.readAllBytes(), StandardCharsets.UTF_8).endsWith("second\n\n"));
            }
        }
    }
}
