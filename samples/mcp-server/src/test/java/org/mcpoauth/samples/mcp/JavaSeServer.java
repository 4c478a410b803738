package org.mcpoauth.samples.mcp;

import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** The endpoint on plain Java SE (Weld and Jersey), on a port of the system's choice. */
final class JavaSeServer implements AutoCloseable {
    private final WeldContainer beans = new Weld().addBeanClass(TestCodec.class).initialize();
    private final HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"), new ResourceConfig(McpResource.class, TestPrincipalFilter.class));

    URI endpoint() {
        return URI.create(
                "http://127.0.0.1:" + server.getListeners().iterator().next().getPort() + "/mcp");
    }

    @Override
    public void close() {
        server.shutdownNow();
        beans.close();
    }
}
