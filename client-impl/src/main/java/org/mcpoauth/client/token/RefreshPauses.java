package org.mcpoauth.client.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.TransportException;

/**
 * How long an authorization server is left alone after it did not renew an owner's tokens: 1, 2, 4 to 30
 * seconds, or as long as it asked for (RFC 9110, section 10.2.3). Other tokens end the pause.
 */
final class RefreshPauses {
    private static final int LONGEST_SECONDS = 30;
    private static final int MANY = 10_000;

    private final InstantSource clock;
    private final ConcurrentMap<Owner, Pause> pauses = new ConcurrentHashMap<>();

    RefreshPauses(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A time without requests.
     *
     * @param tokens what was not renewed
     * @param failures how often
     * @param end when it may be tried again
     * @param failure why, or {@code null} where only a user can help
     */
    record Pause(
            StoredTokens tokens,
            int failures,
            Instant end,
            @Nullable McpOAuthException failure) {

        /** What the request that is not sent would bring: the same failure, or nothing. */
        Optional<StoredTokens> outcome() {
            if (failure != null) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /** The pause that these tokens are in. */
    Optional<Pause> current(Owner owner, StoredTokens tokens) {
        return Optional.ofNullable(pauses.get(owner))
                .filter(pause ->
                        pause.tokens().isSame(tokens) && clock.instant().isBefore(pause.end()));
    }

    /** Begins a pause, longer than the one before; without a failure where only a user can help. */
    void begin(Owner owner, StoredTokens tokens, @Nullable McpOAuthException failure) {
        if (pauses.size() >= MANY) {
            Instant now = clock.instant();
            pauses.values().removeIf(pause -> pause.end().isBefore(now));
        }
        pauses.compute(owner, (key, before) -> {
            int failures = before != null && before.tokens().isSame(tokens) ? before.failures() + 1 : 1;
            return new Pause(tokens, failures, clock.instant().plus(length(failures, failure)), failure);
        });
    }

    /** The server did its part. */
    void end(Owner owner) {
        pauses.remove(owner);
    }

    private static Duration length(int failures, @Nullable McpOAuthException failure) {
        Duration ours = Duration.ofSeconds(Math.min(LONGEST_SECONDS, 1L << Math.min(failures - 1, 5)));
        return asked(failure).filter(theirs -> theirs.compareTo(ours) > 0).orElse(ours);
    }

    private static Optional<Duration> asked(@Nullable McpOAuthException failure) {
        if (failure instanceof OAuthErrorException refusal) {
            return refusal.retryAfter();
        }
        return failure instanceof TransportException trouble ? trouble.retryAfter() : Optional.empty();
    }
}
