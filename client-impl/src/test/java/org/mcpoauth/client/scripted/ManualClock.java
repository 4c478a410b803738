package org.mcpoauth.client.scripted;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes when a test moves it. */
public final class ManualClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-09-01T12:00:00Z");

    private final AtomicLong elapsed = new AtomicLong();

    @Override
    public Instant instant() {
        return START.plusMillis(elapsed.get());
    }

    public void advance(Duration time) {
        elapsed.addAndGet(time.toMillis());
    }
}
