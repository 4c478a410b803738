package org.mcpoauth.starter.assertion;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** A plain server of the JDK on a free port of this machine. */
final class LoopbackServer implements AutoCloseable {
    private final HttpServer server;
    // several, since a guard here may ask an authorization server here
    private final ExecutorService threads = Executors.newCachedThreadPool();

    LoopbackServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.start();
    }

    /** What somebody answers. */
    @FunctionalInterface
    interface Handler {
        EndpointResponse answer(EndpointRequest request);
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void serve(List<Endpoint> endpoints) {
        endpoints.forEach(
                endpoint -> serve(endpoint.path(), request -> endpoint.handler().handle(request)));
    }

    void serve(String path, Handler handler) {
        server.createContext(path, exchange -> write(exchange, handler.answer(request(exchange))));
    }

    private static EndpointRequest request(HttpExchange exchange) throws IOException {
        return new EndpointRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                exchange.getRequestBody().readAllBytes(),
                "127.0.0.1",
                null);
    }

    /** An answer with a text. */
    static EndpointResponse answer(int status, String type, byte[] body) {
        return new EndpointResponse(
                status, HttpHeaders.of(Map.of("Content-Type", List.of(type)), (name, value) -> true), body);
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
        threads.shutdownNow();
    }
}
