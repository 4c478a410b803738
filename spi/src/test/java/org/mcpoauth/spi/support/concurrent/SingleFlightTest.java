package org.mcpoauth.spi.support.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;

@Timeout(60)
class SingleFlightTest {
    private static final URI URL = URI.create("https://server.example/keys");
    private static final int FOLLOWERS = 4;

    private final SingleFlight<String, String> flights = new SingleFlight<>(key -> URL);
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> followers = new ArrayList<>();
    private Thread leading = Thread.currentThread();

    @AfterEach
    void noFlightIsLeftBehind() {
        assertFalse(flights.isUnderWay("k"));
    }

    /** Work that waits to be released and fails as a fetch does when its thread is interrupted. */
    private String slow() {
        runs.incrementAndGet();
        begun.countDown();
        try {
            assertTrue(release.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, URL, "interrupted", e);
        }
        return "slow";
    }

    private String quick() {
        runs.incrementAndGet();
        return "quick";
    }

    private Thread start(FutureTask<String> task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private FutureTask<String> leader(Supplier<String> work) throws InterruptedException {
        FutureTask<String> leader = new FutureTask<>(() -> flights.run("k", work));
        Thread thread = start(leader);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        leading = thread;
        return leader;
    }

    private List<FutureTask<String>> followers(Supplier<String> work) throws InterruptedException {
        List<FutureTask<String>> tasks = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            FutureTask<String> task = new FutureTask<>(() -> flights.run("k", work));
            tasks.add(task);
            followers.add(start(task));
        }
        for (Thread thread : followers) {
            awaitWaiting(thread);
        }
        return tasks;
    }

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        for (int i = 0; i < 2000 && thread.getState() != Thread.State.WAITING; i++) {
            thread.join(5);
        }
        assertEquals(Thread.State.WAITING, thread.getState());
    }

    private static String result(FutureTask<String> task) throws Exception {
        return task.get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(FutureTask<String> task) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, () -> result(task)).getCause());
    }

    private static void assertCode(FailureCode code, Throwable failure) {
        assertEquals(code, assertInstanceOf(TransportException.class, failure).code());
    }

    @Test
    void thoseWhoComeMeanwhileShareTheOutcome() throws Exception {
        FutureTask<String> leader = leader(this::slow);
        assertTrue(flights.isUnderWay("k"));
        List<FutureTask<String>> tasks = followers(this::quick);
        release.countDown();
        assertEquals("slow", result(leader));
        for (FutureTask<String> task : tasks) {
            assertEquals("slow", result(task));
        }
        assertEquals(1, runs.get());
    }

    @Test
    void anOutcomeIsNotKept() {
        assertEquals("quick", flights.run("k", this::quick));
        assertEquals("quick", flights.run("k", this::quick));
        assertEquals(2, runs.get());
    }

    @Test
    void aFailureIsSharedByThoseWhoWaitAndNotKept() throws Exception {
        IllegalStateException bug = new IllegalStateException("bug");
        FutureTask<String> leader = leader(() -> {
            slow();
            throw bug;
        });
        List<FutureTask<String>> tasks = followers(this::quick);
        release.countDown();
        assertSame(bug, failure(leader));
        for (FutureTask<String> task : tasks) {
            assertSame(bug, failure(task));
        }
        assertEquals(1, runs.get());
        assertEquals("quick", flights.run("k", this::quick));
    }

    @Test
    void anErrorOfTheLeaderReachesThoseWhoWaitAsAFailure() throws Exception {
        FutureTask<String> leader = leader(() -> {
            slow();
            throw new StackOverflowError();
        });
        List<FutureTask<String>> tasks = followers(this::quick);
        release.countDown();
        assertInstanceOf(StackOverflowError.class, failure(leader));
        assertInstanceOf(IllegalStateException.class, failure(tasks.get(0)));
    }

    @Test
    void whenTheLeaderIsInterruptedAnotherOneTakesOver() throws Exception {
        FutureTask<String> leader = leader(this::slow);
        List<FutureTask<String>> tasks = followers(this::quick);
        leading.interrupt();
        assertCode(FailureCode.INTERRUPTED, failure(leader));
        for (FutureTask<String> task : tasks) {
            assertEquals("quick", result(task));
        }
    }

    @Test
    void anInterruptedFollowerLeavesAloneAndStaysInterrupted() throws Exception {
        FutureTask<String> leader = leader(this::slow);
        CountDownLatch seen = new CountDownLatch(1);
        FutureTask<String> lone = new FutureTask<>(() -> {
            try {
                return flights.run("k", this::quick);
            } finally {
                if (Thread.currentThread().isInterrupted()) {
                    seen.countDown();
                }
            }
        });
        Thread thread = start(lone);
        awaitWaiting(thread);
        List<FutureTask<String>> others = followers(this::quick);
        thread.interrupt();
        assertCode(FailureCode.INTERRUPTED, failure(lone));
        assertTrue(seen.await(30, TimeUnit.SECONDS));
        release.countDown();
        assertEquals("slow", result(leader));
        for (FutureTask<String> other : others) {
            assertEquals("slow", result(other));
        }
    }

    @Test
    void anotherPurposeTakesItsTurnAfterwards() throws Exception {
        FutureTask<String> leader = leader(this::slow);
        FutureTask<String> other = new FutureTask<>(() -> flights.run("k", "other", this::quick));
        awaitWaiting(start(other));
        assertEquals(1, runs.get());
        release.countDown();
        assertEquals("slow", result(leader));
        assertEquals("quick", result(other));
    }

    @Test
    void otherKeysDoNotWait() throws Exception {
        FutureTask<String> leader = leader(this::slow);
        assertEquals("quick", flights.run("other", this::quick));
        release.countDown();
        assertEquals("slow", result(leader));
    }

    @Test
    void aFollowerWaitsForALimitedTimeWhereThatIsSaid() throws Exception {
        SingleFlight<String, String> impatient = new SingleFlight<>(key -> URL, Duration.ofMillis(1));
        FutureTask<String> leader = new FutureTask<>(() -> impatient.run("k", this::slow));
        start(leader);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        TransportException e = assertThrows(TransportException.class, () -> impatient.run("k", this::quick));
        assertCode(FailureCode.TIMED_OUT, e);
        assertEquals(URL, e.uri());
        release.countDown();
        assertEquals("slow", result(leader));
    }
}
