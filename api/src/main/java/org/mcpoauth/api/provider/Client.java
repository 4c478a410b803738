package org.mcpoauth.api.provider;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * A client as the authorization server knows it (RFC 6749, section 2; RFC 7591, section 2).
 *
 * @param clientId its identifier, 1 to 2048 characters; for a client ID metadata document its URL
 * @param metadata what it registered or published
 * @param secretHash the digest of its secret, or {@code null} for a client without secret
 * @param issuedAt when it was registered or first seen
 * @param secretExpiresAt when the secret ends, or {@code null} if it never does
 * @param registrationTokenHash the digest of its registration access token (RFC 7592, section 3), or {@code null}
 *     for a client that cannot manage its registration
 */
public record Client(
        String clientId,
        ClientMetadata metadata,
        @Nullable SecretHash secretHash,
        Instant issuedAt,
        @Nullable Instant secretExpiresAt,
        @Nullable SecretHash registrationTokenHash) {
    private static final int MAX_ID = 2048;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the identifier is empty or too long
     */
    public Client {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(issuedAt, "issuedAt");
        if (clientId.isEmpty() || clientId.length() > MAX_ID) {
            throw new IllegalArgumentException("a client identifier has 1 to " + MAX_ID + " characters");
        }
    }

    /**
     * A client that cannot manage its registration.
     *
     * @param clientId its identifier, 1 to 2048 characters; for a client ID metadata document its URL
     * @param metadata what it registered or published
     * @param secretHash the digest of its secret, or {@code null} for a client without secret
     * @param issuedAt when it was registered or first seen
     * @param secretExpiresAt when the secret ends, or {@code null} if it never does
     * @throws IllegalArgumentException if the identifier is empty or too long
     */
    public Client(
            String clientId,
            ClientMetadata metadata,
            @Nullable SecretHash secretHash,
            Instant issuedAt,
            @Nullable Instant secretExpiresAt) {
        this(clientId, metadata, secretHash, issuedAt, secretExpiresAt, null);
    }
}
