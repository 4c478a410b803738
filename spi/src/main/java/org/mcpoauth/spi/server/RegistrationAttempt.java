package org.mcpoauth.spi.server;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * A client that wants to be registered and has passed all rules.
 *
 * @param metadata what would be registered
 * @param requested the members as the client sent them
 * @param authenticated whether the client presented a good initial access token (RFC 7591, section 3)
 * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
 */
public record RegistrationAttempt(
        ClientMetadata metadata,
        ClientMetadata requested,
        boolean authenticated,
        @Nullable String remoteAddress) {

    /** Checks that nothing is missing. */
    public RegistrationAttempt {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(requested, "requested");
    }
}
