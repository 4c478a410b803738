package org.mcpoauth.server.wire;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.FilterRegistration;
import org.glassfish.grizzly.servlet.ServletRegistration;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.resource.BearerGuardFactory;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.resource.ProtectedResource;

/** A protected web application in a servlet container, on a port of the system's choice. */
final class ServletServer implements AutoCloseable {
    final MovableClock clock = new MovableClock();
    final ScriptedTransport transport = new ScriptedTransport();
    final TestIssuer issuer = new TestIssuer("http://127.0.0.1:7000", transport, clock);
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final ProtectedResource resource;
    private final HttpServer server = new HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

    /** Puts the filter in front of one servlet that gets every request. */
    ServletServer(Servlet servlet, UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        resource = resource(configure);
        deploy(new McpOAuthServletFilter(resource), servlet);
    }

    private ServletServer(
            UnaryOperator<ResourceServerConfiguration.Builder> configure,
            Function<ProtectedResource, Servlet> servlet) {
        resource = resource(configure);
        deploy(new McpOAuthServletFilter(resource), servlet.apply(resource));
    }

    /** The same with a servlet that knows the resource too. */
    static ServletServer guardedTwice(
            UnaryOperator<ResourceServerConfiguration.Builder> configure,
            Function<ProtectedResource, Servlet> servlet) {
        return new ServletServer(configure, servlet);
    }

    /** The same with another filter. */
    ServletServer(Servlet servlet, Filter filter) {
        resource = resource(it -> it);
        deploy(filter, servlet);
    }

    /** The same behind a filter that plays the container. */
    ServletServer(Servlet servlet, UnaryOperator<ResourceServerConfiguration.Builder> configure, Filter container) {
        resource = resource(configure);
        WebappContext context = new WebappContext("test", "");
        context.addFilter("container", container).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        deploy(context, context.addFilter("guard", new McpOAuthServletFilter(resource)), servlet, "/*");
    }

    /** With both filters in this order, which guard no resource. */
    static ServletServer of(Servlet servlet, Filter container, Filter filter) {
        WebappContext context = new WebappContext("test", "");
        context.addFilter("container", container).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        return new ServletServer(context, context.addFilter("filter", filter), servlet);
    }

    private ServletServer(WebappContext context, FilterRegistration filters, Servlet servlet) {
        resource = resource(it -> it);
        deploy(context, filters, servlet, "/*");
    }

    /** The same behind TLS, where clients may authenticate themselves. */
    ServletServer(
            Servlet servlet, UnaryOperator<ResourceServerConfiguration.Builder> configure, SSLEngineConfigurator tls) {
        resource = resource(configure);
        listener.setSecure(true);
        listener.setSSLEngineConfig(tls);
        deploy(new McpOAuthServletFilter(resource), servlet);
    }

    /** In a context, at a mapping, with a parameter of the filter. */
    ServletServer(String contextPath, String mapping, String paths, Servlet servlet) {
        this(new WebappContext("test", contextPath), mapping, paths, servlet);
    }

    /** In a context that may have servlets already. */
    ServletServer(WebappContext context, String mapping, String paths, Servlet servlet) {
        resource = resource(it -> it);
        FilterRegistration filters = context.addFilter("guard", new McpOAuthServletFilter(resource));
        if (!paths.isEmpty()) {
            filters.setInitParameter(McpOAuthServletFilter.PATHS, paths);
        }
        deploy(context, filters, servlet, mapping);
    }

    private ProtectedResource resource(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        McpOAuthServices services = TestIssuer.services(transport, clock, Runnable::run, KeySetCache.NONE, events::add);
        ResourceServerConfiguration configuration = configure
                .apply(ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer())))
                .build();
        return new BearerGuardFactory()
                .protectedResource(configuration, new JwtVerifierFactory().verifier(configuration, services), services);
    }

    private void deploy(Filter filter, Servlet servlet) {
        WebappContext context = new WebappContext("test", "");
        deploy(context, context.addFilter("guard", filter), servlet, "/*");
    }

    private void deploy(WebappContext context, FilterRegistration filters, Servlet servlet, String mapping) {
        filters.setAsyncSupported(true);
        filters.addMappingForUrlPatterns(
                EnumSet.of(
                        DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.INCLUDE, DispatcherType.ASYNC),
                "/*");
        ServletRegistration servlets = context.addServlet("application", servlet);
        servlets.setAsyncSupported(true);
        servlets.addMapping(mapping);
        server.addListener(listener);
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String path) {
        String scheme = listener.isSecure() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + listener.getPort() + path);
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpRequest.Builder post(String body) {
        return get("/mcp").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
