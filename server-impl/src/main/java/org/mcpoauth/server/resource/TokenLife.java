package org.mcpoauth.server.resource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.Lifetime;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.Timer;

/**
 * When a token is over, with the tolerance with which it was accepted.
 *
 * @param clock the clock
 * @param skew the tolerance
 * @param timer tells when a token is over
 * @param executor runs what happens then, so that one slow connection does not hold up the others
 */
record TokenLife(InstantSource clock, Duration skew, Timer timer, Executor executor) {

    static TokenLife of(McpOAuthServices services, Duration skew) {
        return new TokenLife(services.clock(), skew, services.timer(), services.executor());
    }

    /** The time in which something may be sent to the owner of a token; endless where no token was needed. */
    Lifetime of(@Nullable VerifiedToken token) {
        return token == null ? Lifetime.ENDLESS : new Until(token.expiresAt().plus(skew), this);
    }

    private Timer.Pending at(Instant end, Runnable task) {
        return timer.at(end, () -> execute(task));
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closing) {
            // the application is going down, and its connections with it
        }
    }

    private record Until(Instant end, TokenLife life) implements Lifetime {

        @Override
        public boolean isOver() {
            return !life.clock().instant().isBefore(end);
        }

        @Override
        public Timer.Pending atEnd(Runnable task) {
            return life.at(end, task);
        }
    }
}
