package org.mcpoauth.server.wire;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.FilterRegistration;
import org.glassfish.grizzly.servlet.ServletRegistration;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** Jersey on Grizzly. */
final class JerseyRuntime implements RestRuntime {

    @Override
    public Running start(RestApplication application, String path) {
        return new OnGrizzly(GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/" + path), configuration(application), false));
    }

    @Override
    public Running start(RestApplication application, Filter filter) {
        WebappContext context = new WebappContext("test", "");
        FilterRegistration filters = context.addFilter("guard", filter);
        filters.setAsyncSupported(true);
        filters.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), "/*");
        ServletRegistration servlets = context.addServlet("application", servlet(application));
        servlets.setAsyncSupported(true);
        servlets.addMapping("/*");
        HttpServer server = new HttpServer();
        server.addListener(new NetworkListener("test", "127.0.0.1", 0));
        context.deploy(server);
        return new OnGrizzly(server);
    }

    @Override
    public Servlet servlet(RestApplication application) {
        return new ServletContainer(configuration(application));
    }

    /** Classes first: of two registrations of one class Jersey keeps the first. */
    private static ResourceConfig configuration(RestApplication application) {
        ResourceConfig configuration = new ResourceConfig(application.getClasses());
        application.getSingletons().forEach(configuration::register);
        return configuration.addProperties(application.getProperties());
    }

    private record OnGrizzly(HttpServer server) implements Running {
        // beyond the limit of the guard, so that it is the guard which refuses
        private static final int MAX_HEADERS = 1000;

        OnGrizzly {
            server.getListeners().forEach(listener -> listener.setMaxRequestHeaders(MAX_HEADERS));
            try {
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int port() {
            return server.getListeners().iterator().next().getPort();
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }
}
