package org.mcpoauth.server.authorization.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
    void whoFillsTheMemoryMakesNobodyWait() {
        for (int i = 0; i < 100; i++) {
            assertTrue(limiter.acquire(TWICE, "stranger " + i).isZero());
        }

        assertTrue(limiter.acquire(TWICE, "a").isZero());
        assertTrue(limiter.acquire(TWICE, "a").isZero());
        assertFalse(limiter.acquire(TWICE, "a").isZero(), "and everybody has a count of its own");
    }

    @Test
    void whoGoesOnIsNotForgottenWhateverOthersDo() {
        limiter.acquire(TWICE, "a");
        limiter.acquire(TWICE, "a");
        for (int i = 0; i < 100; i++) {
            limiter.acquire(TWICE, "stranger " + i);
            assertFalse(limiter.acquire(TWICE, "a").isZero());
            assertFalse(limiter.waiting(TWICE, "a").isZero());
        }
    }

    @Test
    void whoWasQuietTheLongestMakesRoom() {
        limiter.acquire(TWICE, "a");
        limiter.acquire(TWICE, "a");
        for (String newer : new String[] {"b", "c", "d"}) {
            limiter.acquire(TWICE, newer);
        }

        assertTrue(limiter.waiting(TWICE, "a").isZero());
    }

    @Test
    void ofManyAtTheSameTimeAsManyAsAllowedGoOn() {
        AtomicInteger allowed = new AtomicInteger();
        IntStream.range(0, 64).parallel().forEach(i -> {
            if (limiter.acquire(TWICE, "a").isZero()) {
                allowed.incrementAndGet();
            }
        });

        assertEquals(2, allowed.get());
    }
}
