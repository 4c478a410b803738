package org.mcpoauth.tck.container.foreign;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Shows in each answer that the classes of the application are in use. */
public class StampingFilter implements ContainerResponseFilter {
    /** The header that answers get. */
    public static final String HEADER = "X-Stamped";

    /** For the runtime. */
    public StampingFilter() {}

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, "by the application");
    }
}
