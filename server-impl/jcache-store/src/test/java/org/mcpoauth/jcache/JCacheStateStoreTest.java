package org.mcpoauth.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;

/** What the store does beyond the contract of every store, and where its engine fails half-way. */
class JCacheStateStoreTest {
    private static final StateKey KEY = new StateKey("n", "a");
    private static final StateEntry ENTRY = new StateEntry("value", "owner");
    private static final StateEntry CHANGED = new StateEntry("changed", null);
    private static final Duration TTL = Duration.ofMinutes(1);

    private final MovableClock clock = new MovableClock();
    private final MapCache engine = new MapCache();
    private final JCacheStateStore store = JCacheStateStore.on(engine.cache(), clock);

    private static FailureCode code(StorageException e) {
        return e.code();
    }

    @Test
    void whatIsRemovedLeavesNothingBehind() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        store.take(KEY);
        store.putIfAbsent(KEY, ENTRY, TTL);
        store.compareAndRemove(KEY, "value");
        store.putIfAbsent(KEY, ENTRY, TTL);
        assertFalse(store.putIfAbsent(KEY, CHANGED, TTL));
        store.take(KEY);
        assertEquals(Map.of(), engine.cells);
    }

    @Test
    void countingRemovesWhatHasEnded() {
        IntStream.range(0, 50).forEach(i -> store.putIfAbsent(new StateKey("n", "id" + i), ENTRY, TTL));
        clock.move(TTL);
        assertEquals(0, store.count("n"));
        assertEquals(Map.of(), engine.cells);
    }

    @Test
    void anEntryThatReplacesAnEndedOneIsCountedOnce() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        clock.move(TTL);
        assertTrue(store.putIfAbsent(KEY, CHANGED, TTL));
        assertEquals(1, store.count("n"));
        store.take(KEY);
        assertEquals(Map.of(), engine.cells);
    }

    @Test
    void aProlongedEntryIsCountedAndListedToItsEnd() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        clock.move(TTL.minusMillis(1));
        assertTrue(store.compareAndSet(KEY, "value", CHANGED, TTL));
        clock.move(TTL.minusMillis(1));
        assertEquals(1, store.count("n"));
        assertEquals(Map.of(KEY, CHANGED), store.scan("n", null, null, 10).entries());
        clock.move(Duration.ofMillis(1));
        assertEquals(0, store.count("n"));
        assertEquals(Map.of(), engine.cells);
    }

    @Test
    void aShortenedEntryIsNotCountedAfterItsEnd() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        assertTrue(store.compareAndSet(KEY, "value", CHANGED, Duration.ofSeconds(1)));
        clock.move(Duration.ofSeconds(1));
        assertEquals(0, store.count("n"));
        assertEquals(Map.of(), engine.cells);
    }

    @Test
    void allThatIsCachedIsAscii() {
        store.putIfAbsent(new StateKey("n", "\uD800 id"), new StateEntry("\uFFFF\0", "\uDC00"), TTL);
        assertEquals(2, engine.cells.size(), "an entry and its line");
        engine.cells.forEach((key, text) -> assertTrue((key + text).chars().allMatch(c -> c >= ' ' && c < 127), text));
    }

    @Test
    void noLineIsLostWhenSeveralThreadsStoreAndRemove() {
        inThreads(8, thread -> {
            for (int i = 0; i < 200; i++) {
                StateKey key = new StateKey("n", thread + "-" + i);
                store.putIfAbsent(key, ENTRY, TTL);
                if (i % 2 == 0) {
                    store.take(key);
                }
            }
        });
        assertEquals(800, store.count("n"));
        assertEquals(800, store.scan("n", "owner", null, 1000).entries().size());
    }

    @Test
    void oneNodeKeepsItsBoundExactlyHoweverManyThreadsStore() {
        JCacheStateStore small = JCacheStateStore.on(engine.cache(), clock, 100_000, Map.of("n", 100));
        inThreads(8, thread -> putUntilRefused(small, thread));
        assertTrue(small.count("n") <= 100, () -> "stored " + small.count("n"));
        putUntilRefused(small, 8);
        assertEquals(100, small.count("n"));
    }

    private static void putUntilRefused(JCacheStateStore store, int thread) {
        for (int i = 0; i < 200; i++) {
            try {
                store.putIfAbsent(new StateKey("n", thread + "-" + i), ENTRY, TTL);
            } catch (StorageException full) {
                assertEquals(FailureCode.STORE_FULL, full.code());
                return;
            }
        }
    }

    private interface Work {
        void run(int thread);
    }

    private static void inThreads(int count, Work work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                running.add(threads.submit(() -> work.run(thread)));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A process that ends, or an engine that fails, between the steps of a verb. */
    @Nested
    class HalfDone {

        @Test
        void aLineWithoutAnEntryIsCountedUntilItsTimeIsOver() {
            engine.failingCall = "putIfAbsent";
            engine.failingKeys = "n/";
            StorageException failed = assertThrows(StorageException.class, () -> store.putIfAbsent(KEY, ENTRY, TTL));
            assertEquals(FailureCode.STORE_UNAVAILABLE, code(failed));
            engine.failingCall = "";
            assertEquals(Optional.empty(), store.get(KEY));
            assertEquals(1, store.count("n"), "nobody knows whether the engine stored it");
            assertEquals(Map.of(), store.scan("n", null, null, 10).entries());
            clock.move(TTL);
            assertEquals(0, store.count("n"));
            assertEquals(Map.of(), engine.cells);
        }

        @Test
        void nothingIsStoredThatTheIndexDoesNotKnow() {
            engine.failingCall = "putIfAbsent";
            engine.failingKeys = "n#";
            assertThrows(StorageException.class, () -> store.putIfAbsent(KEY, ENTRY, TTL));
            assertEquals(Map.of(), engine.cells);
        }

        @ParameterizedTest
        @ValueSource(strings = {"get", "remove"})
        void anEntryIsTakenAlthoughItsLineStays(String call) {
            store.putIfAbsent(KEY, ENTRY, TTL);
            engine.failingCall = call;
            engine.failingKeys = "n#";
            assertEquals(Optional.of(ENTRY), store.take(KEY));
            engine.failingCall = "";
            assertEquals(Optional.empty(), store.get(KEY));
            clock.move(TTL);
            assertEquals(0, store.count("n"));
            assertEquals(Map.of(), engine.cells);
        }

        @Test
        void aPutThatTheEngineDidTwiceIsWon() {
            engine.answersTwice = true;
            assertTrue(store.putIfAbsent(KEY, ENTRY, TTL));
            assertEquals(1, store.count("n"));
        }

        @Test
        void anEntryThatAnotherNodeProlongsWhileThisOneCountsKeepsItsLine() {
            MovableClock late = new MovableClock();
            JCacheStateStore other = JCacheStateStore.on(engine.cache(), late);
            store.putIfAbsent(KEY, ENTRY, TTL);
            clock.move(TTL);
            engine.beforeRemoving = () -> assertTrue(other.compareAndSet(KEY, "value", CHANGED, TTL.multipliedBy(2)));
            assertEquals(0, store.count("n"));
            assertEquals(1, store.count("n"), "found by the next count");
            assertEquals(Optional.of(CHANGED), store.get(KEY));
        }
    }

    @Nested
    class Failures {

        @ParameterizedTest
        @ValueSource(strings = {"get", "getAll", "putIfAbsent", "replace", "remove"})
        void whateverTheEngineThrowsTheStateIsNotKnown(String call) {
            store.putIfAbsent(KEY, ENTRY, TTL);
            engine.failingCall = call;
            for (RuntimeException thrown : List.of(
                    new CacheException("not-to-be-seen"),
                    new IllegalStateException("not-to-be-seen: closed"),
                    new ClassCastException("not-to-be-seen"))) {
                engine.failure = thrown;
                StorageException failure = assertThrows(StorageException.class, () -> use(call));
                assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
                assertNull(failure.getCause());
                assertFalse(String.valueOf(failure.getMessage()).contains("not-to-be-seen"));
            }
        }

        private void use(String call) {
            switch (call) {
                case "get" -> store.get(KEY);
                case "getAll" -> store.count("n");
                case "putIfAbsent" -> store.putIfAbsent(new StateKey("n", "b"), ENTRY, TTL);
                case "replace" -> store.compareAndSet(KEY, "value", CHANGED, TTL);
                default -> store.take(KEY);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x",
                    "1.2.3",
                    "x.tag.~.dmFsdWU",
                    "99999999999999.tag.~.%%%",
                    "99999999999999.tag.=.dmFsdWU"
                })
        void whatSomebodyElseCachedIsNoState(String foreign) {
            engine.cells.put("n/" + CellText.encode("a"), foreign);
            StorageException failure = assertThrows(StorageException.class, () -> store.get(KEY));
            assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
        }

        @Test
        void anIndexOfSomebodyElseIsNone() {
            engine.cells.put("n#0", "foreign");
            StorageException failure = assertThrows(StorageException.class, () -> store.count("n"));
            assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
        }
    }

    static List<Factory<? extends ExpiryPolicy>> forgetful() {
        return List.of(
                CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_DAY),
                ModifiedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_DAY),
                AccessedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_DAY));
    }

    @ParameterizedTest
    @MethodSource("forgetful")
    void aCacheThatForgetsIsRefused(Factory<? extends ExpiryPolicy> policy) {
        engine.configuration.setExpiryPolicyFactory(policy);
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> JCacheStateStore.on(engine.cache(), clock));
        assertEquals("store.jcache", refused.key());
    }
}
