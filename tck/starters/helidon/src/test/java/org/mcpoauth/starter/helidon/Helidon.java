package org.mcpoauth.starter.helidon;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URI;
import java.util.function.Function;

/** Helidon MP, which listens as soon as its CDI container has started. Its own types are newer than this code. */
public final class Helidon implements Function<String, AutoCloseable> {
    private static final String PATH = ".routing-path.path";

    /** For the adapter. */
    public Helidon() {}

    @Override
    public AutoCloseable apply(String context) {
        URI origin = URI.create(System.getProperty("mcp.oauth.tck.origin"));
        System.setProperty("server.host", origin.getHost());
        System.setProperty("server.port", String.valueOf(origin.getPort()));
        System.setProperty(EndpointsApplication.class.getName() + PATH, context);
        System.setProperty(ToolsApplication.class.getName() + PATH, context + "/api");
        return SeContainerInitializer.newInstance().initialize();
    }
}
