package org.mcpoauth.server.authorization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still until a test moves it. */
public final class TestClock implements InstantSource {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicLong passedMillis = new AtomicLong();

    /** Moves the clock. */
    public void advance(Duration time) {
        passedMillis.addAndGet(time.toMillis());
    }

    @Override
    public Instant instant() {
        return START.plusMillis(passedMillis.get());
    }
}
