package org.mcpoauth.samples.quickstart;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.samples.mcp.McpResource;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** MCP server and authorization server in one JVM: Weld, Jersey, SmallRye Config, on loopback. */
final class QuickstartServer implements AutoCloseable {
    /** Browsers keep cookies by host and not by port: two quickstarts with one browser need two names of this machine. */
    private static final String HOST = System.getProperty("quickstart.host", "127.0.0.1");

    private static final List<String> CHATTY = List.of("org.jboss.weld", "org.glassfish", "io.smallrye");

    /** Whoever starts a server closes it; a second hook would be in the way. */
    private static final String WELD_SHUTDOWN_HOOK = "org.jboss.weld.se.shutdownHook";

    private final Config config;
    private final SeContainer container;
    private final HttpServer http;
    private final URI origin;

    private QuickstartServer(Config config, SeContainer container, HttpServer http, URI origin) {
        this.config = config;
        this.container = container;
        this.http = http;
        this.origin = origin;
    }

    /** Starts on a port, or on a free one for 0. */
    static QuickstartServer start(int port) {
        CHATTY.forEach(name -> Logger.getLogger(name).setLevel(Level.WARNING));
        URI origin = URI.create("http://" + HOST + ":" + (port == 0 ? freePort() : port));
        Config config = configure(origin);
        SeContainer container = SeContainerInitializer.newInstance()
                .addProperty(WELD_SHUTDOWN_HOOK, false)
                .initialize();
        ProtectedResource resource = container.select(ProtectedResource.class).get();
        AuthorizationServer server = container.select(AuthorizationServer.class).get();
        ResourceConfig application = new ResourceConfig(McpResource.class)
                .register(new McpOAuthFeature(resource))
                .register(new McpOAuthEndpoints(resource, server));
        HttpServer http = GrizzlyHttpServerFactory.createHttpServer(origin, application);
        return new QuickstartServer(config, container, http, origin);
    }

    URI mcpUrl() {
        return URI.create(origin + "/mcp");
    }

    @Override
    public void close() {
        http.shutdownNow();
        container.close();
        ConfigProviderResolver.instance().releaseConfig(config);
    }

    private static Config configure(URI origin) {
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        Config config = resolver.getBuilder()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withSources(new QuickstartDefaults(origin))
                .build();
        resolver.registerConfig(config, Thread.currentThread().getContextClassLoader());
        return config;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
