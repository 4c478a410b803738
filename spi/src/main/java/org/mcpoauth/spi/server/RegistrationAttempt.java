package org.mcpoauth.spi.server;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * A client that wants to be registered and has passed all rules.
 *
 * @param metadata what would be registered
 * @param requested the members as the client sent them
 * @param authenticated whether the client presented a good initial access token (RFC 7591, section 3)
 * @param initialAccessToken the token it presented, good or not, or {@code null} when it presented none
 * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
 */
public record RegistrationAttempt(
        ClientMetadata metadata,
        ClientMetadata requested,
        boolean authenticated,
        @Nullable Secret initialAccessToken,
        @Nullable String remoteAddress) {

    /** Checks that nothing is missing. */
    public RegistrationAttempt {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(requested, "requested");
    }

    /**
     * The same attempt with other metadata to register.
     *
     * @param value the new value
     * @return a new value
     */
    public RegistrationAttempt withMetadata(ClientMetadata value) {
        return new RegistrationAttempt(value, requested, authenticated, initialAccessToken, remoteAddress);
    }
}
