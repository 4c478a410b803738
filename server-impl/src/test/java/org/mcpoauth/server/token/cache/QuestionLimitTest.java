package org.mcpoauth.server.token.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.MovableClock;

/** Who may ask an authorization server when (RFC 7662, section 4). */
class QuestionLimitTest {
    private static final URI SERVER = URI.create("https://as.example");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdown();
    }

    private static QuestionLimit limit(int places, Duration longestWait) {
        return new QuestionLimit(places, SERVER, new MovableClock(), longestWait);
    }

    private Future<Integer> ask(QuestionLimit limit, boolean familiar) {
        return threads.submit(() -> limit.run(familiar, this::answer));
    }

    private int answer() {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        begun.release();
        try {
            assertTrue(release.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return underWay.decrementAndGet();
    }

    private void takePlaces(QuestionLimit limit, boolean familiar, int number) throws InterruptedException {
        for (int i = 0; i < number; i++) {
            threads.execute(() -> limit.run(familiar, this::answer));
        }
        assertTrue(begun.tryAcquire(number, 20, TimeUnit.SECONDS));
    }

    private static void assertBusy(QuestionLimit limit, boolean familiar) {
        TransportException e = assertThrows(TransportException.class, () -> limit.run(familiar, () -> 1));
        assertEquals(Duration.ofSeconds(1), e.retryAfter().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 2", "3, 3, 3", "4, 3, 4", "8, 6, 8", "64, 48, 64"})
    void aQuarterOfThePlacesIsForFamiliarTokens(int places, int ofStrangers, int ofAll) throws Exception {
        QuestionLimit limit = limit(places, Duration.ZERO);
        takePlaces(limit, false, ofStrangers);
        assertBusy(limit, false);
        takePlaces(limit, true, ofAll - ofStrangers);
        assertBusy(limit, false);
        assertBusy(limit, true);
    }

    @Test
    void familiarTokensMayTakeAllPlaces() throws Exception {
        QuestionLimit limit = limit(4, Duration.ZERO);
        takePlaces(limit, true, 4);
        assertBusy(limit, true);
        assertBusy(limit, false);
    }

    @Test
    void whoWaitsGetsAPlaceThatBecomesFree() throws Exception {
        QuestionLimit limit = limit(2, LONG);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ask(limit, false));
        }
        assertTrue(begun.tryAcquire(2, 20, TimeUnit.SECONDS));
        release.countDown();
        for (Future<Integer> each : all) {
            each.get(20, TimeUnit.SECONDS);
        }
        assertEquals(2, most.get());
    }

    @Test
    void asManyAsHavePlacesMayWaitAndTheNextIsRefusedAtOnce() throws Exception {
        QuestionLimit limit = limit(1, LONG);
        Future<Integer> first = ask(limit, false);
        assertTrue(begun.tryAcquire(20, TimeUnit.SECONDS));
        Thread waiting = new Thread(() -> limit.run(false, () -> 1));
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertBusy(limit, false);
        release.countDown();
        first.get(20, TimeUnit.SECONDS);
        waiting.join(20_000);
        limit.run(false, () -> 1);
    }

    @Test
    void aPlaceIsGivenBackByWhatFails() {
        QuestionLimit limit = limit(1, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () -> limit.run(false, () -> {
                        throw new IllegalStateException();
                    }));
        }
        assertEquals(1, limit.run(false, () -> 1));
    }
}
