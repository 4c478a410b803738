package org.mcpoauth.spi.support.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mcpoauth.spi.Timer;

/** What is due starts although nobody calls, and what waits keeps nothing alive ({@link Timer}). */
@Timeout(60)
class DaemonTimerTest {
    private static final Instant START = Instant.parse("2026-08-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;

    @Test
    void whatIsDueStartsOnADaemonThreadThatHoldsOnToNoApplication() throws Exception {
        try (DaemonTimer timer = new DaemonTimer(clock)) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
            timer.at(START.minusSeconds(5), () -> {
                loader.complete(Thread.currentThread().getContextClassLoader());
                ran.complete(Thread.currentThread());
            });
            assertTrue(ran.get(20, TimeUnit.SECONDS).isDaemon());
            assertNull(loader.get());
        }
    }

    /** The clock of the system may be set back, or stand still while a machine sleeps. */
    @Test
    void nothingStartsBeforeTheClockSaysSo() throws Exception {
        CountDownLatch asked = new CountDownLatch(5);
        InstantSource counting = () -> {
            asked.countDown();
            return now.get();
        };
        try (DaemonTimer timer = new DaemonTimer(counting)) {
            CompletableFuture<Instant> ran = new CompletableFuture<>();
            timer.at(START.plusMillis(1), () -> ran.complete(now.get()));
            assertTrue(asked.await(20, TimeUnit.SECONDS), "it is asked again");
            assertFalse(ran.isDone());
            now.set(START.plusMillis(1));
            assertEquals(START.plusMillis(1), ran.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsCancelledDoesNotStart() throws Exception {
        try (DaemonTimer timer = new DaemonTimer(clock)) {
            AtomicInteger runs = new AtomicInteger();
            Timer.Pending pending = timer.at(START.plusMillis(1), runs::incrementAndGet);
            pending.cancel();
            pending.cancel();
            now.set(START.plusSeconds(1));
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            timer.at(START.plusMillis(2), () -> later.complete(true));
            assertTrue(later.get(20, TimeUnit.SECONDS));
            assertEquals(0, runs.get());
        }
    }

    @Test
    void aTaskThatFailsStopsNoOther() throws Exception {
        try (DaemonTimer timer = new DaemonTimer(clock)) {
            timer.at(START, () -> {
                throw new IllegalStateException("expected by the test");
            });
            CompletableFuture<Boolean> other = new CompletableFuture<>();
            timer.at(START, () -> other.complete(true));
            assertTrue(other.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void itsThreadEndsWithIt() throws Exception {
        DaemonTimer timer = new DaemonTimer(clock);
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        timer.at(START, () -> ran.complete(Thread.currentThread()));
        Thread thread = ran.get(20, TimeUnit.SECONDS);
        timer.at(START.plus(Duration.ofDays(400_000)), () -> ran.complete(thread));
        timer.close();
        thread.join(20_000);
        timer.at(START, () -> ran.complete(thread)).cancel();
        assertFalse(thread.isAlive());
    }

    @Test
    void whatIsTooMuchIsLeftOut() {
        try (DaemonTimer timer = new DaemonTimer(clock)) {
            Instant late = START.plusSeconds(60);
            for (int i = 0; i < 100_000; i++) {
                timer.at(late, () -> {});
            }
            AtomicInteger runs = new AtomicInteger();
            assertSame(Timer.Pending.NONE, timer.at(START, runs::incrementAndGet));
        }
    }
}
