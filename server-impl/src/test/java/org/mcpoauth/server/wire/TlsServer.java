package org.mcpoauth.server.wire;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.server.AuthorizationServer;

/** An authorization server in a servlet container with two ports: one that asks clients for certificates, one not. */
final class TlsServer implements AutoCloseable {
    private final HttpServer server = new HttpServer();
    private final NetworkListener mutual = new NetworkListener("mutual", "127.0.0.1", 0);
    private final NetworkListener usual = new NetworkListener("usual", "127.0.0.1", 0);

    TlsServer(AuthorizationServer endpoints, SSLContext tls) {
        listen(mutual, new SSLEngineConfigurator(tls, false, false, true));
        listen(usual, new SSLEngineConfigurator(tls, false, false, false));
        WebappContext context = new WebappContext("test", "");
        context.addFilter("endpoints", new McpOAuthServletFilter(endpoints))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        context.addServlet("nothing", new EchoServlet()).addMapping("/*");
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(NetworkListener listener, SSLEngineConfigurator tls) {
        listener.setSecure(true);
        listener.setSSLEngineConfig(tls);
        server.addListener(listener);
    }

    /** Where clients are asked for certificates. */
    URI mutual(String path) {
        return URI.create("https://127.0.0.1:" + mutual.getPort() + path);
    }

    /** Where they are not. */
    URI usual(String path) {
        return URI.create("https://127.0.0.1:" + usual.getPort() + path);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
