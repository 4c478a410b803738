package org.mcpoauth.server.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.TransportException;

/**
 * What became of the last fetch.
 *
 * @param startedAt when it began, or {@code null} before the first one
 * @param dueAt from when on another one may follow by itself, or {@code null} before the first one
 * @param failures how many failed in a row
 * @param failure why the last one failed, or {@code null} if it did not
 */
record FetchAttempts(
        @Nullable Instant startedAt,
        @Nullable Instant dueAt,
        int failures,
        @Nullable TransportException failure) {
    static final FetchAttempts NONE = new FetchAttempts(null, null, 0, null);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 20;

    static FetchAttempts succeeded(Instant startedAt) {
        return new FetchAttempts(startedAt, startedAt, 0, null);
    }

    /**
     * After another failure the wait doubles. Half of it is left to chance: nodes that lost an issuer
     * together do not come back to it together.
     *
     * @param longestWait what the wait does not exceed
     * @param chance from 0 to 1
     */
    FetchAttempts failed(Instant start, Instant end, TransportException cause, Duration longestWait, double chance) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Duration wait = doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
        Instant due = end.plusMillis((long) (wait.toMillis() * (0.5 + chance / 2)));
        return new FetchAttempts(start, due, Math.min(failures, MAX_DOUBLINGS) + 1, cause);
    }

    boolean isDue(Instant now) {
        return dueAt == null || !now.isBefore(dueAt);
    }

    boolean isCooledDown(Instant now, Duration coolDown) {
        return startedAt == null || !now.isBefore(startedAt.plus(coolDown));
    }
}
