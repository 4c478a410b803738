package org.mcpoauth.starter.possession;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;

/** An MCP endpoint behind the guard, on a plain server of the JDK; it answers who called. */
final class GuardedServer implements AutoCloseable {
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final HttpServer server;
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();
    private final AtomicInteger refusals = new AtomicInteger();

    GuardedServer(Issuer issuer, UnaryOperator<DpopPolicy> policy) {
        server = bound();
        ProtectedResource resource = runtime.protectedResource(
                ResourceServerConfiguration.builder(ResourceIdentifier.canonical(url()), List.of(issuer))
                        .dpop(policy.apply(DpopPolicy.DEFAULT))
                        .build());
        for (Endpoint endpoint : resource.endpoints()) {
            server.createContext(endpoint.path(), exchange -> write(exchange, endpoint(endpoint, exchange)));
        }
        server.createContext("/mcp", exchange -> serve(resource, exchange));
        server.start();
    }

    private static HttpServer bound() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    /** How often the guard refused. */
    int refusals() {
        return refusals.get();
    }

    private static EndpointResponse endpoint(Endpoint endpoint, HttpExchange exchange) throws IOException {
        return endpoint.handler()
                .handle(new EndpointRequest(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        exchange.getRequestURI().getRawQuery(),
                        headers(exchange),
                        exchange.getRequestBody().readAllBytes(),
                        null,
                        null));
    }

    private void serve(ProtectedResource resource, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        GuardedRequest request = new GuardedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                headers(exchange),
                limit -> body);
        GuardDecision decision = resource.guard().decide(request);
        exchange.getResponseHeaders()
                .putAll(resource.guard().responseHeaders(request).map());
        if (decision instanceof GuardDecision.Refused refused) {
            refusals.incrementAndGet();
            write(exchange, refused.response());
            return;
        }
        VerifiedToken token = ((GuardDecision.Permitted) decision).token();
        String caller =
                token == null ? "nobody" : String.valueOf(token.principal().clientId());
        write(exchange, new EndpointResponse(200, NO_HEADERS, caller.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpHeaders headers(HttpExchange exchange) {
        return HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
    }

    private static void write(HttpExchange exchange, EndpointResponse answer) throws IOException {
        try (exchange) {
            answer.headers()
                    .map()
                    .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        runtime.close();
    }
}
