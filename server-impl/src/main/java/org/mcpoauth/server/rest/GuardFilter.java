package org.mcpoauth.server.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.spi.resource.GuardDecision.Refused;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Has the guard judge requests to one resource method, and lets it look at the answer before it is sent.
 * It carries messages in and out only; every rule but that of roles is the guard's.
 */
@Priority(Priorities.AUTHENTICATION)
class GuardFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.rest");
    private static final String SESSION = "Mcp-Session-Id";
    private static final int RETRY_AFTER_SECONDS = 10;

    private final GuardedMethods methods;
    private final @Nullable PathTemplate template;
    private final RoleRules roles;

    GuardFilter(GuardedMethods methods, @Nullable PathTemplate template, RoleRules roles) {
        this.methods = methods;
        this.template = template;
        this.roles = roles;
    }

    /** The same where the runtime made the feature, so that both may be registered on one method. */
    @Priority(Priorities.AUTHENTICATION)
    static final class OfRuntime extends GuardFilter {
        OfRuntime(GuardedMethods methods, @Nullable PathTemplate template, RoleRules roles) {
            super(methods, template, roles);
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        GuardedExchange known = GuardedExchange.from(request.getProperty(GuardedExchange.PROPERTY));
        ProtectedResource resource = methods.guarding(template, request).orElse(null);
        if (known != null && (resource == null || known.isFor(resource))) {
            enter(request, known);
        } else if (resource != null) {
            enter(request, judged(request, resource));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        GuardedExchange exchange = GuardedExchange.from(request.getProperty(GuardedExchange.PROPERTY));
        if (exchange == null || !exchange.isOwnedBy(this)) {
            return;
        }
        try {
            exchange.afterCall(response.getStatus(), RestMessages.headers(response.getStringHeaders()));
        } catch (McpOAuthException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4201 answer withheld: " + e.getMessage());
            response.getHeaders().remove(SESSION);
            response.setEntity(null);
            response.setStatusInfo(Response.Status.SERVICE_UNAVAILABLE);
            response.getHeaders().putSingle("Retry-After", RETRY_AFTER_SECONDS);
        }
        exchange.corsHeaders()
                .map()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
    }

    private GuardedExchange judged(ContainerRequestContext request, ProtectedResource resource) {
        GuardedExchange exchange = GuardedExchange.judge(resource, RestMessages.guarded(request), this);
        request.setProperty(GuardedExchange.PROPERTY, exchange);
        return exchange;
    }

    private void enter(ContainerRequestContext request, GuardedExchange exchange) {
        if (exchange.decision() instanceof Refused refused) {
            request.abortWith(RestMessages.response(refused.response()));
            return;
        }
        if (exchange.hidesSession()) {
            request.getHeaders().remove(SESSION);
        }
        VerifiedToken token = exchange.token();
        if (token != null) {
            request.setProperty(GuardedExchange.TOKEN_PROPERTY, token);
            request.setSecurityContext(
                    new TokenSecurityContext(token, request.getSecurityContext().isSecure()));
        }
        if (token == null ? !roles.isOpen() : !roles.permit(token.roles())) {
            request.abortWith(forbidden());
        }
    }

    /** No scope would help against a missing role, so there is no challenge. */
    private static Response forbidden() {
        return Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity("{\"error\":\"access_denied\"}")
                .build();
    }
}
