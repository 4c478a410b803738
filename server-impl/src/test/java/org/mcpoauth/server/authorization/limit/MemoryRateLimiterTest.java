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
    void whoIsFurthestFromTheLimitMakesRoom() {
        RateLimit thrice = new RateLimit(3, Duration.ofMinutes(1));
        for (String subject : new String[] {"a", "a", "b", "c", "d", "e"}) {
            limiter.acquire(thrice, subject);
        }

        limiter.acquire(thrice, "a");
        assertFalse(limiter.waiting(thrice, "a").isZero(), "nothing of it was forgotten");
    }

    @Test
    void whoReachedTheLimitIsNotForgotten() {
        limiter.acquire(TWICE, "a");
        limiter.acquire(TWICE, "a");
        for (int i = 0; i < 100; i++) {
            limiter.acquire(TWICE, "stranger " + i);
        }

        assertEquals(Duration.ofMinutes(1), limiter.waiting(TWICE, "a"));
        assertEquals(Duration.ofMinutes(1), limiter.acquire(TWICE, "a"));
    }

    @Test
    void whereAllReachedTheirLimitsOthersWaitUntilTheFirstMayGo() {
        for (String subject : new String[] {"a", "b", "c"}) {
            limiter.acquire(TWICE, subject);
            limiter.acquire(TWICE, subject);
            clock.advance(Duration.ofSeconds(10));
        }

        assertEquals(Duration.ofSeconds(30), limiter.acquire(TWICE, "d"));
        assertEquals(Duration.ofSeconds(30), limiter.waiting(TWICE, "d"));
        clock.advance(Duration.ofSeconds(30));
        assertTrue(limiter.waiting(TWICE, "d").isZero());
        assertTrue(limiter.acquire(TWICE, "d").isZero());
        assertTrue(limiter.waiting(TWICE, "a").isZero());
        assertFalse(limiter.waiting(TWICE, "b").isZero(), "the others stay");
    }

    @Test
    void whatIsOverMakesRoomFirst() {
        limiter.acquire(TWICE, "a");
        limiter.acquire(TWICE, "b");
        limiter.acquire(TWICE, "b");
        clock.advance(Duration.ofMinutes(1));
        limiter.acquire(TWICE, "c");
        limiter.acquire(TWICE, "d");
        limiter.acquire(TWICE, "e");
        limiter.acquire(TWICE, "c");

        assertFalse(limiter.waiting(TWICE, "c").isZero());
        assertTrue(limiter.acquire(TWICE, "d").isZero());
        assertFalse(limiter.waiting(TWICE, "d").isZero());
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
