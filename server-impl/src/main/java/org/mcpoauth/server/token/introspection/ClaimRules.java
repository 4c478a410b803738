package org.mcpoauth.server.token.introspection;

import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** The rules of the resource for what is said of a token: audience, times, required claims, principal. */
@FunctionalInterface
public interface ClaimRules {

    /**
     * Checks what is said and tells what it means.
     *
     * @throws org.mcpoauth.api.error.TokenRejectedException if the token is not for this resource or not
     *     for now
     * @throws MalformedException if a claim is missing or of a wrong type
     */
    VerifiedToken check(JwtClaims claims) throws MalformedException;
}
