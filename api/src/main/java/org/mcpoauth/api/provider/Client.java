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
 * @param unusedUntil when the registration ends if it brings no token before, or {@code null} for one that stays
 */
public record Client(
        String clientId,
        ClientMetadata metadata,
        @Nullable SecretHash secretHash,
        Instant issuedAt,
        @Nullable Instant secretExpiresAt,
        @Nullable SecretHash registrationTokenHash,
        @Nullable Instant unusedUntil) {
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
     * The same client with other metadata.
     *
     * @param value the new value
     * @return a new value
     */
    public Client withMetadata(ClientMetadata value) {
        return new Client(clientId, value, secretHash, issuedAt, secretExpiresAt, registrationTokenHash, unusedUntil);
    }

    /**
     * The same client with another secret, or none.
     *
     * @param hash the digest of the secret, or {@code null} for a client without secret
     * @param expiresAt when it ends, or {@code null} if it never does
     * @return a new value
     */
    public Client withSecret(@Nullable SecretHash hash, @Nullable Instant expiresAt) {
        return new Client(clientId, metadata, hash, issuedAt, expiresAt, registrationTokenHash, unusedUntil);
    }

    /**
     * The same client with another registration access token (RFC 7592, section 3), or none.
     *
     * @param hash the digest of the token, or {@code null} for a client that cannot manage its registration
     * @return a new value
     */
    public Client withRegistrationToken(@Nullable SecretHash hash) {
        return new Client(clientId, metadata, secretHash, issuedAt, secretExpiresAt, hash, unusedUntil);
    }

    /**
     * The same client with another end of an unused registration.
     *
     * @param end when it ends if it brings no token before, or {@code null} for one that stays
     * @return a new value
     */
    public Client withUnusedUntil(@Nullable Instant end) {
        return new Client(clientId, metadata, secretHash, issuedAt, secretExpiresAt, registrationTokenHash, end);
    }

    /**
     * A client that stays, and cannot manage its registration.
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
        this(clientId, metadata, secretHash, issuedAt, secretExpiresAt, null, null);
    }
}
