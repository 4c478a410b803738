package org.mcpoauth.spi.support.jose;

import java.security.MessageDigest;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/** Verifies MACs with a client secret, for {@code client_secret_jwt} alone. It takes no public key. Thread-safe. */
public final class HmacVerifier {
    private final Set<HmacAlgorithm> allowed;

    /**
     * A verifier with its allow-list.
     *
     * @param allowed the algorithms that are accepted; at least one
     * @throws IllegalArgumentException if no algorithm is allowed
     */
    public HmacVerifier(Set<HmacAlgorithm> allowed) {
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("allowed: no algorithm");
        }
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Verifies a token.
     *
     * @param jws the token
     * @param secret the secret of the client
     * @return {@code true} if the secret made the MAC
     * @throws MalformedException with {@code ALGORITHM} if the algorithm is not on the allow-list, with
     *     {@code KEY} if the secret is shorter than the hash (RFC 7518, section 3.2)
     */
    public boolean verify(CompactJws jws, Secret secret) throws MalformedException {
        HmacAlgorithm algorithm = HmacAlgorithm.named(jws.header().algorithm())
                .filter(allowed::contains)
                .orElseThrow(() -> new MalformedException(Fault.ALGORITHM, "the algorithm is not allowed"));
        byte[] key = HmacAlgorithm.octets(secret);
        if (!algorithm.accepts(key)) {
            throw new MalformedException(Fault.KEY, "the secret is too short for the algorithm");
        }
        return MessageDigest.isEqual(algorithm.mac(key, jws.octets(), jws.signedLength()), jws.signature());
    }
}
