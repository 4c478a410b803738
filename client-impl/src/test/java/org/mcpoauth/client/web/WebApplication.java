package org.mcpoauth.client.web;

import jakarta.annotation.Priority;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.rest.McpOAuthClientEndpoints;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.client.servlet.McpOAuthClientServletFilter;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;

/**
 * A web application with one client, whose users are known by a header as if its server had authenticated them. It
 * listens before the client is made, so that the port is known to the redirect URI.
 */
final class WebApplication implements AutoCloseable {
    static final String CALLBACK = "/shop/mcp-oauth/callback/crm";
    static final String LOGIN = "/shop/mcp-oauth/login/crm";
    static final String LOGOUT = "/shop/mcp-oauth/logout/crm";
    static final WebRules RULES = new WebRules(Login.USER, "/shop/mcp-oauth", null, false);

    /** Who serves the endpoints. */
    enum Binding {
        REST,
        SERVLET
    }

    final World world = new World();
    final McpOAuthClient crm;
    final ClientEndpoints endpoints;
    private final HttpServer server = new HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

    WebApplication(Binding binding, WebRules rules) {
        this(binding, builder -> builder.web(rules));
    }

    WebApplication(Binding binding, UnaryOperator<ClientConfiguration.Builder> configure) {
        server.addListener(listener);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Shop")
                .redirectUris(List.of(uri(CALLBACK)))
                .build();
        crm = world.runtime.client(configure
                .apply(ClientConfiguration.builder("crm", world.serverUrl(), metadata))
                .build());
        endpoints = world.runtime.endpoints(List.of(crm));
        switch (binding) {
            case REST -> deployRest();
            case SERVLET -> deployServlet();
        }
    }

    private void deployRest() {
        ResourceConfig application =
                new ResourceConfig().register(new SignedIn()).register(new McpOAuthClientEndpoints(endpoints));
        server.getServerConfiguration()
                .addHttpHandler(ContainerFactory.createContainer(HttpHandler.class, application), "/");
    }

    private void deployServlet() {
        WebappContext context = new WebappContext("shop", "/shop");
        EnumSet<DispatcherType> requests = EnumSet.of(DispatcherType.REQUEST);
        context.addFilter("container", new SignedIn()).addMappingForUrlPatterns(requests, "/*");
        context.addFilter("endpoints", new McpOAuthClientServletFilter(endpoints))
                .addMappingForUrlPatterns(requests, "/*");
        context.addServlet("shop", new HttpServlet() {}).addMapping("/*");
        context.deploy(server);
    }

    URI uri(String path) {
        return URI.create(origin() + path);
    }

    String origin() {
        return "http://127.0.0.1:" + listener.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        world.close();
    }

    /** A server that knows its users. */
    @PreMatching
    @Priority(Priorities.AUTHENTICATION)
    private static final class SignedIn implements ContainerRequestFilter, Filter {
        private static final String USER = "X-User";

        @Override
        public void filter(ContainerRequestContext request) {
            String name = request.getHeaderString(USER);
            request.setSecurityContext(new SecurityContext() {
                @Override
                public @Nullable Principal getUserPrincipal() {
                    return principal(name);
                }

                @Override
                public boolean isUserInRole(String role) {
                    return false;
                }

                @Override
                public boolean isSecure() {
                    return false;
                }

                @Override
                public String getAuthenticationScheme() {
                    return "test";
                }
            });
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String name = ((HttpServletRequest) request).getHeader(USER);
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public @Nullable Principal getUserPrincipal() {
                            return principal(name);
                        }
                    },
                    response);
        }

        private static @Nullable Principal principal(@Nullable String name) {
            return name == null ? null : () -> name;
        }
    }
}
