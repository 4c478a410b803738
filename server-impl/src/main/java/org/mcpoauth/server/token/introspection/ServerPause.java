package org.mcpoauth.server.token.introspection;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;

/**
 * Leaves a server alone for a while that asked for it or does not answer, so that requests fail at once
 * instead of waiting one after the other. Thread-safe.
 */
final class ServerPause {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration UNREACHABLE = Duration.ofSeconds(1);

    private final URI server;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Instant> until = new AtomicReference<>();

    ServerPause(URI server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Refuses a call during the pause.
     *
     * @throws TransportException with the rest of the pause
     */
    void requireOver() {
        Instant end = until.get();
        Instant now = clock.instant();
        if (end != null && now.isBefore(end)) {
            throw new TransportException(
                    FailureCode.CONNECTION_FAILED,
                    server,
                    "not called again so soon after a failure",
                    Duration.between(now, end),
                    null);
        }
    }

    /** Begins a pause if the failure calls for one. */
    void after(TransportException failure) {
        Duration pause = failure.retryAfter().orElseGet(() -> unasked(failure.code()));
        if (pause.compareTo(Duration.ZERO) > 0) {
            until.set(clock.instant().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
        }
    }

    private static Duration unasked(FailureCode code) {
        return code == FailureCode.CONNECTION_FAILED || code == FailureCode.TIMED_OUT ? UNREACHABLE : Duration.ZERO;
    }
}
