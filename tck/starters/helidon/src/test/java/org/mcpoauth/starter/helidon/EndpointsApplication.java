package org.mcpoauth.starter.helidon;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The endpoints of the library alone. */
@ApplicationScoped
@ApplicationPath("/")
public class EndpointsApplication extends Application {
    /** For the runtime. */
    public EndpointsApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(LibraryEndpoints.class);
    }
}
