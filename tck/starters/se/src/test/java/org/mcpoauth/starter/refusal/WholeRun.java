package org.mcpoauth.starter.refusal;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * An authorization server with a protected servlet in one server, a protected application of Jakarta REST in
 * another that asks a third, untrustworthy one about tokens; all on one store that can fail.
 */
final class WholeRun implements AutoCloseable {
    /** Stands in texts of peers that nothing may repeat in a log. */
    static final String INJECTED = "INJ3CTED";

    static final String PLAIN_STATE = "plain-state-of-the-application";
    static final String INTROSPECTION_SECRET = "secret-of-the-resource-server";

    final Reasons reasons = new Reasons();
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final FailingStore store = new FailingStore(new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults()));
    final AuthorizationServer server;
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .stateStore(store)
            .auditListener(events::add)
            .build();
    private final org.glassfish.grizzly.http.server.HttpServer servlets =
            new org.glassfish.grizzly.http.server.HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);
    private final org.glassfish.grizzly.http.server.HttpServer rest;
    private final HttpServer stranger;

    WholeRun() {
        try {
            servlets.addListener(listener);
            servlets.start();
            stranger = stranger();
            server = runtime.authorizationServer(
                    AuthorizationServerConfiguration.builder(Issuer.of(base()), List.of(own()))
                            .scopesSupported(Scopes.of("mcp:tools"))
                            .scopesDefault(Scopes.of("mcp:tools"))
                            .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                            .registration(DynamicRegistration.OPEN)
                            .rateLimits(
                                    RateLimits.DEFAULT.withRegistration(null).withFailures(null))
                            .build(),
                    UserSource.form((name, password) -> password.reveal().equals("right-password")
                            ? Optional.of(
                                    new ResourceOwner(name, Clock.systemUTC().instant(), "pwd"))
                            : Optional.empty()));
            deployServlet();
            rest = serveRest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String base() {
        return "http://127.0.0.1:" + listener.getPort();
    }

    private ResourceIdentifier own() {
        return ResourceIdentifier.of(base() + "/mcp");
    }

    /** The MCP server behind the servlet filter, for tokens of the authorization server in the same process. */
    URI servlet() {
        return own().uri();
    }

    /** The MCP server behind the feature of Jakarta REST. */
    URI rest() {
        return URI.create(
                "http://127.0.0.1:" + rest.getListeners().iterator().next().getPort() + "/mcp");
    }

    /** A request to one of them. */
    static HttpRequest.Builder call(URI mcp, String body) {
        return HttpRequest.newBuilder(mcp)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** An answer of both applications to any message: with a session, a task and a state. */
    private static String answer(String body) {
        if (body.contains("tools/call")) {
            return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\",\"requestState\":\""
                    + PLAIN_STATE + "\"}}";
        }
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
    }

    /** An MCP server that is a servlet. */
    private static final class McpServlet extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("initialize")) {
                response.setHeader("Mcp-Session-Id", "session-of-the-servlet");
            }
            response.setContentType("application/json");
            response.getOutputStream().write(answer(body).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Path("mcp")
    public static final class McpEndpoint {
        /** One message. */
        @POST
        public Response call(String body) {
            Response.ResponseBuilder response = Response.ok(answer(body), "application/json");
            return (body.contains("initialize")
                            ? response.header("Mcp-Session-Id", "session-of-the-endpoint")
                            : response)
                    .build();
        }

        /** The end of a session. */
        @DELETE
        public Response end() {
            return Response.noContent().build();
        }
    }

    private void deployServlet() {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        own(), List.of(Issuer.of(base())))
                .build();
        ProtectedResource resource = runtime.protectedResource(configuration, runtime.verifier(configuration, server));
        WebappContext context = new WebappContext("test", "");
        context.addFilter("guard", new McpOAuthServletFilter(server, resource))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        context.addServlet("mcp", new McpServlet()).addMapping("/*");
        context.deploy(servlets);
    }

    private org.glassfish.grizzly.http.server.HttpServer serveRest() throws IOException {
        URI introspection =
                URI.create("http://127.0.0.1:" + stranger.getAddress().getPort() + "/");
        ResourceServerConfiguration configuration = reasons.configuration(it -> it.introspection(IntrospectionRules.of(
                        Issuer.of(Reasons.ISSUER),
                        "resource-server",
                        new ClientAuthentication.ClientSecretPost(Secret.of(INTROSPECTION_SECRET)))
                .withUrl(introspection)));
        org.glassfish.grizzly.http.server.HttpServer made = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new ResourceConfig(McpEndpoint.class)
                        .register(new McpOAuthFeature(runtime.protectedResource(configuration))),
                false);
        made.getListeners().forEach(each -> each.setMaxHttpHeaderSize(64 << 10));
        made.start();
        return made;
    }

    /** Answers something that is no JSON, with all that it was asked. */
    private static HttpServer stranger() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.createContext("/", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            byte[] answer = ("{\"active\":true,\"" + INJECTED + "\":\"" + new String(asked, StandardCharsets.UTF_8)
                            + "\",\"" + INJECTED + "\":\n\u0000}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        made.start();
        return made;
    }

    @Override
    public void close() {
        rest.shutdownNow();
        servlets.shutdownNow();
        stranger.stop(0);
        runtime.close();
    }
}
