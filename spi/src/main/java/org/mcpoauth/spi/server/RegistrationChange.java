package org.mcpoauth.spi.server;

import jakarta.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;

/**
 * A change of a registration that has passed all rules (RFC 7592, section 2.2).
 *
 * @param client the client as it is
 * @param metadata what would be registered
 * @param requested the members that the server has a use for, as the client sent them or a trusted software statement
 *     says them (RFC 7591, section 2.3)
 * @param sent the document as the client sent it, at most 32 KiB, without the {@code client_secret}, which has been
 *     compared: every other member, also those that are unknown, say nothing or are overruled by a statement. Nothing
 *     has judged their values, and none of them is registered by itself
 * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
 */
public record RegistrationChange(
        Client client,
        ClientMetadata metadata,
        ClientMetadata requested,
        JsonObject sent,
        @Nullable String remoteAddress) {

    /** Checks that nothing is missing. */
    public RegistrationChange {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(sent, "sent");
    }

    /**
     * The same change with other metadata to register.
     *
     * @param value the new value
     * @return a new value
     */
    public RegistrationChange withMetadata(ClientMetadata value) {
        return new RegistrationChange(client, value, requested, sent, remoteAddress);
    }

    /** Names members and tells no values, which the client may have chosen. */
    @Override
    public String toString() {
        return "RegistrationChange" + sent.keySet();
    }
}
