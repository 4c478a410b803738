package org.mcpoauth.server.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/** Turns requests of Jakarta Servlet into those of the guard. */
final class ServletMessages {
    private ServletMessages() {}

    static GuardedRequest guarded(HttpServletRequest request, GuardedRequest.Body body) {
        return new GuardedRequest(
                ServletEndpoints.method(request),
                request.getRequestURI(),
                request.getQueryString(),
                ServletEndpoints.headers(request),
                body,
                ServletEndpoints.certificate(request),
                request.getRemoteAddr(),
                request::getUserPrincipal);
    }
}
