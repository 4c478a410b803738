package org.mcpoauth.server.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.resource.BearerGuardFactory;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.resource.ProtectedResource;

/** A protected application on the Jakarta REST runtime of the run, without servlet filter. */
final class RestServer implements AutoCloseable {
    static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    final MovableClock clock = new MovableClock();
    final ScriptedTransport transport = new ScriptedTransport();
    final TestIssuer issuer = new TestIssuer("http://127.0.0.1:7000", transport, clock);
    final TestIssuer otherIssuer = new TestIssuer("http://127.0.0.1:7001", transport, clock);
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final McpOAuthServices services =
            TestIssuer.services(transport, clock, Runnable::run, KeySetCache.NONE, events::add);
    final ProtectedResource resource;
    final McpEndpoint endpoint = new McpEndpoint();
    private final RestRuntime.Running server;

    /** The usual application. */
    RestServer(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        this(configure, "");
    }

    /** The usual application under a path. */
    RestServer(UnaryOperator<ResourceServerConfiguration.Builder> configure, String path) {
        resource = resource(configure);
        RestApplication application = new RestApplication(OpenEndpoint.class).register(endpoint);
        server = start(application.register(new McpOAuthFeature(resource)), path);
    }

    /** Another application. */
    RestServer(RestApplication application, UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        resource = resource(configure);
        server = start(application.register(new McpOAuthFeature(resource)), "");
    }

    private RestServer(RestApplication application, String path, boolean isGuarded) {
        resource = resource(it -> it);
        server = start(isGuarded ? application.register(new McpOAuthFeature(resource)) : application, path);
    }

    private RestServer(RestApplication application) {
        resource = resource(it -> it);
        server = RestRuntime.current()
                .start(application.register(McpOAuthFeature.class), new McpOAuthServletFilter(resource));
    }

    /** An application in a servlet container, as the container makes it: the filter stands in front. */
    static RestServer behindFilter(RestApplication application) {
        return new RestServer(application);
    }

    static RestServer guarding(RestApplication application) {
        return guarding(application, "");
    }

    static RestServer guarding(RestApplication application, String path) {
        return new RestServer(application, path, true);
    }

    /** An application whose author forgot the feature. */
    static RestServer unguarded(RestApplication application) {
        return new RestServer(application, "", false);
    }

    private ProtectedResource resource(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        List<Issuer> issuers = List.of(issuer.issuer(), otherIssuer.issuer());
        ResourceServerConfiguration configuration = configure
                .apply(ResourceServerConfiguration.builder(ResourceIdentifier.of(TestIssuer.RESOURCE), issuers))
                .build();
        return new BearerGuardFactory()
                .protectedResource(configuration, new JwtVerifierFactory().verifier(configuration, services), services);
    }

    private RestRuntime.Running start(RestApplication application, String path) {
        return RestRuntime.current().start(application.register(new McpOAuthEndpoints(resource)), path);
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(uri("/mcp"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** A request of the revision without sessions, with the headers that mirror its body. */
    HttpRequest.Builder modern(String method, @Nullable String name, String body) {
        HttpRequest.Builder request =
                post(body).header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
        return name == null ? request : request.header("Mcp-Name", name);
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    static HttpRequest.Builder with(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> call(String token, String body) {
        return send(with(token, post(body)));
    }

    /** Sends bytes as they are, for what an HTTP client refuses to send, and gives the whole answer. */
    String raw(String... lines) {
        return raw(Integer.MAX_VALUE, lines);
    }

    /** The same for the beginning of an answer, where the server waits for more of the request after it. */
    String raw(int maxBytes, String... lines) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(maxBytes), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
