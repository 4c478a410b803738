package org.mcpoauth.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * A request scope as a server of Jakarta EE has it. Not nested in its test: the module does not read Jakarta REST, and
 * nested classes are loaded to find tests.
 */
@PreMatching
@Priority(1)
final class RequestScope implements ContainerRequestFilter, ContainerResponseFilter {
    private final Application application;

    RequestScope(Application application) {
        this.application = application;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        controller().activate();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        controller().deactivate();
    }

    private RequestContextController controller() {
        return application.get(RequestContextController.class);
    }
}
