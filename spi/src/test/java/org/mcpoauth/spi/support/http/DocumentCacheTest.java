package org.mcpoauth.spi.support.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.support.http.FetchResult.Absent;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy.Options;

@Timeout(60)
class DocumentCacheTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final FetchKind KIND = FetchKind.JWKS.withTimeout(Duration.ofSeconds(20));
    private static final int CALLERS = 16;

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final FaultServer server = new FaultServer();
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();
    private final GuardedHttp http = GuardedHttp.builder(
                    transport, new StrictEndpointPolicy(Options.strict().withLoopback()))
            .clock(time::get)
            .build();
    private final AtomicInteger parsed = new AtomicInteger();
    private final DocumentCache<String> cache = cache(CacheLimits.standard());

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private DocumentCache<String> cache(CacheLimits limits) {
        return new DocumentCache<>(http, KIND, this::parse, limits);
    }

    private String parse(byte[] body) {
        parsed.incrementAndGet();
        String text = new String(body, ISO_8859_1);
        if (text.equals("garbage")) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, KIND.rule(), "no JSON");
        }
        return text;
    }

    private void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    private String get(DocumentCache<String> from, String path) {
        return from.get(server.uri(path)).orThrow();
    }

    private static FailureCode code(Callable<?> call) {
        return assertThrows(McpOAuthException.class, call::call).code();
    }

    @Nested
    class Freshness {
        @ParameterizedTest
        @CsvSource({
            "Cache-Control: max-age=600, 600",
            "Cache-Control: max-age=5, 30",
            "Cache-Control: no-store, 30",
            "Cache-Control: max-age=999999999, 86400",
            "X-Nothing: said, 3600"
        })
        void aDocumentIsKeptAsLongAsItsServerSaysWithinLimits(String header, long seconds) {
            server.on("/k", FaultServer.json("1", header));
            assertEquals("1", get(cache, "/k"));
            server.on("/k", FaultServer.json("2", header));
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertEquals("1", get(cache, "/k"));
            assertEquals(1, server.count("/k"));
            pass(Duration.ofMillis(1));
            assertEquals("2", get(cache, "/k"));
            assertEquals(2, server.count("/k"));
        }

        /** RFC 9111, section 5.2.2.5. */
        @ParameterizedTest
        @ValueSource(strings = {"no-store", "max-age=600, No-Store", "private, no-store, max-age=0"})
        void whatMustNotBeStoredIsFetchedEachTimeWhereThatIsObeyed(String directives) {
            DocumentCache<String> obeying = cache(CacheLimits.standard().withNoStoreObeyed());
            server.on("/k", FaultServer.json("1", "Cache-Control: max-age=600"));
            assertEquals("1", get(obeying, "/k"));
            server.on("/k", FaultServer.json("2", "Cache-Control: " + directives));
            assertEquals("2", obeying.refresh(server.uri("/k")).orThrow());
            assertTrue(obeying.kept(server.uri("/k"), any -> true).isEmpty(), "what was kept before has gone too");
            assertEquals("2", get(obeying, "/k"));
            assertEquals("2", get(obeying, "/k"));
            assertEquals(4, server.count("/k"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-cache", "max-age=0", "private"})
        void whatMayBeStoredIsKeptWhereNoStoreIsObeyed(String directives) {
            DocumentCache<String> obeying = cache(CacheLimits.standard().withNoStoreObeyed());
            server.on("/k", FaultServer.json("1", "Cache-Control: " + directives));
            get(obeying, "/k");
            get(obeying, "/k");
            assertEquals(1, server.count("/k"));
        }

        @Test
        void aFreshDocumentIsParsedOnce() {
            server.on("/k", FaultServer.json("1"));
            assertSame(get(cache, "/k"), get(cache, "/k"));
            assertEquals(1, parsed.get());
        }

        @Test
        void anUnchangedDocumentIsAskedForByTagAndNotParsedAgain() {
            server.on("/k", FaultServer.json("1", "ETag: \"v1\"", "Cache-Control: max-age=60"));
            String first = get(cache, "/k");
            pass(HOUR);
            server.on("/k", FaultServer.answer("304 Not Modified", "", "Cache-Control: max-age=60"));
            assertSame(first, get(cache, "/k"));
            assertEquals("\"v1\"", server.last("/k").header("If-None-Match"));
            assertSame(first, get(cache, "/k"));
            assertEquals(2, server.count("/k"));
            assertEquals(1, parsed.get());
        }

        @Test
        void refreshAsksAlthoughTheDocumentIsFresh() {
            server.on("/k", FaultServer.json("1"));
            get(cache, "/k");
            server.on("/k", FaultServer.json("2"));
            assertEquals("2", cache.refresh(server.uri("/k")).orThrow());
            assertEquals("2", get(cache, "/k"));
            assertEquals(2, server.count("/k"));
        }

        @Test
        void urlsAreToldApartByTheirExactText() {
            server.on("/k", FaultServer.json("1")).on("/k?a", FaultServer.json("2"));
            assertEquals("1", get(cache, "/k"));
            assertEquals("2", get(cache, "/k?a"));
        }
    }

    @Nested
    class Failures {
        @Test
        void aFailureIsNotKept() {
            server.on("/k", FaultServer.answer("503 No", ""));
            assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, code(() -> get(cache, "/k")));
            server.on("/k", FaultServer.json("1"));
            assertEquals("1", get(cache, "/k"));
        }

        @Test
        void anAbsentDocumentIsNotKept() {
            FetchResult<String> absent = cache.get(server.uri("/k"));
            assertEquals(404, assertInstanceOf(Absent.class, absent).status());
            server.on("/k", FaultServer.json("1"));
            assertEquals("1", get(cache, "/k"));
        }

        @Test
        void aDocumentThatCannotBeParsedIsNotKept() {
            server.on("/k", FaultServer.json("garbage"));
            assertEquals(FailureCode.PARSE_ERROR, code(() -> get(cache, "/k")));
            assertEquals(FailureCode.PARSE_ERROR, code(() -> get(cache, "/k")));
            assertEquals(2, server.count("/k"));
        }

        @Test
        void anOldDocumentDoesNotServeByDefault() {
            server.on("/k", FaultServer.json("1"));
            get(cache, "/k");
            pass(HOUR);
            server.on("/k", FaultServer.answer("503 No", ""));
            assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, code(() -> get(cache, "/k")));
        }

        @Test
        void aFailedRefreshLeavesTheFreshDocument() {
            server.on("/k", FaultServer.json("1"));
            get(cache, "/k");
            server.on("/k", FaultServer.json("garbage"));
            assertEquals(FailureCode.PARSE_ERROR, code(() -> cache.refresh(server.uri("/k"))));
            assertEquals("1", get(cache, "/k"));
        }

        @Test
        void aRefreshThatFindsNothingForgetsTheDocument() {
            server.on("/k", FaultServer.json("1"));
            get(cache, "/k");
            server.on("/k", FaultServer.answer("404 Gone", ""));
            assertInstanceOf(Absent.class, cache.refresh(server.uri("/k")));
            assertInstanceOf(Absent.class, cache.get(server.uri("/k")));
        }
    }

    @Nested
    class Stale {
        private final DocumentCache<String> tolerant =
                cache(CacheLimits.standard().withStale(Duration.ofHours(24), Duration.ofSeconds(30)));

        private void keepOne() {
            server.on("/k", FaultServer.json("1"));
            assertEquals("1", get(tolerant, "/k"));
            pass(HOUR);
        }

        @ParameterizedTest
        @ValueSource(strings = {"500", "404", "302", "garbage", "html", "reset", "large"})
        void theLastGoodDocumentServesWhateverComesInstead(String fault) {
            keepOne();
            server.on(
                    "/k",
                    switch (fault) {
                        case "garbage" -> FaultServer.json("garbage");
                        case "html" -> FaultServer.answer("200 OK", "<html>", "Content-Type: text/html");
                        case "reset" -> FaultServer.resetAfter("");
                        case "large" -> FaultServer.json("x".repeat(600_000));
                        default -> FaultServer.answer(fault + " No", "");
                    });
            assertEquals("1", get(tolerant, "/k"));
            assertTrue(server.count("/k") >= 2);
        }

        @Test
        void theServerIsLeftAloneForAWhileAfterAFailure() {
            keepOne();
            server.on("/k", FaultServer.answer("503 No", ""));
            get(tolerant, "/k");
            pass(Duration.ofMillis(29_999));
            get(tolerant, "/k");
            assertEquals(2, server.count("/k"));
            server.on("/k", FaultServer.json("2"));
            pass(Duration.ofMillis(1));
            assertEquals("2", get(tolerant, "/k"));
        }

        @Test
        void theLastGoodDocumentDoesNotServeForEver() {
            keepOne();
            server.on("/k", FaultServer.answer("503 No", ""));
            pass(Duration.ofHours(24).minusMillis(1));
            assertEquals("1", get(tolerant, "/k"));
            pass(Duration.ofMillis(1));
            assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, code(() -> get(tolerant, "/k")));
        }

        @Test
        void aFailedRefreshIsReported() {
            keepOne();
            server.on("/k", FaultServer.answer("503 No", ""));
            assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, code(() -> tolerant.refresh(server.uri("/k"))));
            assertEquals("1", get(tolerant, "/k"));
        }

        @Test
        void nobodyWaitsForAFetchUnderWay() throws Exception {
            keepOne();
            Gate gate = new Gate("2");
            server.on("/k", gate);
            FutureTask<String> leader = run(() -> get(tolerant, "/k"));
            gate.awaitRequest();
            assertEquals("1", get(tolerant, "/k"));
            gate.open();
            assertEquals("2", result(leader));
            assertEquals("2", get(tolerant, "/k"));
        }

        @Test
        void anInterruptedCallerIsToldSo() throws Exception {
            keepOne();
            server.on("/k", new Gate("2"));
            Thread.currentThread().interrupt();
            try {
                assertEquals(FailureCode.INTERRUPTED, code(() -> get(tolerant, "/k")));
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    @Nested
    class SingleFlight {
        private final List<Thread> threads = new ArrayList<>();

        private List<FutureTask<String>> start(Callable<String> call) throws InterruptedException {
            List<FutureTask<String>> tasks = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                FutureTask<String> task = new FutureTask<>(call);
                tasks.add(task);
                Thread thread = new Thread(task);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                awaitWaiting(thread);
            }
            return tasks;
        }

        private void awaitWaiting(Thread thread) throws InterruptedException {
            for (int i = 0; i < 2000 && thread.getState() != Thread.State.TIMED_WAITING; i++) {
                thread.join(5);
            }
            assertEquals(Thread.State.TIMED_WAITING, thread.getState());
        }

        @Test
        void manyCallersMakeOneRequest() throws Exception {
            Gate gate = new Gate("1");
            server.on("/k", gate);
            List<FutureTask<String>> tasks = start(() -> get(cache, "/k"));
            gate.open();
            for (FutureTask<String> task : tasks) {
                assertEquals("1", result(task));
            }
            assertEquals(1, server.count("/k"));
            assertEquals(1, parsed.get());
        }

        @Test
        void manyRefreshesMakeOneRequest() throws Exception {
            Gate gate = new Gate("1");
            server.on("/k", gate);
            List<FutureTask<String>> tasks =
                    start(() -> cache.refresh(server.uri("/k")).orThrow());
            gate.open();
            for (FutureTask<String> task : tasks) {
                assertEquals("1", result(task));
            }
            assertEquals(1, server.count("/k"));
        }

        @Test
        void aFailureIsSharedByThoseWhoWait() throws Exception {
            Gate gate = new Gate("garbage");
            server.on("/k", gate);
            List<FutureTask<String>> tasks = start(() -> get(cache, "/k"));
            gate.open();
            for (FutureTask<String> task : tasks) {
                assertEquals(FailureCode.PARSE_ERROR, failure(task).code());
            }
            assertEquals(1, server.count("/k"));
        }

        @Test
        void anInterruptedWaiterLeavesAloneAndTheOthersGetTheirDocument() throws Exception {
            Gate gate = new Gate("1");
            server.on("/k", gate);
            FutureTask<String> leader = run(() -> get(cache, "/k"));
            gate.awaitRequest();
            List<FutureTask<String>> waiters = start(() -> get(cache, "/k"));
            threads.get(0).interrupt();
            assertEquals(FailureCode.INTERRUPTED, failure(waiters.get(0)).code());
            gate.open();
            assertEquals("1", result(leader));
            for (FutureTask<String> waiter : waiters.subList(1, CALLERS)) {
                assertEquals("1", result(waiter));
            }
            assertEquals(1, server.count("/k"));
        }

        @Test
        void whenTheFetchingThreadIsInterruptedAnotherOneTakesOver() throws Exception {
            Gate gate = new Gate("1");
            server.on("/k", gate);
            FutureTask<String> leader = new FutureTask<>(() -> get(cache, "/k"));
            Thread leading = new Thread(leader);
            leading.start();
            gate.awaitRequest();
            List<FutureTask<String>> waiters = start(() -> get(cache, "/k"));
            leading.interrupt();
            assertEquals(FailureCode.INTERRUPTED, failure(leader).code());
            gate.open();
            for (FutureTask<String> waiter : waiters) {
                assertEquals("1", result(waiter));
            }
            assertEquals(2, server.count("/k"));
        }

        @Test
        void aFailingParserIsReportedToAllAndBlocksNothing() throws Exception {
            Gate gate = new Gate("1");
            server.on("/k", gate);
            DocumentCache<String> broken = new DocumentCache<>(
                    http,
                    KIND,
                    body -> {
                        throw new IllegalStateException("bug");
                    },
                    CacheLimits.standard());
            List<FutureTask<String>> tasks = start(() -> get(broken, "/k"));
            gate.open();
            for (FutureTask<String> task : tasks) {
                ExecutionException e = assertThrows(ExecutionException.class, () -> result(task));
                assertInstanceOf(IllegalStateException.class, e.getCause());
            }
            assertEquals(1, server.count("/k"));
            assertThrows(IllegalStateException.class, () -> get(broken, "/k"));
        }

        @Test
        void otherUrlsDoNotWait() throws Exception {
            Gate gate = new Gate("1");
            server.on("/slow", gate).on("/k", FaultServer.json("2"));
            FutureTask<String> slow = run(() -> get(cache, "/slow"));
            gate.awaitRequest();
            assertEquals("2", get(cache, "/k"));
            gate.open();
            assertEquals("1", result(slow));
        }
    }

    @Nested
    class Bounds {
        @Test
        void theDocumentUnusedForLongestGoesFirst() {
            DocumentCache<String> small = cache(CacheLimits.standard().withSize(2, 1000));
            server.on("/a", FaultServer.json("a"))
                    .on("/b", FaultServer.json("b"))
                    .on("/c", FaultServer.json("c"));
            get(small, "/a");
            get(small, "/b");
            get(small, "/a");
            get(small, "/c");
            get(small, "/a");
            get(small, "/c");
            assertEquals(List.of(1, 1, 1), List.of(server.count("/a"), server.count("/b"), server.count("/c")));
            get(small, "/b");
            assertEquals(2, server.count("/b"));
        }

        @Test
        void theSumOfBytesIsBounded() {
            DocumentCache<String> small = cache(CacheLimits.standard().withSize(100, 100));
            server.on("/a", FaultServer.json("a".repeat(60))).on("/b", FaultServer.json("b".repeat(60)));
            get(small, "/a");
            get(small, "/b");
            get(small, "/b");
            assertEquals(1, server.count("/b"));
            get(small, "/a");
            assertEquals(2, server.count("/a"));
        }

        @Test
        void aReplacedDocumentIsNotCountedTwice() {
            DocumentCache<String> small = cache(CacheLimits.standard().withSize(100, 100));
            server.on("/a", FaultServer.json("a".repeat(60))).on("/b", FaultServer.json("b".repeat(30)));
            get(small, "/a");
            small.refresh(server.uri("/a"));
            get(small, "/b");
            get(small, "/a");
            get(small, "/b");
            assertEquals(List.of(2, 1), List.of(server.count("/a"), server.count("/b")));
        }

        @Test
        void aDocumentLargerThanTheCacheIsServedButNotKept() {
            DocumentCache<String> small = cache(CacheLimits.standard().withSize(100, 10));
            server.on("/a", FaultServer.json("a".repeat(60)));
            assertEquals(60, get(small, "/a").length());
            assertEquals(60, get(small, "/a").length());
            assertEquals(2, server.count("/a"));
        }

        @Test
        void limitsThatContradictEachOtherAreRefused() {
            CacheLimits limits = CacheLimits.standard();
            Duration minus = Duration.ofSeconds(-1);
            assertThrows(IllegalArgumentException.class, () -> limits.withFresh(minus, HOUR, HOUR));
            assertThrows(IllegalArgumentException.class, () -> limits.withFresh(HOUR, Duration.ZERO, HOUR));
            assertThrows(IllegalArgumentException.class, () -> limits.withFresh(HOUR, HOUR, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> limits.withStale(minus, HOUR));
            assertThrows(IllegalArgumentException.class, () -> limits.withStale(HOUR, minus));
            assertThrows(IllegalArgumentException.class, () -> limits.withSize(0, 1));
            assertThrows(IllegalArgumentException.class, () -> limits.withSize(1, 0));
        }
    }

    private static FutureTask<String> run(Callable<String> call) {
        FutureTask<String> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private static String result(FutureTask<String> task) throws Exception {
        return task.get(20, TimeUnit.SECONDS);
    }

    private static McpOAuthException failure(FutureTask<String> task) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> result(task));
        return assertInstanceOf(McpOAuthException.class, e.getCause());
    }

    /** Answers with a document once it is opened. */
    private static final class Gate implements FaultServer.Behaviour {
        private final CountDownLatch requested = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private final String body;

        private Gate(String body) {
            this.body = body;
        }

        @Override
        public void answer(FaultServer.Connection connection) throws IOException {
            requested.countDown();
            try {
                assertTrue(opened.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            FaultServer.json(body).answer(connection);
        }

        void awaitRequest() throws InterruptedException {
            assertTrue(requested.await(20, TimeUnit.SECONDS));
        }

        void open() {
            opened.countDown();
        }
    }
}
