package org.mcpoauth.server.authorization.assertion;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** The {@code act} claim: who acts, on whose behalf of whom before (RFC 8693, section 4.1). */
public final class ActorChain {
    /** How many may act one for the other. */
    public static final int MAX_LENGTH = 5;

    private ActorChain() {}

    /**
     * How many actors a token names.
     *
     * @param claims what it says
     * @return their number
     * @throws MalformedException if one is no object with a subject, or there are more than {@link #MAX_LENGTH}
     */
    public static int length(JwtClaims claims) throws MalformedException {
        int length = 0;
        for (@Nullable JwtClaims actor = claims.object("act"); actor != null; actor = actor.object("act")) {
            actor.requiredText("sub");
            length++;
            if (length > MAX_LENGTH) {
                throw new MalformedException(Fault.TOO_MANY, "too many actors");
            }
        }
        return length;
    }
}
