package org.mcpoauth.samples.mcp;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.TokenPrincipal;

/** Stands in for the guard: the caller is who the header {@code Test-Subject} says, nobody without it. */
@Provider
public class TestPrincipalFilter implements ContainerRequestFilter {
    static final String SUBJECT = "Test-Subject";

    @Override
    public void filter(ContainerRequestContext request) {
        String subject = request.getHeaderString(SUBJECT);
        if (subject != null) {
            request.setSecurityContext(new FixedSecurityContext(principal(subject)));
        }
    }

    static TokenPrincipal principal(String subject) {
        return new TokenPrincipal("test-client", Issuer.of("https://as.example"), subject);
    }

    private record FixedSecurityContext(TokenPrincipal principal) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return principal;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
