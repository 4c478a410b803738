package org.mcpoauth.starter.helidon;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.mcpoauth.tck.container.app.CallsEndpoint;
import org.mcpoauth.tck.container.app.ToolsEndpoint;

/** The resource classes; what comes before a token is judged here too. */
@ApplicationScoped
@ApplicationPath("/api")
public class ToolsApplication extends Application {
    /** For the runtime. */
    public ToolsApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(LibraryEndpoints.class, ToolsEndpoint.class, CallsEndpoint.class);
    }
}
