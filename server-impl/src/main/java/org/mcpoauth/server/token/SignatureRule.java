package org.mcpoauth.server.token;

import java.util.List;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.server.token.JwtVerifier.IssuerRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/** Who answers for the signature of a JWT. */
enum SignatureRule {
    /** We do, by the keys of its issuer. */
    BY_KEYS {
        @Override
        boolean needsKeys() {
            return true;
        }

        @Override
        List<VerificationKey> keys(IssuerRules issuer, CompactJws jws, JwsAlgorithm algorithm) {
            List<VerificationKey> keys = issuer.keys().candidates(jws.header().keyId(), algorithm);
            if (keys.isEmpty()) {
                throw new TokenRejectedException(RejectionReason.KEY);
            }
            return keys;
        }

        @Override
        void require(IssuerRules issuer, CompactJws jws, List<VerificationKey> keys) throws MalformedException {
            if (!issuer.signatures().verify(jws, keys)) {
                throw new TokenRejectedException(RejectionReason.SIGNATURE);
            }
        }
    },
    /** The container does, which has accepted this very token: only behind a {@link ContainerVerifier}. */
    BY_CONTAINER {
        @Override
        boolean needsKeys() {
            return false;
        }

        @Override
        List<VerificationKey> keys(IssuerRules issuer, CompactJws jws, JwsAlgorithm algorithm) {
            return List.of();
        }

        @Override
        void require(IssuerRules issuer, CompactJws jws, List<VerificationKey> keys) {
            // verified before the request came here
        }
    };

    /** Whether keys are needed at all. */
    abstract boolean needsKeys();

    /**
     * Finds the keys, before the claims are looked at.
     *
     * @throws TokenRejectedException with {@code KEY} if one is needed and none fits
     * @throws org.mcpoauth.api.error.TransportException if no key set can be had now
     */
    abstract List<VerificationKey> keys(IssuerRules issuer, CompactJws jws, JwsAlgorithm algorithm);

    /**
     * Judges the signature, when nothing else is wrong.
     *
     * @throws TokenRejectedException with {@code SIGNATURE} if it is wrong
     */
    abstract void require(IssuerRules issuer, CompactJws jws, List<VerificationKey> keys) throws MalformedException;
}
