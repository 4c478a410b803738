package org.mcpoauth.server.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.support.binding.RestEndpoints;

/** Turns requests of Jakarta REST into those of the guard. */
final class RestMessages {
    private RestMessages() {}

    static GuardedRequest guarded(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        return new GuardedRequest(
                RestEndpoints.method(request),
                uri.getRawPath(),
                uri.getRawQuery(),
                RestEndpoints.headers(request.getHeaders()),
                maxBytes -> RestEndpoints.body(request, maxBytes),
                RestEndpoints.certificate(request),
                RestEndpoints.remoteAddress(request),
                () -> RestEndpoints.caller(request));
    }
}
