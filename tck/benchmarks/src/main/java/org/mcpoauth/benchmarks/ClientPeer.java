package org.mcpoauth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An MCP server and its authorization server, which count what a client sends. Tokens live ten minutes of a clock
 * that the benchmark moves; a body with the word {@code write} needs the scope of that name.
 */
final class ClientPeer implements InstantSource, AutoCloseable {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String PATH_METADATA = "/.well-known/oauth-protected-resource/mcp";

    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Map<String, Grant> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong elapsed = new AtomicLong();
    private final long delayMillis;

    static {
        // otherwise a body waits up to 40 ms for the acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private record Grant(Instant end, String scope) {}

    ClientPeer(Duration delay) throws IOException {
        delayMillis = delay.toMillis();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(pool);
        serve("/mcp", this::call);
        serve("/token", this::token);
        serve("/authorize", this::authorize);
        serve("/register", exchange -> answer(exchange, 201, "{\"client_id\":\"registered\"}"));
        serve(
                PATH_METADATA,
                exchange -> answer(
                        exchange,
                        200,
                        "{\"resource\":\"" + origin() + "/mcp\",\"authorization_servers\":[\"" + origin() + "\"]}"));
        serve("/.well-known/oauth-authorization-server", exchange -> answer(exchange, 200, metadata()));
        server.start();
    }

    URI mcp() {
        return URI.create(origin() + "/mcp");
    }

    @Override
    public Instant instant() {
        return Instant.parse("2026-11-01T12:00:00Z").plusMillis(elapsed.get());
    }

    void advance(Duration time) {
        elapsed.addAndGet(time.toMillis());
    }

    /** What the client sent since the last time; the browser of the user is not the client. */
    int requests() {
        int all = counts.entrySet().stream()
                .filter(each -> !each.getKey().equals("/authorize"))
                .mapToInt(each -> each.getValue().get())
                .sum();
        counts.clear();
        return all;
    }

    /** The token requests since then. */
    int tokenRequests() {
        return counts.getOrDefault("/token", new AtomicInteger()).get();
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String metadata() {
        return "{\"issuer\":\"" + origin() + "\",\"authorization_endpoint\":\"" + origin()
                + "/authorize\",\"token_endpoint\":\"" + origin() + "/token\",\"registration_endpoint\":\"" + origin()
                + "/register\",\"response_types_supported\":[\"code\"],"
                + "\"client_id_metadata_document_supported\":true,"
                + "\"code_challenge_methods_supported\":[\"S256\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"none\",\"client_secret_basic\"]}";
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, exchange -> {
            counts.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
            handler.handle(exchange);
        });
    }

    private void authorize(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String code = "code-" + number.incrementAndGet();
        codes.put(code, value(query, "scope"));
        exchange.getResponseHeaders()
                .add("Location", value(query, "redirect_uri") + "?code=" + code + "&state=" + value(query, "state"));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String scope = switch (value(form, "grant_type")) {
            case "refresh_token" -> refreshTokens.remove(value(form, "refresh_token"));
            case "authorization_code" -> codes.remove(value(form, "code"));
            default -> value(form, "scope");
        };
        if (scope == null) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        int next = number.incrementAndGet();
        accessTokens.put("at-" + next, new Grant(instant().plus(LIFE), scope));
        refreshTokens.put("rt-" + next, scope);
        answer(
                exchange,
                200,
                "{\"access_token\":\"at-" + next + "\",\"token_type\":\"Bearer\",\"expires_in\":" + LIFE.toSeconds()
                        + ",\"refresh_token\":\"rt-" + next + "\"}");
    }

    private void call(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Grant grant = header == null ? null : accessTokens.get(header.substring("Bearer ".length()));
        if (grant == null || !instant().isBefore(grant.end())) {
            challenge(exchange, 401, "Bearer resource_metadata=\"" + origin() + PATH_METADATA + "\", scope=\"read\"");
        } else if (body.contains("write") && !grant.scope().contains("write")) {
            challenge(exchange, 403, "Bearer error=\"insufficient_scope\", scope=\"write\"");
        } else {
            LockSupport.parkNanos(delayMillis * 1_000_000);
            answer(exchange, 200, "{}");
        }
    }

    private static void challenge(HttpExchange exchange, int status, String challenge) throws IOException {
        exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
        answer(exchange, status, "");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String value(String form, String name) {
        return Arrays.stream(form.split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
