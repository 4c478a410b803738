package org.mcpoauth.api.provider;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.Confirmation;

/**
 * The tokens a provider issued (RFC 6749, section 5.1). The endpoint writes the answer.
 *
 * @param accessToken the access token
 * @param lifetime how long it lives; positive
 * @param scopes what it allows; always told to the client
 * @param refreshToken the refresh token, or {@code null} when none is issued
 * @param confirmation the key both are bound to, or {@code null} for bearer tokens
 */
public record IssuedTokens(
        Secret accessToken,
        Duration lifetime,
        Scopes scopes,
        @Nullable Secret refreshToken,
        @Nullable Confirmation confirmation) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the lifetime is not positive
     */
    public IssuedTokens {
        Objects.requireNonNull(accessToken, "accessToken");
        Objects.requireNonNull(scopes, "scopes");
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("lifetime must be positive");
        }
    }
}
