package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TrustedIssuer;

/** How keys are fetched, kept and renewed; the issuer's server is scripted and the clock moved by hand. */
class IssuerKeysTest {
    private static final URI URL = URI.create(TestIssuer.RESOURCE);

    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final Deque<Runnable> behind = new ArrayDeque<>();
    private TestIssuer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        issuer = new TestIssuer("http://127.0.0.1:7000/tenant", transport, clock);
        verifier = verifier(null);
    }

    private TokenVerifier verifier(@Nullable URI jwksUrl) {
        return verifier(jwksUrl, KeySetCaching.DEFAULT);
    }

    private TokenVerifier verifier(@Nullable URI jwksUrl, KeySetCaching caching) {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .issuers(List.of(TrustedIssuer.of(issuer.issuer()).withJwksUrl(jwksUrl)))
                .tokenCache(TokenCacheLimits.OFF)
                .keySetCaching(caching)
                .build();
        return new JwtVerifierFactory().verifier(configuration, TestIssuer.services(transport, clock, behind::add));
    }

    private void verify(String token) {
        verifier.verify(PresentedToken.bearer(token, "POST", URL));
    }

    private int fetches() {
        return transport.calls(issuer.keysUrl());
    }

    /** A token of ten days, so that only keys matter. */
    private String token() {
        long exp = clock.instant().plus(Duration.ofDays(10)).getEpochSecond();
        return issuer.token(claims -> claims.add("exp", exp));
    }

    private void runBehind() {
        while (!behind.isEmpty()) {
            behind.remove().run();
        }
    }

    private TransportException assertUnavailable(String token) {
        return assertThrows(TransportException.class, () -> verify(token));
    }

    @Test
    void nothingIsFetchedBeforeTheFirstToken() {
        assertEquals(0, transport.calls());
        verify(token());
        verify(token());
        assertEquals(1, fetches());
    }

    @Test
    void whoAsksForReadinessFetchesWhatIsMissingAndNoMore() {
        assertEquals(List.of(), verifier.issuersWithoutKeys());
        assertEquals(List.of(), verifier.issuersWithoutKeys());
        verify(token());
        assertEquals(1, fetches());
    }

    @Test
    void anIssuerWithoutKeysIsNamedAndNotAskedAllTheTime() {
        transport.breakDown(issuer.metadataUrl());
        assertEquals(List.of(issuer.issuer()), verifier.issuersWithoutKeys());
        int calls = transport.calls(issuer.metadataUrl());
        assertEquals(List.of(issuer.issuer()), verifier.issuersWithoutKeys());
        assertEquals(calls, transport.calls(issuer.metadataUrl()));
    }

    @Test
    void keysThatAreKeptDuringAnOutageAreThereUntilTheyAreTooOld() {
        verify(token());
        transport.breakDown(issuer.metadataUrl());
        clock.move(Duration.ofHours(23));
        assertEquals(List.of(), verifier.issuersWithoutKeys());
        clock.move(Duration.ofHours(2));
        assertEquals(List.of(issuer.issuer()), verifier.issuersWithoutKeys());
    }

    @Test
    void keysThatNobodyNeedsAreNotMissed() {
        transport.breakDown(issuer.metadataUrl());
        ResourceServerConfiguration byContainer = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .form(TokenForm.CONTAINER)
                .containerTokens(request -> null)
                .build();
        TokenVerifier container =
                new JwtVerifierFactory().verifier(byContainer, TestIssuer.services(transport, clock, behind::add));
        assertEquals(List.of(), container.issuersWithoutKeys());
        assertEquals(0, transport.calls());
    }

    // RFC 7517, section 5
    @Test
    void anEmptySetDoesNotPushOutTheKeysInUse() {
        verify(token());
        transport.json(issuer.keysUrl(), "{\"keys\":[]}");
        clock.move(Duration.ofHours(2));
        verify(token());
        runBehind();
        verify(token());
        assertEquals(2, fetches());
    }

    @Test
    void aConfiguredPlaceNeedsNoMetadata() {
        verifier = verifier(issuer.keysUrl());
        transport.breakDown(issuer.metadataUrl());
        verify(token());
        assertEquals(0, transport.calls(issuer.metadataUrl()));
    }

    // RFC 8414, section 3; MCP authorization, "Authorization Server Metadata Discovery"
    @Test
    void metadataIsLookedForInTheOrderOfTheSpecification() {
        List<URI> places = issuer.issuer().metadataLocations();
        for (int found = 0; found < places.size(); found++) {
            for (int i = 0; i < places.size(); i++) {
                boolean here = i == found;
                transport.answer(
                        places.get(i),
                        () -> here
                                ? ScriptedTransport.reply(
                                        200,
                                        "application/json",
                                        issuer.metadata(issuer.issuer().value()))
                                : ScriptedTransport.reply(404, "text/html", "no"));
            }
            verifier = verifier(null);
            verify(token());
        }
        assertEquals(3, transport.calls(places.get(0)));
        assertEquals(2, transport.calls(places.get(1)));
        assertEquals(1, transport.calls(places.get(2)));
    }

    // RFC 8414, section 3.3
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:7000", "http://127.0.0.1:7000/tenant/", "http://127.0.0.1:7001/tenant"})
    void metadataOfAnotherIssuerIsNotUsed(String named) {
        transport.json(issuer.metadataUrl(), issuer.metadata(named));
        assertUnavailable(token());
        assertEquals(0, fetches());
    }

    @Test
    void aMetadataDocumentThatRefersElsewhereIsSubjectToThePolicy() {
        transport.json(
                issuer.metadataUrl(),
                "{\"issuer\":\"" + issuer.issuer().value() + "\",\"jwks_uri\":\"http://10.0.0.1/keys\"}");
        assertUnavailable(token());
        assertEquals(0, transport.calls(URI.create("http://10.0.0.1/keys")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":1}",
                "{\"keys\":[],\"keys\":[]}",
                "<html>",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}"
            })
    void garbageIsNoKeySet(String body) {
        transport.json(issuer.keysUrl(), body);
        assertUnavailable(token());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 404, 429, 500, 503})
    void anotherStatusIsNoKeySet(int status) {
        transport.answer(issuer.keysUrl(), () -> ScriptedTransport.reply(status, "application/json", "{\"keys\":[]}"));
        assertUnavailable(token());
        assertEquals(1, fetches());
    }

    @Test
    void aSetThatIsLabelledAsPageIsNoKeySet() {
        transport.answer(issuer.keysUrl(), () -> ScriptedTransport.reply(200, "text/html", "{\"keys\":[]}"));
        assertUnavailable(token());
    }

    @Test
    void aServerThatWasDownAtTheStartIsFoundAgain() {
        transport.breakDown(issuer.metadataUrl());
        assertUnavailable(token());
        issuer.publish();
        clock.move(Duration.ofSeconds(2));
        verify(token());
    }

    /** Requests while the issuer is down do not all go there. */
    @Test
    void failuresAreRepeatedLessAndLess() {
        transport.breakDown(issuer.metadataUrl());
        for (int second = 0; second < 60; second++) {
            TransportException e = assertUnavailable(token());
            assertTrue(e.retryAfter().isEmpty() || !e.retryAfter().get().isNegative());
            clock.move(Duration.ofSeconds(1));
        }
        int calls = transport.calls(issuer.metadataUrl());
        // waits of 1, 2, 4, 8, 16 and 30 seconds, half of each left to chance
        assertTrue(calls >= 5 && calls <= 9, "calls in a minute: " + calls);
    }

    @Test
    void aNewKeyWorksWithinOneRequestAfterTheCoolDown() {
        verify(token());
        issuer.rotate();
        issuer.publish();
        clock.move(Duration.ofSeconds(30));
        verify(token());
        assertEquals(2, fetches());
    }

    @Test
    void unknownKeysCauseOneFetchPerCoolDownOverAllOfThem() {
        verify(token());
        clock.move(Duration.ofSeconds(30));
        for (int i = 0; i < 1000; i++) {
            issuer.rotate();
            String unknown = token();
            assertThrows(TokenRejectedException.class, () -> verify(unknown));
            if (i % 100 == 99) {
                clock.move(Duration.ofSeconds(6));
            }
        }
        assertEquals(3, fetches(), "one minute and a first fetch");
    }

    @Test
    void knownKeysGoOnWhileUnknownOnesFail() {
        String good = token();
        verify(good);
        transport.breakDown(issuer.keysUrl());
        clock.move(Duration.ofSeconds(30));
        issuer.rotate();
        assertUnavailable(token());
        assertUnavailable(token());
        assertEquals(2, fetches());
        verify(good);
    }

    @Test
    void aStaleSetIsRenewedBehindTheRequest() {
        verify(token());
        clock.move(Duration.ofHours(1));
        String good = token();
        verify(good);
        assertEquals(1, fetches(), "the request did not wait");
        runBehind();
        assertEquals(2, fetches());
    }

    @Test
    void aWithdrawnKeyIsRefusedAfterRenewal() {
        String old = token();
        verify(old);
        issuer.rotate();
        issuer.publishKeys(List.of(issuer.key()));
        clock.move(Duration.ofHours(1));
        verify(old);
        runBehind();
        assertThrows(TokenRejectedException.class, () -> verify(old));
    }

    @Test
    void theLastGoodSetIsKeptForADay() {
        String good = token();
        verify(good);
        transport.breakDown(issuer.metadataUrl());
        for (int hour = 0; hour < 23; hour++) {
            clock.move(Duration.ofHours(1));
            verify(good);
            runBehind();
        }
        clock.move(Duration.ofHours(1));
        assertUnavailable(good);
        issuer.publish();
        clock.move(Duration.ofMinutes(1));
        verify(good);
    }

    @Test
    void garbageDoesNotTakeThePlaceOfAGoodSet() {
        String good = token();
        verify(good);
        transport.json(issuer.keysUrl(), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}");
        clock.move(Duration.ofHours(1));
        verify(good);
        runBehind();
        assertEquals(2, fetches());
        verify(good);
    }

    // RFC 9111, section 5.2.2.1
    @Test
    void theServerSaysHowLongASetIsFresh() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("max-age=1800")),
                (name, value) -> true);
        HttpReply plain = transport.scripted(issuer.keysUrl());
        transport.answer(issuer.keysUrl(), () -> new HttpReply(200, headers, plain.body()));
        int before = fetches();
        verify(token());
        clock.move(Duration.ofMinutes(29));
        verify(token());
        runBehind();
        assertEquals(before + 1, fetches());
        clock.move(Duration.ofMinutes(1));
        verify(token());
        runBehind();
        assertEquals(before + 2, fetches());
    }

    @Test
    void requestsThatComeTogetherShareOneFetch() throws InterruptedException, ExecutionException, TimeoutException {
        int threads = 8;
        String token = token();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        HttpReply keys = transport.scripted(issuer.keysUrl());
        transport.answer(issuer.keysUrl(), () -> {
            arrived.countDown();
            await(release);
            return keys;
        });
        int before = fetches();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> all = new ArrayList<>();
            Callable<Void> task = () -> {
                verify(token);
                return null;
            };
            all.add(pool.submit(task));
            await(arrived);
            for (int i = 1; i < threads; i++) {
                all.add(pool.submit(task));
            }
            release.countDown();
            for (Future<Void> each : all) {
                each.get(10, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(before + 1, fetches());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailureIsSharedButNotKept() {
        transport.breakDown(issuer.keysUrl());
        TransportException first = assertUnavailable(token());
        assertFalse(String.valueOf(first.getMessage()).contains("alice"));
        issuer.publish();
        clock.move(Duration.ofSeconds(1));
        verify(token());
    }

    @Test
    void theIntervalsAreThoseOfTheConfiguration() {
        KeySetCaching caching =
                new KeySetCaching(Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofMinutes(20));
        verifier = verifier(null, caching);
        String good = token();
        verify(good);
        clock.move(Duration.ofMinutes(5).minusSeconds(1));
        verify(good);
        assertEquals(0, behind.size(), "not yet due");
        clock.move(Duration.ofSeconds(1));
        verify(good);
        runBehind();
        assertEquals(2, fetches());
        clock.move(Duration.ofSeconds(9));
        issuer.rotate();
        issuer.publish();
        assertThrows(TokenRejectedException.class, () -> verify(token()));
        clock.move(Duration.ofSeconds(1));
        verify(token());
        assertEquals(3, fetches());
        transport.breakDown(issuer.metadataUrl());
        clock.move(Duration.ofMinutes(20).minusSeconds(1));
        verify(good);
        clock.move(Duration.ofSeconds(1));
        assertUnavailable(good);
    }

    /** A slow issuer must not fill the executor with threads that wait for it. */
    @Test
    void oneRenewalIsOrderedHoweverManyRequestsCome() {
        verify(token());
        clock.move(Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            verify(token());
        }
        assertEquals(1, behind.size());
        runBehind();
        verify(token());
        assertEquals(0, behind.size());
    }

    @Test
    void aRenewalThatTheExecutorLostIsOrderedAgain() {
        verify(token());
        clock.move(Duration.ofHours(1));
        verify(token());
        behind.clear();
        clock.move(Duration.ofSeconds(29));
        verify(token());
        assertEquals(0, behind.size());
        clock.move(Duration.ofSeconds(1));
        verify(token());
        runBehind();
        assertEquals(2, fetches());
    }

    @Test
    void anExecutorThatTakesNothingDoesNotDisturbRequests() {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .tokenCache(TokenCacheLimits.OFF)
                .build();
        AtomicInteger orders = new AtomicInteger();
        verifier = new JwtVerifierFactory().verifier(configuration, TestIssuer.services(transport, clock, task -> {
            orders.incrementAndGet();
            throw new RejectedExecutionException();
        }));
        verify(token());
        clock.move(Duration.ofHours(1));
        verify(token());
        verify(token());
        assertEquals(2, orders.get());
    }

    /** An interrupted request says nothing about the issuer: the next one fetches at once. */
    @Test
    void anInterruptionIsNoFailureOfTheIssuer() {
        transport.answer(issuer.keysUrl(), () -> {
            throw new TransportException(FailureCode.INTERRUPTED, issuer.keysUrl(), "scripted", null);
        });
        assertEquals(FailureCode.INTERRUPTED, assertUnavailable(token()).code());
        issuer.publish();
        verify(token());
    }

    // RFC 9111, section 5.2.2.4: an issuer that forbids caching is asked once a minute all the same
    @Test
    void aSetThatMayNotBeCachedIsUsedForAMinute() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("no-store")),
                (name, value) -> true);
        HttpReply plain = transport.scripted(issuer.keysUrl());
        transport.answer(issuer.keysUrl(), () -> new HttpReply(200, headers, plain.body()));
        verify(token());
        clock.move(Duration.ofSeconds(59));
        verify(token());
        assertEquals(0, behind.size());
        clock.move(Duration.ofSeconds(1));
        verify(token());
        assertEquals(1, behind.size());
    }
}
