package org.mcpoauth.server.token;

import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * Takes the word of the container that a token is genuine (MicroProfile JWT 2.1, "Mapping MP-JWT Tokens to
 * Jakarta EE Container APIs"), and for nothing else: the request must present the very token by which the
 * container has authenticated its caller, and everything but the signature is judged again. Nothing is
 * remembered, because the word is good for one request. Thread-safe.
 */
final class ContainerVerifier implements TokenVerifier {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");

    private final TokenVerifier rest;

    /**
     * A verifier.
     *
     * @param rest judges everything but the signature
     */
    ContainerVerifier(TokenVerifier rest) {
        this.rest = rest;
    }

    @Override
    public VerifiedToken verify(PresentedToken presented) {
        Secret known = presented.containerToken();
        if (known == null) {
            throw refused("the container has authenticated nobody by a token");
        }
        // in constant time
        if (!known.equals(presented.token())) {
            throw refused("the container has authenticated by another token");
        }
        return rest.verify(presented);
    }

    private static TokenRejectedException refused(String rule) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4001 token rejected: " + RejectionReason.CONTAINER + " " + rule);
        return new TokenRejectedException(RejectionReason.CONTAINER);
    }
}
