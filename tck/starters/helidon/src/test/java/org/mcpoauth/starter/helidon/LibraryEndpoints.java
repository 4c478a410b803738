package org.mcpoauth.starter.helidon;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.mcpoauth.client.rest.McpOAuthClientEndpoints;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** The endpoints of the library, and what comes before a token, out of the beans of the library. */
public final class LibraryEndpoints implements Feature {
    /** For the runtime. */
    public LibraryEndpoints() {}

    @Override
    public boolean configure(FeatureContext application) {
        CDI<Object> beans = CDI.current();
        application
                .register(new McpOAuthEndpoints(
                        beans.select(ProtectedResource.class).get(),
                        beans.select(AuthorizationServer.class).get()))
                .register(new McpOAuthClientEndpoints(
                        beans.select(ClientEndpoints.class).get()));
        return true;
    }
}
