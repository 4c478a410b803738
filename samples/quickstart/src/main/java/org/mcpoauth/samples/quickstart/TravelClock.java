package org.mcpoauth.samples.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that can be moved ahead, so that a token ages without anybody waiting. */
final class TravelClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    void travel(Duration distance) {
        ahead.accumulateAndGet(distance, Duration::plus);
    }
}
