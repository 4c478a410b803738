package org.mcpoauth.cdi;

import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.servlet.ServletContext;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/**
 * Ends the start of a web application that has a protected resource and no filter in front of it, because its descriptor
 * keeps initializers of libraries away (Jakarta Servlet 6.0, section 8.2.4). Loaded only where there are servlets.
 */
public final class ServletGuardCheck implements SyntheticObserver<ServletContext> {
    /** For the container. */
    public ServletGuardCheck() {}

    @Override
    public void observe(EventContext<ServletContext> event, Parameters parameters) {
        ServletContext application = event.getEvent();
        // a neighbour in an enterprise archive may have no part in this
        boolean isConcerned = ServletTypes.isSeen(ServletEndpoints.INITIALIZER, application.getClassLoader());
        if (isConcerned && application.getAttribute(ServletEndpoints.INITIALIZER) == null) {
            throw new DeploymentException(
                    "MCPO5010 web.xml keeps away what guards protected resources: add <others/> to its"
                            + " <absolute-ordering>");
        }
    }
}
