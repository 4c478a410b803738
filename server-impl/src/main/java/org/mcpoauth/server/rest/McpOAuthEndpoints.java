package org.mcpoauth.server.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.support.binding.RestEndpoints;

/**
 * Serves endpoints, such as metadata and those of an authorization server, in a Jakarta REST application
 * at the root of its server; for plain Java SE, where no Servlet does it. Registered by hand: {@code
 * register(new McpOAuthEndpoints(resource, authorizationServer))}.
 *
 * <p>A request whose raw path is exactly that of an endpoint is answered before Jakarta REST looks for a
 * method. For protected resources it also answers what comes before any token: {@code Origin}, {@code
 * Host} and CORS preflight. And it withholds the answer of a method under the path of a protected
 * resource that no guard has judged, which means that {@link McpOAuthFeature} is not registered. Where the runtime has
 * found no method behind a locator, its 404, 405, 406 or 415 goes out, without a body.
 */
@PreMatching
@Priority(McpOAuthEndpoints.BEFORE_OTHERS)
public final class McpOAuthEndpoints implements ContainerRequestFilter, ContainerResponseFilter {
    /**
     * The property of a request that holds the address of its peer, as a text such as {@code 192.0.2.1}. Jakarta REST
     * does not tell it; an application whose server does sets it in a pre-matching filter of a priority below 100, or as
     * a request attribute in a Servlet filter. Without it all peers count as one address.
     */
    public static final String REMOTE_ADDRESS = RestEndpoints.REMOTE_ADDRESS;

    static final int BEFORE_OTHERS = 100;

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.rest");

    private static final Set<Integer> NO_METHOD = Set.of(404, 405, 406, 415);

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final List<ProtectedResource> resources;

    /**
     * Serves the endpoints of all groups.
     *
     * @param groups protected resources, authorization servers and other groups
     * @throws ConfigurationException if two endpoints have one path
     */
    public McpOAuthEndpoints(EndpointGroup... groups) {
        for (EndpointGroup group : groups) {
            group.endpoints().forEach(this::add);
        }
        resources = Stream.of(groups)
                .filter(ProtectedResource.class::isInstance)
                .map(ProtectedResource.class::cast)
                .toList();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        Endpoint endpoint = endpoints.get(path);
        if (endpoint != null) {
            request.abortWith(RestEndpoints.answer(endpoint, request));
            return;
        }
        for (ProtectedResource resource : resources) {
            EndpointResponse early = early(resource, path, request);
            if (early != null) {
                request.abortWith(RestEndpoints.response(early));
                return;
            }
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean isJudged = request.getProperty(GuardedExchange.PROPERTY) != null;
        boolean hasRun = !request.getUriInfo().getMatchedResources().isEmpty();
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (!isJudged
                && hasRun
                && resources.stream().anyMatch(each -> each.guard().guards(path))) {
            withhold(response);
        }
    }

    /** What the runtime refuses by itself keeps its status: a locator has run, but no method has matched. */
    private static void withhold(ContainerResponseContext response) {
        response.setEntity(null);
        if (NO_METHOD.contains(response.getStatus())) {
            response.getHeaders().keySet().removeIf(name -> !HttpHeaders.ALLOW.equalsIgnoreCase(name));
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "MCPO4202 answer withheld: register McpOAuthFeature, no guard ran");
        response.getHeaders().clear();
        response.setStatusInfo(Response.Status.SERVICE_UNAVAILABLE);
    }

    private void add(Endpoint endpoint) {
        if (endpoints.putIfAbsent(endpoint.path(), endpoint) != null) {
            throw new ConfigurationException("endpoints", "two have the path " + endpoint.path());
        }
    }

    private static @Nullable EndpointResponse early(
            ProtectedResource resource, String path, ContainerRequestContext request) {
        if (!resource.guard().guards(path)) {
            return null;
        }
        GuardedRequest guarded = RestMessages.guarded(request);
        return resource.guard().beforeMatching(guarded);
    }
}
