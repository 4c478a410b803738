package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StoreLimitsTest {

    @Test
    void aNamespaceHasItsOwnBoundOrTheStandard() {
        StoreLimits limits = StoreLimits.of(10).with("replay", 20);
        assertEquals(20, limits.bound("replay"));
        assertEquals(20, limits.bound("replay.of-somebody"), "of each of them");
        assertEquals(30, limits.with("replay.of-somebody", 30).bound("replay.of-somebody"));
        assertEquals(10, limits.bound("grant"));
        assertEquals(10_000_000, StoreLimits.ofDataBase().bound("grant"));
        assertEquals(100_000, StoreLimits.defaults().bound("grant"));
    }

    @Test
    void aBoundBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> StoreLimits.of(0));
        assertThrows(IllegalArgumentException.class, () -> new StoreLimits(1, Map.of("grant", 0)));
    }

    @Nested
    class ExpiryOfAnEntry {
        private final Instant now = Instant.ofEpochMilli(1000);

        @Test
        void fractionsOfAMillisecondAreRoundedUp() {
            assertEquals(1005, Expiry.of(now, Duration.ofMillis(5)));
            assertEquals(1006, Expiry.of(now, Duration.ofMillis(5).plusNanos(1)));
            assertEquals(1006, Expiry.of(now.plusNanos(1), Duration.ofMillis(5)));
            assertEquals(1001, Expiry.of(now, Duration.ofNanos(1)));
        }

        @Test
        void aTimeBeyondAllClocksIsTheEndOfTime() {
            assertEquals(Long.MAX_VALUE, Expiry.of(now, Duration.ofSeconds(Long.MAX_VALUE)));
            assertEquals(Long.MAX_VALUE, Expiry.of(now, Duration.ofSeconds(Long.MAX_VALUE / 1000)));
        }

        @Test
        void zeroAndLessAreRefused() {
            assertThrows(IllegalArgumentException.class, () -> Expiry.of(now, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> Expiry.of(now, Duration.ofMillis(-1)));
        }
    }
}
