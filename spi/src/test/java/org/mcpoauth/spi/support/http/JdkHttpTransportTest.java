package org.mcpoauth.spi.support.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;

@Timeout(60)
class JdkHttpTransportTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final int CAP = 64 * 1024;

    private final FaultServer server = new FaultServer();
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private HttpReply get(String path, Duration timeout) {
        return transport.send(call("GET", server.uri(path), null, timeout));
    }

    private McpOAuthException failure(String path, Duration timeout) {
        return assertThrows(McpOAuthException.class, () -> get(path, timeout));
    }

    // javac 17 leaves the nullness of array components out of the class file of a record
    @SuppressWarnings("NullAway")
    private static HttpCall call(String method, URI uri, byte @Nullable [] body, Duration timeout) {
        HttpHeaders headers = HttpHeaders.of(Map.of("X-Test", List.of("a", "b")), (name, value) -> true);
        return new HttpCall(method, uri, headers, body, timeout, CAP, HttpPurpose.OTHER);
    }

    @Nested
    class Answers {
        @Test
        void statusHeadersAndBodyComeAsTheyAre() {
            server.on("/a", FaultServer.answer("418 Teapot", "{\"a\":1}", "X-Two: 1", "X-Two: 2"));
            HttpReply reply = get("/a", LONG);
            assertEquals(418, reply.status());
            assertEquals(List.of("1", "2"), reply.headers().allValues("X-Two"));
            assertArrayEquals("{\"a\":1}".getBytes(ISO_8859_1), reply.body());
        }

        @Test
        void methodBodyAndEveryHeaderLineAreSent() {
            server.on("/p?q=%20", FaultServer.json("{}"));
            byte[] form = "grant_type=x".getBytes(ISO_8859_1);
            transport.send(call("POST", server.uri("/p?q=%20"), form, LONG));
            FaultServer.Request request = server.last("/p?q=%20");
            assertEquals("POST /p?q=%20 HTTP/1.1", request.line());
            assertEquals("grant_type=x", request.body());
            assertEquals("a, b", request.header("X-Test"));
        }

        @Test
        void plainHttpIsNeverUpgraded() {
            server.on("/a", FaultServer.json("{}"));
            get("/a", LONG);
            assertNull(server.last("/a").headers().get("Upgrade"));
            assertNull(server.last("/a").headers().get("HTTP2-Settings"));
        }

        @Test
        void theUserAgentSaysNothingAboutTheJvm() {
            server.on("/a", FaultServer.json("{}"));
            get("/a", LONG);
            assertEquals("mcp-oauth", server.last("/a").header("User-Agent"));
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void aRedirectIsAnAnswerAndNotFollowed(int status) {
            server.on("/from", FaultServer.answer(status + " Go", "", "Location: " + server.uri("/to")));
            assertEquals(status, get("/from", LONG).status());
            assertEquals(0, server.count("/to"));
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 407})
        void anUnauthorizedWithoutChallengeIsAnAnswer(int status) {
            server.on("/a", FaultServer.answer(status + " No", "{}"));
            assertEquals(status, get("/a", LONG).status());
        }

        @Test
        void aCompressedBodyIsNotExpanded() throws IOException {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
                zip.write(new byte[16 << 20]);
            }
            server.on("/gz", FaultServer.json(bomb.toString(ISO_8859_1), "Content-Encoding: gzip"));
            assertArrayEquals(bomb.toByteArray(), get("/gz", LONG).body());
            assertNull(server.last("/gz").headers().get("Accept-Encoding"));
        }
    }

    @Nested
    class Deadline {
        @Test
        void anAnswerThatNeverStartsIsCut() throws Exception {
            server.on("/a", FaultServer.silentAfter(""));
            assertEquals(FailureCode.TIMED_OUT, failure("/a", SHORT).code());
            server.awaitLetGo("/a");
        }

        @Test
        void aHeadThatNeverEndsIsCut() throws Exception {
            server.on("/a", FaultServer.silentAfter("HTTP/1.1 200 OK\r\nContent-Ty"));
            assertEquals(FailureCode.TIMED_OUT, failure("/a", SHORT).code());
            server.awaitLetGo("/a");
        }

        @Test
        void aHeadThatDripsIsCut() throws Exception {
            server.on("/a", FaultServer.dripAfter("HTTP/1.1 200 OK\r\nX: ", 50));
            assertEquals(FailureCode.TIMED_OUT, failure("/a", SHORT).code());
            server.awaitLetGo("/a");
        }

        @Test
        void aBodyThatDripsIsCutAndTheConnectionGivenUp() throws Exception {
            server.on("/a", FaultServer.dripAfter(FaultServer.head("200 OK", "Content-Length: 60000"), 50));
            long start = System.nanoTime();
            assertEquals(FailureCode.TIMED_OUT, failure("/a", SHORT).code());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
            server.awaitLetGo("/a");
        }

        @Test
        void chunksThatDripAreCut() throws Exception {
            server.on(
                    "/a",
                    FaultServer.dripAfter(FaultServer.head("200 OK", "Transfer-Encoding: chunked") + "ea60\r\n", 50));
            assertEquals(FailureCode.TIMED_OUT, failure("/a", SHORT).code());
            server.awaitLetGo("/a");
        }
    }

    @Nested
    class Size {
        @Test
        void aBodyOfExactlyTheLimitIsTaken() {
            server.on("/a", FaultServer.json("x".repeat(CAP)));
            assertEquals(CAP, get("/a", LONG).body().length);
        }

        @Test
        void aBodyOfOneByteMoreIsRefused() {
            server.on("/a", FaultServer.json("x".repeat(CAP + 1)));
            assertTooLarge("/a");
        }

        @Test
        void anAnnouncedGiantIsGivenUpEarly() throws Exception {
            server.on(
                    "/a",
                    FaultServer.endless(FaultServer.head("200 OK", "Content-Length: 999999999"), "x".repeat(8192)));
            assertTooLarge("/a");
            server.awaitLetGo("/a");
        }

        @Test
        void endlessChunksAreGivenUpEarly() throws Exception {
            server.on(
                    "/a",
                    FaultServer.endless(
                            FaultServer.head("200 OK", "Transfer-Encoding: chunked"),
                            "400\r\n" + "x".repeat(1024) + "\r\n"));
            assertTooLarge("/a");
            server.awaitLetGo("/a");
        }

        @Test
        void anEndlessHeadIsGivenUpEarly() {
            server.on("/a", FaultServer.endless("HTTP/1.1 200 OK\r\n", "X: " + "y".repeat(1000) + "\r\n"));
            assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
        }

        private void assertTooLarge(String path) {
            McpOAuthException failure = failure(path, LONG);
            assertEquals(ResponseViolationException.class, failure.getClass());
            assertEquals(FailureCode.RESPONSE_TOO_LARGE, failure.code());
        }
    }

    @Nested
    class BrokenConnections {
        @Test
        void aClosedPortIsAFailedConnection() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            HttpCall call = call("GET", URI.create("http://127.0.0.1:" + port + "/?code=s3cret"), null, LONG);
            TransportException e = assertThrows(TransportException.class, () -> transport.send(call));
            assertEquals(FailureCode.CONNECTION_FAILED, e.code());
            assertFalse(String.valueOf(e.getMessage()).contains("s3cret"));
        }

        @Test
        void aResetInTheBodyIsAFailedConnection() {
            server.on("/a", FaultServer.resetAfter(FaultServer.head("200 OK", "Content-Length: 10") + "{\"a\""));
            assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
        }

        @Test
        void aBodyShorterThanAnnouncedIsAFailedConnection() {
            server.on("/a", c -> c.write(FaultServer.head("200 OK", "Content-Length: 10") + "{}"));
            assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
        }

        @Test
        void chunksWithoutAnEndAreAFailedConnection() {
            server.on("/a", c -> c.write(FaultServer.head("200 OK", "Transfer-Encoding: chunked") + "2\r\n{}\r\n"));
            assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
        }

        @Test
        void bytesBehindTheAnnouncedLengthAreNotPartOfTheBody() {
            server.on("/a", c -> c.write(FaultServer.head("200 OK", "Content-Length: 2") + "{}HTTP/1.1 200 OK"));
            assertArrayEquals("{}".getBytes(ISO_8859_1), get("/a", LONG).body());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "evil-text\r\n\r\n",
                    "HTTP/1.1 evil-text\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nevil text: x\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: evil-text\r\n\r\n"
                })
        void garbageIsAFailedConnectionAndNotQuoted(String garbage) {
            server.on("/a", c -> c.write(garbage));
            Throwable e = failure("/a", LONG);
            assertEquals(FailureCode.CONNECTION_FAILED, ((McpOAuthException) e).code());
            for (Throwable t = e; t != null; t = t.getCause()) {
                assertFalse(String.valueOf(t.getMessage()).contains("evil-text"));
            }
        }

        @Test
        void connectionsThatTheClientLeavesOpenAreClosedWithItWhereItCanBeClosed() throws Exception {
            server.on("/a", FaultServer.silentAfter("garbage\r\n\r\n"));
            for (int i = 0; i < RenewedClient.MOST_LEFT_OPEN; i++) {
                assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
            }
            if (Runtime.version().feature() >= 21) {
                server.awaitLetGo("/a");
            }
            server.on("/b", FaultServer.json("{}"));
            assertEquals(200, get("/b", LONG).status());
        }

        @Test
        void aPostIsNotSentTwiceWhenTheConnectionBreaks() {
            server.on("/a", FaultServer.resetAfter(""));
            HttpCall call = call("POST", server.uri("/a"), new byte[] {1}, LONG);
            assertThrows(TransportException.class, () -> transport.send(call));
            assertEquals(1, server.count("/a"));
        }
    }

    @Nested
    class Interruption {
        @Test
        void interruptEndsTheExchangeAndKeepsTheFlag() throws Exception {
            CompletableFuture<Void> arrived = new CompletableFuture<>();
            server.on("/a", c -> {
                arrived.complete(null);
                c.awaitPeerGone();
            });
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            FutureTask<FailureCode> task = new FutureTask<>(() -> {
                FailureCode code = failure("/a", LONG).code();
                flag.complete(Thread.currentThread().isInterrupted());
                return code;
            });
            Thread caller = new Thread(task);
            caller.start();
            arrived.get(10, TimeUnit.SECONDS);
            caller.interrupt();
            assertEquals(FailureCode.INTERRUPTED, task.get(10, TimeUnit.SECONDS));
            assertTrue(flag.get(10, TimeUnit.SECONDS));
            server.awaitLetGo("/a");
        }

        @Test
        void anInterruptedThreadSendsNothing() {
            server.on("/a", FaultServer.json("{}"));
            Thread.currentThread().interrupt();
            try {
                assertEquals(FailureCode.INTERRUPTED, failure("/a", LONG).code());
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertEquals(0, server.count("/a"));
        }
    }

    @Nested
    class Closing {
        @Test
        void aClosedTransportSendsNothing() {
            server.on("/a", FaultServer.json("{}"));
            transport.close();
            assertEquals(FailureCode.CONNECTION_FAILED, failure("/a", LONG).code());
            assertEquals(0, server.count("/a"));
        }

        @Test
        void aClosedTransportLeavesNoThreadBehind() throws InterruptedException {
            server.on("/a", FaultServer.json("{}"));
            List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
            JdkHttpTransport shortLived = JdkHttpTransport.builder().build();
            shortLived.send(call("GET", server.uri("/a"), null, LONG));
            List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .filter(thread -> !thread.getName().startsWith("fault-server"))
                    .toList();
            assertFalse(own.isEmpty());
            shortLived.close();
            for (Thread thread : own) {
                assertEnds(thread);
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

    @Test
    void theThreadsDoNotHoldTheClassLoaderOfTheCaller() {
        server.on("/a", FaultServer.json("{}"));
        get("/a", LONG);
        List<Thread> workers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mcp-oauth-http"))
                .toList();
        assertFalse(workers.isEmpty());
        for (Thread worker : workers) {
            assertTrue(worker.isDaemon());
            assertNull(worker.getContextClassLoader());
        }
        assertNotNull(Thread.currentThread().getContextClassLoader());
    }
}
