package org.mcpoauth.client.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.support.binding.RestEndpoints;

/**
 * Serves login, callback, logout and client ID metadata documents in a Jakarta REST application at the root of its
 * server; for plain Java SE, where no Servlet does it. Registered by hand: {@code register(new
 * McpOAuthClientEndpoints(runtime.endpoints(List.of(crm))))}.
 *
 * <p>A request whose raw path is exactly that of an endpoint is answered before Jakarta REST looks for a method, and
 * after filters of an earlier priority, such as one that signs users in and sets the {@code SecurityContext}.
 *
 * <p>Of every other request it tells CDI, if there is CDI, the user and the cookies: without servlets, that is how an
 * injected client knows its caller. Where several applications of Jakarta REST share a server, each that calls with injected clients
 * registers an instance. This needs the request scope of the runtime to be open before it matches.
 */
@PreMatching
@Priority(McpOAuthClientEndpoints.AFTER_AUTHENTICATION)
public final class McpOAuthClientEndpoints implements ContainerRequestFilter {
    static final int AFTER_AUTHENTICATION = 1500;

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Handover handover = new Handover();

    /**
     * Serves endpoints.
     *
     * @param group those of the clients
     */
    public McpOAuthClientEndpoints(ClientEndpoints group) {
        group.endpoints().forEach(endpoint -> endpoints.put(endpoint.path(), endpoint));
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Endpoint endpoint = endpoints.get(request.getUriInfo().getRequestUri().getRawPath());
        if (endpoint != null) {
            request.abortWith(RestEndpoints.answer(endpoint, request));
        } else {
            handover.enter(request);
        }
    }
}
