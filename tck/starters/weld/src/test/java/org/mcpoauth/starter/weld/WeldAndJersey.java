package org.mcpoauth.starter.weld;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Function;
import org.glassfish.grizzly.http.server.HttpHandlerRegistration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.client.rest.McpOAuthClientEndpoints;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.tck.container.app.CallsEndpoint;
import org.mcpoauth.tck.container.app.ToolsEndpoint;

/** Weld SE, and on a port of Grizzly two applications of Jersey: the resource classes, and the endpoints of the library. */
public final class WeldAndJersey implements Function<String, AutoCloseable> {
    /** For the adapter. */
    public WeldAndJersey() {}

    @Override
    public AutoCloseable apply(String context) {
        SeContainer container = SeContainerInitializer.newInstance().initialize();
        HttpServer http = server();
        serve(http, context + "/api", endpoints(container).registerClasses(ToolsEndpoint.class, CallsEndpoint.class));
        serve(http, context, endpoints(container));
        try {
            http.start();
        } catch (IOException e) {
            container.close();
            throw new UncheckedIOException(e);
        }
        return () -> {
            http.shutdownNow();
            container.close();
        };
    }

    private static HttpServer server() {
        URI origin = URI.create(System.getProperty("mcp.oauth.tck.origin"));
        HttpServer http = new HttpServer();
        http.addListener(new NetworkListener("tck", origin.getHost(), origin.getPort()));
        return http;
    }

    private static ResourceConfig endpoints(SeContainer beans) {
        return new ResourceConfig()
                .register(new McpOAuthEndpoints(
                        beans.select(ProtectedResource.class).get(),
                        beans.select(AuthorizationServer.class).get()))
                .register(new McpOAuthClientEndpoints(
                        beans.select(ClientEndpoints.class).get()));
    }

    private static void serve(HttpServer http, String path, ResourceConfig application) {
        http.getServerConfiguration()
                .addHttpHandler(
                        ContainerFactory.createContainer(GrizzlyHttpContainer.class, application),
                        HttpHandlerRegistration.builder().contextPath(path).build());
    }
}
