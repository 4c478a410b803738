package org.mcpoauth.server.authorization.assertion;

import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * A JWT that somebody presented. Nothing of it is verified.
 *
 * @param jws its parts
 * @param claims what it says
 */
public record PresentedAssertion(CompactJws jws, JwtClaims claims) {

    /**
     * Whether it is declared to be of a type.
     *
     * @param type the type in lower case without {@code application/}
     * @return {@code true} if its header says so
     */
    public boolean hasType(String type) {
        return jws.header().hasType(type);
    }

    /**
     * Whether it says nothing of its type.
     *
     * @return {@code true} if its header has none
     */
    public boolean isUntyped() {
        return jws.header().type() == null;
    }

    /** Gives nothing of it: it is personal, and as good as a password. */
    @Override
    public String toString() {
        return "PresentedAssertion";
    }
}
