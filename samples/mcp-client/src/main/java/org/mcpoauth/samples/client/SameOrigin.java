package org.mcpoauth.samples.client;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Forms of other sites call no tools for the user: browsers tell where a form comes from. */
@Provider
public class SameOrigin implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        boolean changes = request.getMethod().equals(HttpMethod.POST);
        if (changes && !origin(request.getUriInfo().getBaseUri()).equals(request.getHeaderString("Origin"))) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN).build());
        }
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
