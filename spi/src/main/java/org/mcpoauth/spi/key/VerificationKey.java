package org.mcpoauth.spi.key;

import java.security.PublicKey;
import java.util.Objects;

/**
 * A public key with what a JWK says about it (RFC 7517, section 4).
 *
 * @param key an RSA, EC or Ed25519 key
 * @param keyId {@code kid}
 * @param algorithm the only JWS algorithm it is for, such as {@code RS256}
 */
public record VerificationKey(PublicKey key, String keyId, String algorithm) {

    /** Checks that nothing is missing. */
    public VerificationKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(keyId, "keyId");
        Objects.requireNonNull(algorithm, "algorithm");
    }
}
