package org.mcpoauth.server.token.introspection;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;

/**
 * Leaves a server alone for a while that asked for it or does not answer, so that requests fail at once
 * instead of waiting one after the other. What happens to a question about the token of a stranger stops
 * such questions only: an invented token must not keep others from being judged. Thread-safe.
 */
final class ServerPause {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** A server may treat an invented token in a way of its own; new tokens of others cannot wait for long. */
    private static final Duration LONGEST_FOR_STRANGERS = Duration.ofSeconds(5);

    private final URI server;
    private final InstantSource clock;
    private final AtomicReference<Instant> forAll = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Instant> forStrangers = new AtomicReference<>(Instant.MIN);

    ServerPause(URI server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Refuses a call during the pause.
     *
     * @param familiar whether the token was accepted before
     * @throws TransportException with the rest of the pause
     */
    void requireOver(boolean familiar) {
        Instant end = familiar ? end(forAll) : later(end(forAll), end(forStrangers));
        Instant now = clock.instant();
        if (now.isBefore(end)) {
            throw new TransportException(
                    FailureCode.CONNECTION_FAILED,
                    server,
                    "not called again so soon after a failure",
                    Duration.between(now, end),
                    null);
        }
    }

    /** Begins a pause for everybody, a minute at most. */
    void begin(Duration pause) {
        begin(true, pause);
    }

    /**
     * Begins a pause: for everybody, a minute at most, or for strangers, five seconds at most.
     *
     * @param familiar whether the token that was asked about had been accepted before
     */
    void begin(boolean familiar, Duration pause) {
        Duration longest = familiar ? LONGEST : LONGEST_FOR_STRANGERS;
        Instant end = clock.instant().plus(pause.compareTo(longest) < 0 ? pause : longest);
        // of many failures that come together the longest pause counts
        (familiar ? forAll : forStrangers).accumulateAndGet(end, ServerPause::later);
    }

    private static Instant end(AtomicReference<Instant> pause) {
        return Objects.requireNonNull(pause.get());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
