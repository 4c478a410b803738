package org.mcpoauth.server.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.proof.SenderConstraint;

/**
 * Who calls, as the accepted token says.
 *
 * @param token the token
 * @param isSecure whether the request came over a secure channel
 */
record TokenSecurityContext(VerifiedToken token, boolean isSecure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
        return token.principal();
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
