package org.mcpoauth.server.proof;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;

/**
 * Who may present a token: everybody who has it, or only the holder of the key that its {@code cnf}
 * names (RFC 7800, section 3). Judged for every request, whether or not the token itself was verified
 * before. Thread-safe.
 */
public final class SenderConstraint {

    /**
     * Judges what can be judged before the token is looked at.
     *
     * @throws TokenRejectedException if tokens are not taken in this way
     */
    public void requireAcceptable(PresentedToken presented) {
        // RFC 9449, section 7.1: the scheme promises a proof, and proofs are not understood here
        if (presented.scheme() == Scheme.DPOP) {
            throw new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
        }
    }

    /**
     * Has the request prove possession of the key that a verified token is bound to.
     *
     * @param cnf the {@code cnf} claim, or member of the introspection response; {@code null} if absent
     * @return the key, {@code null} for a token that is bound to none
     * @throws TokenRejectedException if possession is not proved
     */
    public @Nullable Confirmation prove(@Nullable JsonValue cnf, PresentedToken presented) {
        if (cnf != null) {
            throw new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
        }
        return null;
    }
}
