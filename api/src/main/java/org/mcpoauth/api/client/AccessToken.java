package org.mcpoauth.api.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.PresentedToken;

/**
 * An access token a client holds. It may be sent to its resource only.
 *
 * @param value the token
 * @param scheme how it is presented
 * @param scopes what was granted; what was asked for when the server did not say (RFC 6749, section 5.1)
 * @param resource the only resource it may be sent to
 * @param expiresAt when it ends, or {@code null} when the server did not say
 */
public record AccessToken(
        Secret value,
        PresentedToken.Scheme scheme,
        Scopes scopes,
        ResourceIdentifier resource,
        @Nullable Instant expiresAt) {

    /** Checks that nothing is missing. */
    public AccessToken {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(resource, "resource");
    }

    /**
     * How long the token still lives.
     *
     * @param now the current time
     * @return the rest of its life, zero when it is over, empty when the server did not say
     */
    public Optional<Duration> remaining(Instant now) {
        return Optional.ofNullable(expiresAt)
                .map(end -> end.isBefore(now) ? Duration.ZERO : Duration.between(now, end));
    }

    /**
     * Whether the token lives for some time yet.
     *
     * @param now the current time
     * @param margin how long it must live on; not negative
     * @return {@code true} if it does, or if its end is unknown
     */
    public boolean livesFor(Instant now, Duration margin) {
        return expiresAt == null || now.plus(margin).isBefore(expiresAt);
    }
}
