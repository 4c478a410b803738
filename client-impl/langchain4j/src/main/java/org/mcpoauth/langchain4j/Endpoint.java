package org.mcpoauth.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.mcp.protocol.McpJsonRpcMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;

/**
 * The MCP server over HTTP (MCP 2025-11-25, Transports, "Streamable HTTP"). Requests go through the client,
 * which adds the token and answers challenges. Each future ends with the body; cancelling it ends the exchange.
 */
final class Endpoint {
    private static final String EVENTS = "text/event-stream";
    private static final int SUCCESS = 2;

    private final HttpClient http;
    private final URI uri;
    private final ObjectMapper json;

    Endpoint(McpOAuthClient client, URI uri, ObjectMapper json) {
        this.http = client.httpClient();
        this.uri = uri;
        this.json = json;
    }

    static boolean isSuccess(int status) {
        return status / 100 == SUCCESS;
    }

    static boolean isStream(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(EVENTS))
                .isPresent();
    }

    /** Sends a message. What comes as an event stream goes to {@code events}, another answer is the body. */
    CompletableFuture<HttpResponse<String>> post(
            McpJsonRpcMessage message, Session session, Consumer<HttpHeaders> begun, EventLines.Events events)
            throws JsonProcessingException {
        HttpRequest.Builder request = request(session)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, " + EVENTS)
                .POST(BodyPublishers.ofString(json.writeValueAsString(message), StandardCharsets.UTF_8));
        return http.sendAsync(request.build(), reading(begun, events));
    }

    /** Listens to what the server says unasked. */
    CompletableFuture<HttpResponse<String>> listen(
            Session session, @Nullable String lastEvent, EventLines.Events events) {
        HttpRequest.Builder request = request(session).header("Accept", EVENTS).GET();
        if (lastEvent != null) {
            request.header("Last-Event-ID", lastEvent);
        }
        return http.sendAsync(request.build(), reading(headers -> {}, events));
    }

    /** Ends a session. */
    CompletableFuture<HttpResponse<String>> delete(Session session) {
        return http.sendAsync(request(session).DELETE().build(), info -> BodySubscribers.replacing(""));
    }

    private HttpRequest.Builder request(Session session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        session.addTo(request);
        return request;
    }

    private static BodyHandler<String> reading(Consumer<HttpHeaders> begun, EventLines.Events events) {
        return info -> {
            if (!isSuccess(info.statusCode())) {
                return BodySubscribers.replacing("");
            }
            begun.accept(info.headers());
            boolean isStream = isStream(info.headers());
            BodySubscriber<String> reader =
                    isStream ? new EventBody(new EventLines(events)) : BodySubscribers.ofString(StandardCharsets.UTF_8);
            return new Limited<>(reader, isStream, Limited.MAX_BYTES);
        };
    }
}
