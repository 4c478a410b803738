package org.mcpoauth.api.provider;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * A client that wants to be registered (RFC 7591, section 3.1). The endpoint has validated the metadata
 * and made identifier and secret; the provider decides and stores.
 *
 * @param client the client to store
 * @param requested the metadata as the client sent them
 * @param initialAccessToken the token it presented, or {@code null} when it presented none
 */
public record RegistrationRequest(
        Client client, ClientMetadata requested, @Nullable Secret initialAccessToken) {

    /** Checks that nothing is missing. */
    public RegistrationRequest {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(requested, "requested");
    }
}
