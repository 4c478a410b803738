package org.mcpoauth.cdi;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.servlet.McpOAuthClientServletFilter;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;

/** A servlet container that listens before the application starts, so that the port is known to its keys. */
final class WebServer implements AutoCloseable {
    static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpServer server = new HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);
    private final String host;

    WebServer() {
        this("127.0.0.1");
    }

    /** The same with another name of this machine in its URLs. */
    WebServer(String host) {
        this(host, null);
    }

    /** The same over TLS, if there is something to show. */
    WebServer(String host, @Nullable SSLContext tls) {
        this.host = host;
        if (tls != null) {
            listener.setSecure(true);
            listener.setSSLEngineConfig(new SSLEngineConfigurator(tls, false, false, false));
        }
        server.addListener(listener);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys a servlet behind the filter, as a container would find it; gives how often the servlet has run. */
    AtomicInteger deployGuarded() {
        return deploy(new McpOAuthServletFilter());
    }

    /** Deploys a servlet behind a filter; gives how often the servlet has run. */
    AtomicInteger deploy(Filter filter) {
        CountingServlet servlet = new CountingServlet();
        WebappContext context = new WebappContext("test", "");
        context.addFilter("filter", filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        context.addServlet("application", servlet).addMapping("/*");
        context.deploy(server);
        return servlet.runs;
    }

    /** Deploys an application of Jakarta REST without a filter. */
    void deploy(ResourceConfig application) {
        WebappContext context = new WebappContext("test", "");
        context.addServlet("application", new ServletContainer(application)).addMapping("/*");
        context.deploy(server);
    }

    /** Answers at one path. */
    void deploy(String path, HttpHandler handler) {
        server.getServerConfiguration().addHttpHandler(handler, path);
    }

    /** Deploys a servlet behind the filter of clients. */
    void deployEndpoints() {
        deploy(new McpOAuthClientServletFilter());
    }

    String url(String path) {
        return (listener.isSecure() ? "https://" : "http://") + host + ":" + listener.getPort() + path;
    }

    HttpRequest.Builder post(String path, String type, String body) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> call(String token) {
        return send(post("/mcp", "application/json", PING).header("Authorization", "Bearer " + token));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
