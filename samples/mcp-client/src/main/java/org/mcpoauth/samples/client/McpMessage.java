package org.mcpoauth.samples.client;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of MCP 2026-07-28, which needs no session. A server that answers with a stream of events is not
 * understood.
 *
 * @param method such as {@code tools/list}
 * @param name what the header {@code Mcp-Name} repeats, or {@code null}
 * @param params without the {@code _meta} that every request has
 */
record McpMessage(String method, @Nullable String name, JsonObject params) {
    private static final String REVISION = "2026-07-28";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 1024 * 1024;

    static McpMessage of(String method) {
        return new McpMessage(method, null, JsonObject.EMPTY_JSON_OBJECT);
    }

    static McpMessage call(Tool tool, Map<String, String> arguments) {
        JsonObjectBuilder values = Json.createObjectBuilder();
        arguments.forEach(values::add);
        JsonObject params = Json.createObjectBuilder()
                .add("name", tool.name())
                .add("arguments", values)
                .build();
        return new McpMessage("tools/call", tool.name(), params);
    }

    HttpRequest to(URI server) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", REVISION)
                .header("Mcp-Method", method)
                .POST(BodyPublishers.ofString(body().toString()));
        return (name == null ? request : request.header("Mcp-Name", name)).build();
    }

    private JsonObject body() {
        JsonObjectBuilder meta = Json.createObjectBuilder()
                .add("io.modelcontextprotocol/protocolVersion", REVISION)
                .add("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY_JSON_OBJECT);
        return Json.createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", 1)
                .add("method", method)
                .add("params", Json.createObjectBuilder(params).add("_meta", meta))
                .build();
    }

    /** The result in an answer; an error of the server, or what is no answer at all, is a failure. */
    JsonObject result(InputStream answer) throws IOException, ServerFailedException {
        JsonObject message = read(answer.readNBytes(MAX_ANSWER));
        if (message.get("result") instanceof JsonObject result) {
            return result;
        }
        if (message.get("error") instanceof JsonObject error && error.get("message") instanceof JsonString why) {
            throw ServerFailedException.refused(why.getString());
        }
        throw ServerFailedException.unknown(null);
    }

    private static JsonObject read(byte[] text) throws ServerFailedException {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(text))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw ServerFailedException.unknown(e);
        }
    }
}
