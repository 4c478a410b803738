package org.mcpoauth.samples.quickstart;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;

/** The JSON-RPC messages of MCP 2025-11-25 that the demo sends, over an authorized client. */
final class McpCalls {
    static final String REVISION = "2025-11-25";

    private final JsonBuilderFactory json;
    private final JsonReaderFactory readers;
    private final AtomicInteger ids = new AtomicInteger();

    McpCalls() {
        JsonProvider provider = JsonProvider.provider();
        this.json = provider.createBuilderFactory(Map.of());
        this.readers = provider.createReaderFactory(Map.of());
    }

    JsonObject initialize() {
        return message(
                "initialize",
                json.createObjectBuilder()
                        .add("protocolVersion", REVISION)
                        .add("capabilities", json.createObjectBuilder())
                        .add(
                                "clientInfo",
                                json.createObjectBuilder()
                                        .add("name", "quickstart")
                                        .add("version", "1"))
                        .build());
    }

    JsonObject toolsList() {
        return message("tools/list", json.createObjectBuilder().build());
    }

    JsonObject toolsCall(String tool, Map<String, Object> arguments) {
        return message(
                "tools/call",
                json.createObjectBuilder()
                        .add("name", tool)
                        .add("arguments", json.createObjectBuilder(arguments))
                        .build());
    }

    /** Posts a message with the tokens of a client. */
    HttpResponse<String> send(McpOAuthClient client, JsonObject message, @Nullable String session)
            throws IOException, InterruptedException {
        return client.send(request(client.resource().uri(), message, session), BodyHandlers.ofString());
    }

    HttpRequest request(URI server, JsonObject message, @Nullable String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", REVISION)
                .POST(BodyPublishers.ofString(message.toString()));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return request.build();
    }

    /** The text of the first content part of a tool result. */
    Optional<String> text(HttpResponse<String> response) {
        JsonObject result = body(response).getJsonObject("result");
        return Optional.ofNullable(result)
                .map(it -> it.getJsonArray("content"))
                .map(content -> content.getJsonObject(0).getString("text"));
    }

    JsonObject body(HttpResponse<String> response) {
        try (JsonReader reader = readers.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private JsonObject message(String method, JsonObject params) {
        return json.createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", ids.incrementAndGet())
                .add("method", method)
                .add("params", params)
                .build();
    }
}
