package org.mcpoauth.server.token.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound of the caches, and removal against what is under way. */
class BoundedMapTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void itNeverHoldsMoreThanItMay(int limit) {
        BoundedMap<Integer, String> map = new BoundedMap<>(limit);
        for (int i = 0; i < 1000; i++) {
            map.put(i, "x", 1, map.moment());
            assertTrue(map.size() <= limit, () -> map.size() + " of " + limit);
            assertNotNull(map.get(i), "what came last is there");
        }
    }

    @Test
    void anEntryStaysForAtLeastHalfOfTheRoom() {
        BoundedMap<Integer, String> map = new BoundedMap<>(10);
        for (int i = 0; i < 5; i++) {
            map.put(i, "x", 1, map.moment());
        }
        for (int i = 5; i < 10; i++) {
            map.put(i, "x", 1, map.moment());
        }
        assertNotNull(map.get(0));
        map.put(10, "x", 1, map.moment());
        assertNull(map.get(0));
    }

    @Test
    void whatIsHeavyTakesTheRoomOfSeveral() {
        BoundedMap<Integer, String> map = new BoundedMap<>(10);
        for (int i = 0; i < 100; i++) {
            map.put(i, "x", 5, map.moment());
            assertTrue(map.size() <= 2);
        }
        map.put(-1, "x", 6, map.moment());
        assertNull(map.get(-1), "heavier than a generation");
        assertNotNull(map.get(99), "and it pushed nothing out");
    }

    @Test
    void aRemovalWinsOverWhatBeganBefore() {
        BoundedMap<Integer, String> map = new BoundedMap<>(10);
        long before = map.moment();
        map.remove(1);
        map.put(1, "x", 1, before);
        assertNull(map.get(1));
        before = map.moment();
        map.removeIf(value -> false);
        map.put(1, "x", 1, before);
        assertNull(map.get(1));
        before = map.moment();
        map.clear();
        map.put(1, "x", 1, before);
        assertNull(map.get(1));
    }

    @Test
    void removalReachesBothGenerations() {
        BoundedMap<Integer, String> map = new BoundedMap<>(4);
        for (int i = 0; i < 4; i++) {
            map.put(i, i % 2 == 0 ? "even" : "odd", 1, map.moment());
        }
        map.removeIf("even"::equals);
        assertNull(map.get(0));
        assertNull(map.get(2));
        map.remove(1);
        assertNull(map.get(1));
        assertNotNull(map.get(3));
        map.clear();
        assertEquals(0, map.size());
    }

    @Test
    void manyThreadsKeepTheBound() throws Exception {
        BoundedMap<Integer, String> map = new BoundedMap<>(64);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> largest = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int first = t * 1_000_000;
                largest.add(threads.submit(() -> {
                    int most = 0;
                    for (int i = first; i < first + 20_000; i++) {
                        map.put(i, "x", 1, map.moment());
                        most = Math.max(most, map.size());
                    }
                    return most;
                }));
            }
            for (Future<Integer> most : largest) {
                assertTrue(most.get() <= 64, () -> most + " of 64");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
