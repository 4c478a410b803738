package org.mcpoauth.server.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Lets a warning that strangers can cause be logged once a minute. Thread-safe. */
public final class WarningPace {
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    public WarningPace(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether to warn now; of several threads that ask at the same time one is told so. */
    public boolean isDue() {
        Instant now = clock.instant();
        Instant quiet = Objects.requireNonNull(quietUntil.get());
        return !now.isBefore(quiet) && quietUntil.compareAndSet(quiet, now.plus(BETWEEN));
    }
}
