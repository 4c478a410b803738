package org.mcpoauth.server.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.fault.FaultServer.Behaviour;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.http.JdkHttpTransport;

/**
 * Key sets of a server that misbehaves, over real connections with a clock that is moved by hand (RFC 7517,
 * section 5; RFC 8414, section 3; MCP authorization, "Token Handling").
 */
@Timeout(120)
class KeySetFaultsTest {
    private static final URI URL = URI.create(TestIssuer.RESOURCE);
    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String KEYS = "/keys";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration COOL_DOWN = Duration.ofSeconds(30);

    private final FaultServer server = new FaultServer();
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();
    private final MovableClock clock = new MovableClock();
    private final TestIssuer issuer = new TestIssuer(base(), new ScriptedTransport(), clock);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Future<?>> renewals = new ConcurrentLinkedQueue<>();
    private final TokenVerifier verifier = verifier();

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        transport.close();
        server.close();
    }

    private String base() {
        String any = server.uri("/").toString();
        return any.substring(0, any.length() - 1);
    }

    private TokenVerifier verifier() {
        server.on(METADATA, FaultServer.json(issuer.metadata(base())));
        publish();
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .tokenCache(TokenCacheLimits.OFF)
                .build();
        return new JwtVerifierFactory()
                .verifier(
                        configuration,
                        TestIssuer.services(transport, clock, task -> renewals.add(threads.submit(task))));
    }

    private void publish() {
        server.on(KEYS, FaultServer.json(keySet()));
    }

    private String keySet() {
        return TestIssuer.keySet(List.of(issuer.key()));
    }

    /** A token of ten days, so that only keys matter. */
    private String token() {
        long exp = clock.instant().plus(Duration.ofDays(10)).getEpochSecond();
        return issuer.token(claims -> claims.add("exp", exp));
    }

    /** The token with the name of a key that nobody knows; it never gets as far as its signature. */
    private static String withUnknownKey(String token, int number) {
        String header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"random-" + number + "\"}";
        return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + token.substring(token.indexOf('.'));
    }

    private void verify(String token) {
        PresentedToken presented = PresentedToken.bearer(token, "POST", URL);
        assertEquals("alice", verifier.verify(presented).principal().subject());
    }

    private void assertUnavailable(String token) {
        PresentedToken presented = PresentedToken.bearer(token, "POST", URL);
        TransportException e = assertThrows(TransportException.class, () -> verifier.verify(presented));
        assertFalse(String.valueOf(e.getMessage()).contains("evil"), "no text of the peer");
    }

    private void assertKeyUnknown(String token) {
        PresentedToken presented = PresentedToken.bearer(token, "POST", URL);
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifier.verify(presented));
        assertEquals(RejectionReason.KEY, e.reason());
    }

    private void awaitRenewals() throws Exception {
        for (Future<?> renewal = renewals.poll(); renewal != null; renewal = renewals.poll()) {
            renewal.get(60, TimeUnit.SECONDS);
        }
    }

    private int fetches() {
        return server.count(KEYS);
    }

    /** What a server may do instead of giving a key set; all of it is over soon. */
    enum Fault {
        CLOSED_WITHOUT_ANSWER(good -> connection -> {}),
        RESET_WITHOUT_ANSWER(good -> FaultServer.resetAfter("")),
        HALF_HEADER(good -> FaultServer.resetAfter("HTTP/1.1 200 OK\r\nContent-Ty")),
        NOT_HTTP(good -> connection -> connection.write("SSH-2.0-evil\r\n")),
        REDIRECT(good -> FaultServer.answer("302 Found", "", "Location: /elsewhere")),
        REDIRECT_WITH_SET(
                good -> FaultServer.answer("307 X", good, "Content-Type: application/json", "Location: /elsewhere")),
        NOT_FOUND(good -> FaultServer.answer("404 Not Found", good, "Content-Type: application/json")),
        TOO_MANY_REQUESTS(good -> FaultServer.answer("429 Slow", good, "Retry-After: 86400")),
        BROKEN_SERVER(good -> FaultServer.answer("500 Oops", good, "Content-Type: application/json")),
        UNAVAILABLE(good -> FaultServer.answer("503 Later", "", "Retry-After: 1")),
        PARTIAL_CONTENT(good -> FaultServer.answer("206 Part", good, "Content-Type: application/json")),
        NOTHING_CHANGED_THOUGH_NEVER_ASKED(good -> FaultServer.answer("304 Not Modified", "")),
        PAGE(good -> FaultServer.answer("200 OK", "<html>evil</html>", "Content-Type: text/html")),
        SET_LABELLED_AS_PAGE(good -> FaultServer.answer("200 OK", good, "Content-Type: text/html")),
        SET_WITHOUT_LABEL(good -> FaultServer.answer("200 OK", good)),
        SET_WITH_TWO_LABELS(good -> FaultServer.json(good, "Content-Type: text/html")),
        EMPTY(good -> FaultServer.json("")),
        GARBAGE(good -> FaultServer.json("evil")),
        BINARY(good -> FaultServer.json("\u0000\u00ff\u00fe{")),
        CUT_OFF(good -> FaultServer.json(good.substring(0, good.length() - 2))),
        TWO_SETS(good -> FaultServer.json(good + good)),
        REPEATED_MEMBER(good -> FaultServer.json("{\"keys\":[]," + good.substring(1))),
        ARRAY(good -> FaultServer.json("[" + good + "]")),
        KEYS_OF_ANOTHER_TYPE(good -> FaultServer.json("{\"keys\":{}}")),
        NO_KEYS(good -> FaultServer.json("{\"keys\":[]}")),
        NO_USABLE_KEY(good -> FaultServer.json("{\"keys\":[null,{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")),
        DEEP(good -> FaultServer.json("[".repeat(100_000))),
        RESET_IN_BODY(good -> FaultServer.resetAfter(HEAD + "Content-Length: 5000\r\n\r\n" + good)),
        LENGTH_TOO_LARGE(good -> connection -> connection.write(HEAD + "Content-Length: 5000\r\n\r\n" + good)),
        LENGTH_TOO_SMALL(good -> connection -> connection.write(HEAD + "Content-Length: 20\r\n\r\n" + good)),
        LENGTH_IS_NO_NUMBER(good -> connection -> connection.write(HEAD + "Content-Length: evil\r\n\r\n" + good)),
        BROKEN_CHUNKS(good -> connection -> connection.write(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + good)),
        TWENTY_MEGABYTES(good -> FaultServer.json(" ".repeat(20 << 20) + good)),
        ENDLESS(good -> FaultServer.endless(HEAD + "\r\n", " ".repeat(8192))),
        ENDLESS_CHUNKS(good -> FaultServer.endless(
                HEAD + "Transfer-Encoding: chunked\r\n\r\n", "2000\r\n" + " ".repeat(8192) + "\r\n")),
        ENDLESS_HEADER(good -> FaultServer.endless("HTTP/1.1 200 OK\r\nX: ", "evil".repeat(2048))),
        TEN_THOUSAND_KEYS(good -> FaultServer.json("{\"keys\":[" + "{},".repeat(9_999) + good.substring(9))),
        MORE_THAN_A_HUNDRED_KEYS(good -> FaultServer.json(
                "{\"keys\":[" + Collections.nCopies(101, key(good)).stream().collect(Collectors.joining(",")) + "]}")),
        COMPRESSED(good -> compressed(good.getBytes(StandardCharsets.UTF_8))),
        COMPRESSED_BOMB(good -> compressed(new byte[16 << 20]));

        private final Function<String, Behaviour> behaviour;

        Fault(Function<String, Behaviour> behaviour) {
            this.behaviour = behaviour;
        }

        /** The requests of one fetch: the HTTP client of the JDK tries once more when no octet came. */
        int requests() {
            return this == CLOSED_WITHOUT_ANSWER || this == RESET_WITHOUT_ANSWER ? 2 : 1;
        }

        /** The behaviour of a server whose good set would be the given one. */
        Behaviour instead(String good) {
            return behaviour.apply(good);
        }

        private static String key(String set) {
            return set.substring(9, set.length() - 2);
        }

        private static Behaviour compressed(byte[] content) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return FaultServer.json(bytes.toString(ISO_8859_1), "Content-Encoding: gzip");
        }
    }

    @ParameterizedTest
    @EnumSource
    void atTheStartAFaultIsNoVerdictAndOverWhenTheServerIsWell(Fault fault) {
        server.on(KEYS, fault.instead(keySet()));
        String token = token();
        assertUnavailable(token);
        assertUnavailable(token);
        assertEquals(fault.requests(), fetches(), "not every request asks");
        publish();
        clock.move(Duration.ofSeconds(1));
        verify(token);
        assertEquals(0, server.count("/elsewhere"));
    }

    @ParameterizedTest
    @EnumSource
    void laterAFaultLeavesTheLastGoodSetInPlace(Fault fault) throws Exception {
        String token = token();
        verify(token);
        server.on(KEYS, fault.instead(keySet()));
        clock.move(HOUR);
        verify(token);
        awaitRenewals();
        assertEquals(1 + fault.requests(), fetches());
        verify(token);
        clock.move(Duration.ofHours(23).minusSeconds(1));
        verify(token);
        awaitRenewals();
        verify(token);
        clock.move(Duration.ofSeconds(1));
        assertUnavailable(token);
        publish();
        clock.move(COOL_DOWN);
        verify(token);
        assertEquals(0, server.count("/elsewhere"));
    }

    @Test
    void aHundredKeysAreASet() {
        List<String> others = IntStream.range(0, 99).mapToObj(i -> "{}").toList();
        server.on(KEYS, FaultServer.json("{\"keys\":[" + String.join(",", others) + "," + keySet().substring(9)));
        verify(token());
    }

    @Test
    void aSetMayComeInChunksAndUnderItsOwnMediaType() {
        String set = keySet();
        server.on(
                KEYS,
                connection -> connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n"
                        + "Content-Type: application/jwk-set+json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(set.length()) + "\r\n" + set + "\r\n0\r\n\r\n"));
        verify(token());
    }

    @Test
    void aServerThatIsDownAtTheStartIsFoundByItself() {
        server.on(METADATA, FaultServer.resetAfter(""));
        assertUnavailable(token());
        server.on(METADATA, FaultServer.json(issuer.metadata(base())));
        clock.move(Duration.ofSeconds(1));
        verify(token());
    }

    @Test
    void nothingIsAskedBeforeTheFirstToken() {
        assertEquals(0, server.count(METADATA));
        verify(token());
        assertEquals(1, server.count(METADATA));
    }

    @Nested
    class Slow {
        private List<Behaviour> stuck() {
            return List.of(
                    FaultServer.silentAfter(""),
                    FaultServer.silentAfter("HTTP/1.1 200 OK\r\nContent-Ty"),
                    FaultServer.silentAfter(HEAD + "Content-Length: 5000\r\n\r\n{"),
                    FaultServer.dripAfter(HEAD + "Content-Length: 5000\r\n\r\n{", 200));
        }

        /** Each is let go when the time of a fetch is over; all at once, so that the test takes that time once. */
        @Test
        void aServerThatDoesNotComeToAnEndIsLeft() throws Exception {
            List<Future<Void>> all = new ArrayList<>();
            for (Behaviour behaviour : stuck()) {
                all.add(threads.submit(() -> {
                    KeySetFaultsTest one = new KeySetFaultsTest();
                    try {
                        one.server.on(KEYS, behaviour);
                        one.assertUnavailable(one.token());
                        one.server.awaitLetGo(KEYS);
                        one.publish();
                        one.clock.move(Duration.ofSeconds(1));
                        one.verify(one.token());
                        return null;
                    } finally {
                        one.stop();
                    }
                }));
            }
            for (Future<Void> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        @Test
        void noRequestWaitsWhileAUsableSetIsThere() throws Exception {
            String good = token();
            verify(good);
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            String set = keySet();
            server.on(KEYS, connection -> {
                asked.countDown();
                await(release);
                FaultServer.json(set).answer(connection);
            });
            clock.move(HOUR);
            for (int i = 0; i < 100; i++) {
                verify(good);
            }
            await(asked);
            Future<?> stranger = threads.submit(() -> assertKeyUnknown(withUnknownKey(good, 1)));
            for (int i = 0; i < 100; i++) {
                verify(good);
            }
            assertFalse(stranger.isDone(), "only who needs the new set waits for it");
            assertEquals(1, renewals.size());
            release.countDown();
            stranger.get(60, TimeUnit.SECONDS);
            awaitRenewals();
            assertEquals(2, fetches());
        }

        @Test
        void requestsThatComeTogetherShareOneFetch() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            String set = keySet();
            server.on(KEYS, connection -> {
                asked.countDown();
                await(release);
                FaultServer.json(set).answer(connection);
            });
            String token = token();
            List<Future<?>> requests = new ArrayList<>();
            requests.add(threads.submit(() -> verify(token)));
            await(asked);
            for (int i = 0; i < 7; i++) {
                requests.add(threads.submit(() -> verify(token)));
            }
            release.countDown();
            for (Future<?> request : requests) {
                request.get(60, TimeUnit.SECONDS);
            }
            assertEquals(1, fetches());
        }

        private void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class Rotation {
        @Test
        void aNewKeyWorksWithinOneRequestAfterTheCoolDown() {
            verify(token());
            issuer.rotate();
            publish();
            String fresh = token();
            clock.move(COOL_DOWN.minusSeconds(1));
            assertKeyUnknown(fresh);
            assertEquals(1, fetches());
            clock.move(Duration.ofSeconds(1));
            verify(fresh);
            assertEquals(2, fetches());
        }

        @Test
        void aFloodOfUnknownKeysCausesOneFetchPerCoolDownAndDisturbsNoGoodToken() {
            String good = token();
            verify(good);
            for (int i = 1; i <= 10_000; i++) {
                assertKeyUnknown(withUnknownKey(good, i));
                if (i % 100 == 0) {
                    verify(good);
                    clock.move(Duration.ofMillis(600));
                }
            }
            // one at the start, and t / 30 for the minute that passed
            assertTrue(fetches() <= 1 + 60 / 30, "fetches: " + fetches());
        }

        @Test
        void aFloodFromManyThreadsCausesOneFetch() throws Exception {
            String good = token();
            verify(good);
            clock.move(COOL_DOWN);
            List<Future<?>> flood = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int from = thread * 1_250;
                flood.add(threads.submit(() -> {
                    for (int i = 0; i < 1_250; i++) {
                        assertKeyUnknown(withUnknownKey(good, from + i));
                    }
                }));
            }
            for (Future<?> each : flood) {
                each.get(60, TimeUnit.SECONDS);
            }
            verify(good);
            assertEquals(2, fetches());
        }

        @Test
        void aFloodWhileTheServerIsDownAsksOncePerCoolDownToo() {
            String good = token();
            verify(good);
            server.on(KEYS, FaultServer.answer("503 Later", ""));
            clock.move(COOL_DOWN);
            for (int i = 0; i < 1000; i++) {
                assertUnavailable(withUnknownKey(good, i));
            }
            verify(good);
            assertEquals(2, fetches());
        }

        @Test
        void theServerIsAskedWhetherTheSetChanged() throws Exception {
            server.on(KEYS, FaultServer.json(keySet(), "ETag: \"v1\""));
            String token = token();
            verify(token);
            server.on(KEYS, FaultServer.answer("304 Not Modified", ""));
            clock.move(HOUR);
            verify(token);
            awaitRenewals();
            assertEquals("\"v1\"", server.last(KEYS).header("If-None-Match"));
            clock.move(Duration.ofHours(23).plusMinutes(30));
            verify(token);
            awaitRenewals();
            verify(token);
        }
    }
}
