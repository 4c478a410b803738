package org.mcpoauth.api.client;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;

/**
 * The authorization server of an MCP server and how it was found.
 *
 * @param issuer the authorization server to use
 * @param resourceMetadata the metadata that named it, or {@code null} when the origin of the MCP server
 *     was taken (MCP 2025-03-26, "Authorization Base URL"), which must have been allowed
 */
public record DiscoveredIssuer(Issuer issuer, @Nullable ProtectedResourceMetadata resourceMetadata) {

    /** Checks that the issuer is there. */
    public DiscoveredIssuer {
        Objects.requireNonNull(issuer, "issuer");
    }

    /**
     * Whether protected resource metadata named the issuer.
     *
     * @return {@code false} for the origin fallback of 2025-03-26
     */
    public boolean isFromProtectedResourceMetadata() {
        return resourceMetadata != null;
    }

    /**
     * The metadata that named the issuer.
     *
     * @return the metadata, empty for the origin fallback of 2025-03-26
     */
    public Optional<ProtectedResourceMetadata> protectedResource() {
        return Optional.ofNullable(resourceMetadata);
    }
}
