package org.mcpoauth.starter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a client sends to a node. */
final class Calls {
    static final String INITIALIZE = message("initialize", "{}");
    static final String PING = message("ping", "{}");

    private static final String SESSION = "Mcp-Session-Id";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Calls() {}

    /** A call of a tool with one argument. */
    static String tool(String name, String text) {
        return message("tools/call", "{\"name\":\"" + name + "\",\"arguments\":{\"text\":\"" + text + "\"}}");
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    static HttpResponse<String> call(URI mcp, String token, String body) {
        return send(post(mcp, body).header("Authorization", "Bearer " + token));
    }

    static HttpResponse<String> inSession(URI mcp, String token, String session) {
        return send(post(mcp, PING).header("Authorization", "Bearer " + token).header(SESSION, session));
    }

    static HttpResponse<String> withProof(URI mcp, String token, String proof) {
        return send(post(mcp, PING).header("Authorization", "DPoP " + token).header("DPoP", proof));
    }

    static HttpResponse<String> end(URI mcp, String token, String session) {
        return send(HttpRequest.newBuilder(mcp)
                .DELETE()
                .header("Authorization", "Bearer " + token)
                .header(SESSION, session));
    }

    /** The session that a node opens. */
    static String open(URI mcp, String token) {
        HttpResponse<String> opened = call(mcp, token, INITIALIZE);
        return opened.headers().firstValue(SESSION).orElseThrow(() -> new AssertionError(opened + " " + opened.body()));
    }

    private static HttpRequest.Builder post(URI mcp, String body) {
        return HttpRequest.newBuilder(mcp)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
