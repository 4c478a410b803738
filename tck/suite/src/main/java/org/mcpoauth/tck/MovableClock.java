package org.mcpoauth.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it. Safe for use by several threads. What needs a
 * {@link java.time.Clock} takes {@link #withZone}, which follows.
 */
public final class MovableClock implements InstantSource {
    private final AtomicLong nanosPassed = new AtomicLong();
    private final Instant start;

    /** A clock that shows noon of the first day of 2026, UTC. */
    public MovableClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /**
     * A clock that shows a time.
     *
     * @param start what it shows until it is moved
     */
    public MovableClock(Instant start) {
        this.start = Objects.requireNonNull(start, "start");
    }

    /**
     * Moves the clock.
     *
     * @param time how far; at most 290 years; negative to set it back
     */
    public void advance(Duration time) {
        nanosPassed.addAndGet(time.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanosPassed.get());
    }
}
