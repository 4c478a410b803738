package org.mcpoauth.benchmarks;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.mcpoauth.benchmarks.Contender.Verification;

/** The usual hand-written filter: token out of the header, verification, 401. It knows nothing of MCP. */
@Priority(Priorities.AUTHENTICATION)
final class NimbusFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final String CLAIMS = "claims";

    private final Verification verification;

    NimbusFilter(Verification verification) {
        this.verification = verification;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String line = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        try {
            request.setProperty(CLAIMS, verification.verify(line.substring(SCHEME.length())));
        } catch (Exception e) {
            request.abortWith(Response.status(Response.Status.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build());
        }
    }
}
