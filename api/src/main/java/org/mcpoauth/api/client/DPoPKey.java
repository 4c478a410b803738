package org.mcpoauth.api.client;

import java.security.KeyPair;
import java.util.Objects;

/**
 * A key pair that access tokens are bound to (RFC 9449). Equal only to itself.
 *
 * @param keyPair an RSA, EC or Ed25519 key pair; the private key need not be extractable
 * @param algorithm the JWS algorithm of the proofs, such as {@code ES256}
 */
public record DPoPKey(KeyPair keyPair, String algorithm) {

    /** Checks that nothing is missing. */
    public DPoPKey {
        Objects.requireNonNull(keyPair, "keyPair");
        Objects.requireNonNull(algorithm, "algorithm");
    }

    /** Gives the algorithm. */
    @Override
    public String toString() {
        return "DPoPKey[algorithm=" + algorithm + "]";
    }
}
