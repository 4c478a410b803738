package org.mcpoauth.server.authorization.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.Base64Url;

/**
 * Secrets that are worked out from a key of the server and what is stored of a client, so that the digest of a
 * secret is all that is stored of it. Each has the 64 octets that HS512 needs (RFC 7518, section 3.2). Thread-safe.
 */
public final class DerivedSecrets implements ReadableSecrets {
    private static final String HMAC = "HmacSHA512";
    private static final byte[] LABEL = "mcp-oauth client-secret v1".getBytes(StandardCharsets.US_ASCII);

    private final Changing<List<SecretKeySpec>> keys;

    /**
     * Derives from these keys.
     *
     * @param keys the first makes secrets, all find them again; may be empty, then there are none
     */
    public DerivedSecrets(Changing<List<Secret>> keys) {
        this.keys =
                keys.map(all -> all.stream().map(DerivedSecrets::specification).toList());
    }

    private static SecretKeySpec specification(Secret key) {
        return new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /**
     * Makes the secret of a client that is about to be registered.
     *
     * @param clientId its identifier
     * @param issuedAt when it is registered; counted in seconds
     * @param expiresAt when the secret ends, {@code null} for never; another end makes another secret
     * @return its secret, 86 characters
     * @throws IllegalStateException if there is no key
     */
    public Secret derive(String clientId, Instant issuedAt, @Nullable Instant expiresAt) {
        List<SecretKeySpec> known = keys.current();
        if (known.isEmpty()) {
            throw new IllegalStateException("no key to derive client secrets from");
        }
        return derive(known.get(0), clientId, issuedAt, expiresAt);
    }

    /** The secret that one of the keys made, known by its digest. */
    @Override
    public Optional<Secret> of(Client client) {
        SecretHash hash = client.secretHash();
        return hash == null
                ? Optional.empty()
                : keys.current().stream()
                        .map(key -> derive(key, client.clientId(), client.issuedAt(), client.secretExpiresAt()))
                        .filter(hash::matches)
                        .findFirst();
    }

    /**
     * Whether the secret of a client is to be replaced when that can be told to it.
     *
     * @param client the client
     * @return {@code true} if a key made it that makes no secrets any more
     */
    public boolean isOfOlderKey(Client client) {
        SecretHash hash = client.secretHash();
        return hash != null
                && keys.current().stream()
                        .skip(1)
                        .map(key -> derive(key, client.clientId(), client.issuedAt(), client.secretExpiresAt()))
                        .anyMatch(hash::matches);
    }

    private static Secret derive(SecretKeySpec key, String clientId, Instant issuedAt, @Nullable Instant expiresAt) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(LABEL);
            mac.update(seconds(issuedAt));
            mac.update(seconds(expiresAt == null ? Instant.EPOCH : expiresAt));
            // last, since it is the only part whose length varies
            return Secret.of(Base64Url.encode(mac.doFinal(clientId.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] seconds(Instant time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(time.getEpochSecond()).array();
    }
}
