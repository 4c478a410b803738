package org.mcpoauth.server.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.proof.SenderConstraint;

/**
 * Who calls, as the accepted token says.
 *
 * @param token the token
 * @param caller the principal, by the name that people know
 * @param isSecure whether the request came over a secure channel
 */
record TokenSecurityContext(VerifiedToken token, Principal caller, boolean isSecure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
        return token.roles().contains(role);
    }

    @Override
    public String getAuthenticationScheme() {
        return SenderConstraint.schemeOf(token);
    }
}
