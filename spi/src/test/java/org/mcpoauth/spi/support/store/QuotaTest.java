package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.support.store.Quota.Live;

class QuotaTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final Quota quota = new Quota(1000, Duration.ofSeconds(1));
    private int counts;

    @Test
    void aHundredthOfTheBoundIsStoredPerCount() {
        for (int i = 0; i < 20; i++) {
            assertTrue(store(0, i, NEVER));
        }
        assertEquals(2, counts);
    }

    @Test
    void whatIsGrantedIsNoMoreThanTheRoom() {
        assertTrue(store(0, 998, NEVER));
        assertTrue(store(0, 998, NEVER));
        assertFalse(store(0, 1000, NEVER));
    }

    @Test
    void entriesUnderWayTakeRoom() {
        assertTrue(quota.reserve(0, () -> live(999, NEVER)));
        assertFalse(store(0, 999, NEVER));
        quota.finished();
        assertTrue(store(0, 999, NEVER));
    }

    @Test
    void anEntryThatIsStoredWhileOthersAreCountedTakesRoom() {
        assertTrue(quota.reserve(0, () -> live(999, NEVER)));
        assertFalse(quota.reserve(0, () -> {
            Live withoutTheEntry = live(999, NEVER);
            quota.finished();
            return withoutTheEntry;
        }));
        assertFalse(store(0, 1000, NEVER));
    }

    @Test
    void aRefusalIsNotKeptWhenAnEntryEndedWhileOthersWereCounted() {
        assertTrue(quota.reserve(0, () -> live(999, NEVER)));
        assertFalse(quota.reserve(0, () -> {
            quota.finished();
            return live(999, NEVER);
        }));
        assertTrue(store(0, 999, NEVER), "the one under way was not stored after all");
    }

    @Test
    void aFullNamespaceIsNotCountedForEachRefusal() {
        for (int i = 0; i < 50; i++) {
            assertFalse(store(i, 1000, NEVER));
        }
        assertEquals(1, counts);
        assertTrue(store(1000, 999, NEVER), "a second later");
    }

    @Test
    void theFirstExpiryEndsARefusal() {
        assertFalse(store(0, 1000, 20));
        assertFalse(store(19, 999, NEVER));
        assertTrue(store(20, 999, NEVER));
    }

    @Test
    void aRemovalEndsARefusal() {
        assertFalse(store(0, 1000, NEVER));
        quota.freed();
        assertTrue(store(0, 999, NEVER));
    }

    @Test
    void anOldGrantIsCountedAgain() {
        assertTrue(store(0, 0, NEVER));
        assertFalse(store(10_000, 1000, NEVER));
        assertEquals(2, counts);
    }

    /** Counting ten million rows takes seconds. */
    @Test
    void aLargeNamespaceIsCountedRarely() {
        Quota large = new Quota(10_000_000, Duration.ofSeconds(1));
        for (int i = 0; i < 100_000; i++) {
            assertTrue(store(large, i * 5L, 9_000_000));
        }
        assertEquals(1, counts);
        assertTrue(store(large, 599_999, 9_100_000));
        assertTrue(store(large, 599_999 + 600_000, 9_100_000));
        assertEquals(3, counts);
    }

    @Test
    void aLargeNamespaceThatIsFullIsCountedOnceInAMinute() {
        Quota large = new Quota(10_000_000, Duration.ofSeconds(1));
        assertFalse(store(large, 0, 10_000_000));
        large.freed();
        assertFalse(store(large, 59_999, 9_999_999));
        assertEquals(1, counts);
        assertTrue(store(large, 60_000, 9_999_999));
        assertFalse(store(large, 60_000, 10_000_000), "what was granted is used up");
        assertEquals(3, counts);
    }

    @Test
    void aFailedCountGrantsNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> quota.reserve(0, () -> {
                    throw new IllegalStateException("data base down");
                }));
        assertFalse(store(0, 1000, NEVER));
    }

    private boolean store(long now, long count, long firstExpiry) {
        return store(quota, now, count, firstExpiry);
    }

    private boolean store(Quota into, long now, long count) {
        return store(into, now, count, now + 1);
    }

    private boolean store(Quota into, long now, long count, long firstExpiry) {
        boolean reserved = into.reserve(now, () -> live(count, firstExpiry));
        if (reserved) {
            into.finished();
        }
        return reserved;
    }

    private Live live(long count, long firstExpiry) {
        counts++;
        return new Live(count, firstExpiry);
    }
}
