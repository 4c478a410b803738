package org.mcpoauth.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MovableClockTest {

    @Test
    void itStandsStillUntilItIsMoved() {
        MovableClock clock = new MovableClock(Instant.EPOCH);
        assertEquals(Instant.EPOCH, clock.instant());
        clock.advance(Duration.ofSeconds(2));
        assertEquals(2000, clock.millis());
        clock.advance(Duration.ofSeconds(-1));
        assertEquals(1000, clock.millis());
    }

    @Test
    void aClockMadeFromItFollows() {
        MovableClock movable = new MovableClock();
        Clock clock = movable.withZone(ZoneOffset.UTC);
        movable.advance(Duration.ofHours(1));
        assertEquals(movable.instant(), clock.instant());
    }
}
