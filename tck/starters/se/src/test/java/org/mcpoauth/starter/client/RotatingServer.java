package org.mcpoauth.starter.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server and an MCP server with one clock, which a test moves: access tokens are refused after
 * their end, refresh tokens rotate, and the family ends when one is used again (OAuth 2.1, section 4.3.1). Every
 * answer tells the time. The log is what happened, whatever clients say.
 */
final class RotatingServer implements AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(60);
    static final String TIME = "Test-Time";

    private static final String PATH_METADATA = "/.well-known/oauth-protected-resource/mcp";

    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Map<String, Instant> accessTokens = new HashMap<>();
    private final Set<String> refreshTokens = new HashSet<>();
    private final Set<String> spent = new HashSet<>();
    private final Set<String> callersOfNewest = new HashSet<>();
    private final List<Entry> log = new ArrayList<>();
    private Instant now = Instant.now();
    private String newest = "";
    private boolean isRevoked;
    private int number;

    static {
        // otherwise a body waits up to 40 ms for the acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What was asked, and what came of it. */
    enum Kind {
        CODE,
        REFRESH,
        REUSE,
        SERVED,
        CHALLENGED
    }

    /**
     * A line of the log.
     *
     * @param kind what happened
     * @param about the caller and the number of its call, or the refresh token
     */
    record Entry(Kind kind, String about) {}

    RotatingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(pool);
        server.createContext("/mcp", this::call);
        server.createContext("/token", this::token);
        server.createContext("/authorize", this::authorize);
        server.createContext(
                PATH_METADATA,
                exchange -> answer(
                        exchange,
                        200,
                        "{\"resource\":\"" + origin() + "/mcp\",\"authorization_servers\":[\"" + origin() + "\"]}"));
        server.createContext(
                "/.well-known/oauth-authorization-server",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"issuer\":\"" + origin() + "\",\"authorization_endpoint\":\"" + origin()
                                + "/authorize\",\"token_endpoint\":\"" + origin()
                                + "/token\",\"response_types_supported\":[\"code\"],"
                                + "\"code_challenge_methods_supported\":[\"S256\"],"
                                + "\"token_endpoint_auth_methods_supported\":[\"none\"]}"));
        server.start();
    }

    URI mcp() {
        return URI.create(origin() + "/mcp");
    }

    synchronized Instant now() {
        return now;
    }

    synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    synchronized List<Entry> log() {
        return List.copyOf(log);
    }

    synchronized long count(Kind kind) {
        return log.stream().filter(entry -> entry.kind() == kind).count();
    }

    synchronized boolean isFamilyRevoked() {
        return isRevoked;
    }

    /** Waits until so many refreshes were made and so many callers were served with the newest token. */
    synchronized void await(int refreshes, int callers, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (count(Kind.REFRESH) < refreshes || callersOfNewest.size() < callers) {
            long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (rest <= 0) {
                throw new AssertionError(count(Kind.REFRESH) + " refreshes of " + refreshes + ", "
                        + callersOfNewest.size() + " callers of " + callers + ", revoked " + isRevoked + ", end of log "
                        + log.subList(Math.max(0, log.size() - 50), log.size()));
            }
            wait(rest);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        exchange.getResponseHeaders()
                .add("Location", query.get("redirect_uri") + "?code=code&state=" + query.get("state"));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String issued = "refresh_token".equals(form.get("grant_type"))
                ? rotated(form.getOrDefault("refresh_token", ""))
                : first();
        answer(exchange, issued == null ? 400 : 200, issued == null ? "{\"error\":\"invalid_grant\"}" : issued);
    }

    private synchronized String first() {
        log.add(new Entry(Kind.CODE, ""));
        return issued();
    }

    private synchronized @Nullable String rotated(String presented) {
        if (spent.contains(presented)) {
            log.add(new Entry(Kind.REUSE, presented));
            isRevoked = true;
            accessTokens.clear();
            refreshTokens.clear();
        }
        if (!refreshTokens.remove(presented)) {
            return null;
        }
        log.add(new Entry(Kind.REFRESH, presented));
        spent.add(presented);
        return issued();
    }

    private String issued() {
        number++;
        newest = "at-" + number;
        accessTokens.put(newest, now.plus(LIFE));
        refreshTokens.add("rt-" + number);
        callersOfNewest.clear();
        notifyAll();
        return "{\"access_token\":\"" + newest + "\",\"token_type\":\"Bearer\",\"expires_in\":" + LIFE.toSeconds()
                + ",\"refresh_token\":\"rt-" + number + "\"}";
    }

    private void call(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (isServed(header == null ? "" : header.substring("Bearer ".length()), body)) {
            answer(exchange, 200, "{}");
        } else {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer resource_metadata=\"" + origin() + PATH_METADATA + "\"");
            answer(exchange, 401, "");
        }
    }

    private synchronized boolean isServed(String token, String body) {
        Instant end = accessTokens.get(token);
        boolean isServed = end != null && now.isBefore(end);
        log.add(new Entry(isServed ? Kind.SERVED : Kind.CHALLENGED, body));
        if (isServed && token.equals(newest)) {
            callersOfNewest.add(body.substring(0, body.indexOf(' ')));
            notifyAll();
        }
        return isServed;
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add(TIME, Long.toString(now().toEpochMilli()));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : List.of(text.split("&", -1))) {
            int equals = pair.indexOf('=');
            fields.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
