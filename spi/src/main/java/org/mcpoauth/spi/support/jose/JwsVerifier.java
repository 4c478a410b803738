package org.mcpoauth.spi.support.jose;

import java.util.Collection;
import java.util.Set;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Verifies signatures with public keys under an allow-list of algorithms (RFC 8725, section 3.1). MACs
 * and {@code none} cannot be put on the list. Thread-safe.
 */
public final class JwsVerifier {
    private final JcaSignatures signatures;
    private final Set<JwsAlgorithm> allowed;

    /**
     * A verifier with its allow-list.
     *
     * @param signatures checks the signatures
     * @param allowed the algorithms that are accepted; at least one
     * @throws IllegalArgumentException if no algorithm is allowed
     */
    public JwsVerifier(JcaSignatures signatures, Set<JwsAlgorithm> allowed) {
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("allowed: no algorithm");
        }
        this.signatures = signatures;
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * The algorithm of a token.
     *
     * @param header its header
     * @return the algorithm
     * @throws MalformedException with {@code ALGORITHM} if it is not on the allow-list, compared exactly
     */
    public JwsAlgorithm algorithm(JwsHeader header) throws MalformedException {
        return JwsAlgorithm.named(header.algorithm())
                .filter(allowed::contains)
                .orElseThrow(() -> new MalformedException(Fault.ALGORITHM, "the algorithm is not allowed"));
    }

    /**
     * Verifies a token with one key.
     *
     * @param jws the token
     * @param key the key
     * @return {@code true} if the key fits the algorithm, is for one on the allow-list and made the signature
     * @throws MalformedException with {@code ALGORITHM} if the algorithm is not on the allow-list
     */
    public boolean verify(CompactJws jws, VerificationKey key) throws MalformedException {
        JwsAlgorithm algorithm = algorithm(jws.header());
        boolean genuine =
                isAllowed(key) && signatures.verify(algorithm, key, jws.octets(), jws.signedLength(), jws.signature());
        if (genuine) {
            jws.verified();
        }
        return genuine;
    }

    /** A key of two names must not bring back the one that is not on the list. */
    private boolean isAllowed(VerificationKey key) {
        JwsAlgorithm own = key.algorithm();
        return own == null || allowed.contains(own);
    }

    /**
     * Verifies a token with each key in turn.
     *
     * @param jws the token
     * @param keys the candidates, see {@link JwkSet#candidates}
     * @return {@code true} if one of them made the signature
     * @throws MalformedException with {@code ALGORITHM} if the algorithm is not on the allow-list
     */
    public boolean verify(CompactJws jws, Collection<VerificationKey> keys) throws MalformedException {
        for (VerificationKey key : keys) {
            if (verify(jws, key)) {
                return true;
            }
        }
        return false;
    }
}
