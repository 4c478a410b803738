package org.mcpoauth.spi.server;

import jakarta.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * A client that wants to be registered and has passed all rules.
 *
 * @param metadata what would be registered
 * @param requested the members that the server has a use for, as the client sent them or a trusted software statement
 *     says them (RFC 7591, section 2.3)
 * @param sent the document as the client sent it, at most 32 KiB: every member, also those that are unknown, say nothing
 *     or are overruled by a statement. Nothing has judged their values, and none of them is registered by itself
 * @param authenticated whether the client presented a good initial access token (RFC 7591, section 3)
 * @param initialAccessToken the token it presented, good or not, or {@code null} when it presented none
 * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
 */
public record RegistrationAttempt(
        ClientMetadata metadata,
        ClientMetadata requested,
        JsonObject sent,
        boolean authenticated,
        @Nullable Secret initialAccessToken,
        @Nullable String remoteAddress) {

    /** Checks that nothing is missing. */
    public RegistrationAttempt {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(sent, "sent");
    }

    /**
     * The same attempt with other metadata to register.
     *
     * @param value the new value
     * @return a new value
     */
    public RegistrationAttempt withMetadata(ClientMetadata value) {
        return new RegistrationAttempt(value, requested, sent, authenticated, initialAccessToken, remoteAddress);
    }

    /** Names members and tells no values, which anybody may have chosen. */
    @Override
    public String toString() {
        return "RegistrationAttempt" + sent.keySet();
    }
}
