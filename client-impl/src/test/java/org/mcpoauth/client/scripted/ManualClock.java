package org.mcpoauth.client.scripted;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes when a test moves it. */
public final class ManualClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-09-01T12:00:00Z");

    private final AtomicLong elapsed = new AtomicLong();
    private final ConcurrentSkipListMap<Instant, CompletableFuture<Void>> appointments = new ConcurrentSkipListMap<>();

    @Override
    public Instant instant() {
        return START.plusMillis(elapsed.get());
    }

    public void advance(Duration time) {
        elapsed.addAndGet(time.toMillis());
        Map<Instant, CompletableFuture<Void>> due = appointments.headMap(instant(), true);
        due.values().forEach(appointment -> appointment.complete(null));
        due.clear();
    }

    /** Completes when a test has moved the clock that far. */
    CompletableFuture<Void> reaches(Instant time) {
        return appointments.computeIfAbsent(time, unused -> new CompletableFuture<>());
    }
}
