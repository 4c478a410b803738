package org.mcpoauth.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
public final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-08-01T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the time forward. */
    public void move(Duration by) {
        now = now.plus(by);
    }
}
