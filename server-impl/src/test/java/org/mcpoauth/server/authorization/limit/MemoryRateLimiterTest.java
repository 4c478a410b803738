package org.mcpoauth.server.authorization.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.authorization.TestClock;
import org.mcpoauth.spi.server.RateLimit;

class MemoryRateLimiterTest {
    private static final RateLimit TWICE = new RateLimit(2, Duration.ofMinutes(1));

    private final TestClock clock = new TestClock();
    private final MemoryRateLimiter limiter = new MemoryRateLimiter(clock, 3);

    @Test
    void subjectsAndLimitsAreCountedApart() {
        assertTrue(limiter.acquire(TWICE, "a").isZero());
        assertTrue(limiter.acquire(TWICE, "a").isZero());

        assertEquals(Duration.ofMinutes(1), limiter.acquire(TWICE, "a"));
        assertTrue(limiter.acquire(TWICE, "b").isZero());
        assertTrue(limiter.acquire(new RateLimit(1, Duration.ofMinutes(1)), "a").isZero());
    }

    @Test
    void refusedTriesDoNotMakeItLonger() {
        limiter.acquire(TWICE, "a");
        limiter.acquire(TWICE, "a");
        clock.advance(Duration.ofSeconds(59));
        assertEquals(Duration.ofSeconds(1), limiter.acquire(TWICE, "a"));
        clock.advance(Duration.ofSeconds(1));

        assertTrue(limiter.acquire(TWICE, "a").isZero());
    }

    @Test
    void lookingCountsNothing() {
        for (int i = 0; i < 5; i++) {
            assertTrue(limiter.waiting(TWICE, "a").isZero());
        }
        limiter.acquire(TWICE, "a");
        assertTrue(limiter.waiting(TWICE, "a").isZero());
        limiter.acquire(TWICE, "a");
        assertEquals(Duration.ofMinutes(1), limiter.waiting(TWICE, "a"));
    }

    @Test
    void whoFillsTheMemoryIsCountedWithTheOthers() {
        for (String known : new String[] {"a", "b", "c"}) {
            limiter.acquire(TWICE, known);
        }
        assertTrue(limiter.acquire(TWICE, "d").isZero());
        assertTrue(limiter.acquire(TWICE, "e").isZero());
        assertFalse(limiter.acquire(TWICE, "f").isZero());
        assertTrue(limiter.acquire(TWICE, "a").isZero(), "who was known before is not touched");
        assertTrue(limiter.waiting(TWICE, "g").isZero(), "who did nothing does not wait for others");

        clock.advance(Duration.ofMinutes(1));
        assertTrue(limiter.acquire(TWICE, "f").isZero(), "what is over makes room");
        assertTrue(limiter.acquire(TWICE, "f").isZero());
        assertFalse(limiter.acquire(TWICE, "f").isZero());
    }
}
