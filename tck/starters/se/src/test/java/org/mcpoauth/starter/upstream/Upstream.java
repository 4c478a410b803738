package org.mcpoauth.starter.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A protected server with its own authorization server, which writes down everything that it is sent. */
final class Upstream implements AutoCloseable {
    static final String TOKEN = "token-of-the-upstream";

    private final HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    Upstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        serve(
                "/.well-known/oauth-protected-resource/mcp",
                "{\"resource\":\"" + base + "/mcp\",\"authorization_servers\":[\"" + base + "\"]}");
        serve(
                "/.well-known/oauth-authorization-server",
                "{\"issuer\":\"" + base + "\",\"token_endpoint\":\"" + base
                        + "/token\",\"response_types_supported\":[],\"grant_types_supported\":[\"client_credentials\"],"
                        + "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}");
        serve("/token", "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":600}");
        server.createContext("/open", exchange -> answer(exchange, 200, "seen"));
        server.createContext("/mcp", exchange -> {
            boolean isKnown =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!isKnown) {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer resource_metadata=\"" + base + "/.well-known/oauth-protected-resource/mcp\"");
            }
            answer(exchange, isKnown ? 200 : 401, "called");
        });
        server.start();
    }

    /** A URL that needs no token. */
    URI open() {
        return uri("/open");
    }

    /** A URL that needs a token of its own. */
    URI mcp() {
        return uri("/mcp");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Request lines, headers and bodies. */
    String seen() {
        return String.join("\n", seen);
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            answer(exchange, 200, json);
        });
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().entrySet() + " " + body);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
