package org.mcpoauth.tck.container.listed;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.mcpoauth.tck.container.app.CallsEndpoint;
import org.mcpoauth.tck.container.app.ToolsEndpoint;

/** Lists its classes, so that the runtime looks for no others. */
@ApplicationPath("/api")
public class ListedApplication extends Application {
    /** For the runtime. */
    public ListedApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ToolsEndpoint.class, CallsEndpoint.class);
    }
}
