package org.mcpoauth.samples.mcp;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests to an endpoint; each {@code with} gives a caller that sends one header more or less. */
final class McpCaller {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI endpoint;
    private final Map<String, String> headers;

    private McpCaller(URI endpoint, Map<String, String> headers) {
        this.endpoint = endpoint;
        this.headers = headers;
    }

    static McpCaller of(URI endpoint, String subject) {
        return new McpCaller(endpoint, Map.of())
                .with("Content-Type", "application/json")
                .with("Accept", "application/json, text/event-stream")
                .with(TestPrincipalFilter.SUBJECT, subject);
    }

    McpCaller with(String header, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        if (value == null) {
            changed.remove(header);
        } else {
            changed.put(header, value);
        }
        return new McpCaller(endpoint, changed);
    }

    Answer post(String body) {
        return send("POST", BodyPublishers.ofString(body));
    }

    Answer post(byte[] body) {
        return send("POST", BodyPublishers.ofByteArray(body));
    }

    Answer send(String method) {
        return send(method, BodyPublishers.noBody());
    }

    private Answer send(String method, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(20)).method(method, body);
        headers.forEach(request::header);
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The session that {@code initialize} began, on all further requests. */
    McpCaller initialized(String version) {
        Answer answer = post("""
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",
                 "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""".formatted(version));
        return with("Mcp-Session-Id", answer.header("Mcp-Session-Id")).with("MCP-Protocol-Version", version);
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }

        boolean has(String header) {
            return response.headers().firstValue(header).isPresent();
        }

        String text() {
            return response.body();
        }

        JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(text()))) {
                return reader.readObject();
            }
        }

        JsonObject result() {
            return json().getJsonObject("result");
        }

        int errorCode() {
            return json().getJsonObject("error").getInt("code");
        }

        String errorMessage() {
            return json().getJsonObject("error").getString("message");
        }

        String content() {
            return result().getJsonArray("content").getJsonObject(0).getString("text");
        }

        boolean isToolError() {
            return result().getBoolean("isError");
        }
    }
}
