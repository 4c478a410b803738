package org.mcpoauth.api.client;

import java.security.PrivateKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private key with what a JWS header says about it. The key may live in a token or enclave and need
 * not be extractable; the text form does not show it.
 *
 * @param key an RSA, EC or Ed25519 key
 * @param keyId {@code kid} (RFC 7515, section 4.1.4), or {@code null} for none
 * @param algorithm the JWS algorithm to sign with, such as {@code ES256}
 */
public record SigningKey(PrivateKey key, @Nullable String keyId, String algorithm) {

    /** Checks that nothing is missing. */
    public SigningKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(algorithm, "algorithm");
    }

    /** Gives key id and algorithm. */
    @Override
    public String toString() {
        return "SigningKey[keyId=" + keyId + ", algorithm=" + algorithm + "]";
    }
}
