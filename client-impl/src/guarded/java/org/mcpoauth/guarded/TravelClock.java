package org.mcpoauth.guarded;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of one side; moved ahead, its tokens age without anybody waiting. */
public final class TravelClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead.get());
    }

    /** Moves ahead. */
    public void travel(Duration distance) {
        ahead.accumulateAndGet(distance, Duration::plus);
    }
}
