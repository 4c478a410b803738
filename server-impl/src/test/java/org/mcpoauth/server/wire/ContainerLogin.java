package org.mcpoauth.server.wire;

import jakarta.annotation.Priority;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.resource.ContainerTokenSource;
import org.mcpoauth.spi.resource.GuardedRequest.ContainerCaller;

/** Plays a container that authenticates callers before any guard sees them, in both bindings. */
@PreMatching
@Priority(1)
final class ContainerLogin implements ContainerRequestFilter, Filter {
    /** Tells the tokens of such callers. */
    static final ContainerTokenSource TOKENS = request ->
            request.containerCaller().principal() instanceof TokenUser user ? Secret.of(user.rawToken()) : null;

    /** Whom it has authenticated. */
    volatile ContainerCaller caller = ContainerCaller.NOBODY;

    /** A caller that it knows by a token. */
    record TokenUser(String rawToken) implements Principal {
        @Override
        public String getName() {
            return "somebody";
        }
    }

    /** Authenticates all that follows by this token. */
    void accepts(String token) {
        caller = () -> new TokenUser(token);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setSecurityContext(new SecurityContext() {
            @Override
            public @Nullable Principal getUserPrincipal() {
                return caller.principal();
            }

            @Override
            public boolean isUserInRole(String role) {
                return true;
            }

            @Override
            public boolean isSecure() {
                return false;
            }

            @Override
            public String getAuthenticationScheme() {
                return "MP-JWT";
            }
        });
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public @Nullable Principal getUserPrincipal() {
                        return caller.principal();
                    }
                },
                response);
    }
}
