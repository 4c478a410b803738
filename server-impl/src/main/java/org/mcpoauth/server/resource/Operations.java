package org.mcpoauth.server.resource;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads from a body which JSON-RPC operations it asks for; several in a batch (MCP 2025-03-26). The
 * body decides in all revisions: headers that mirror it are worth something only after they were
 * compared with it (MCP 2026-07-28, "Streamable HTTP").
 *
 * <p>What is not strict JSON, or no JSON-RPC message, is refused. Passing it on with lower demands would
 * let a body through that a more tolerant parser of the application understands after all.
 */
final class Operations {
    private static final String BODY = "body";
    private static final byte[] PREFIX = ("{\"" + BODY + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> TARGETS = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "resources/subscribe", "uri",
            "resources/unsubscribe", "uri");

    private final StrictJson json;
    private final JsonLimits limits;

    Operations(StrictJson json, int maxBodyBytes) {
        this.json = json;
        this.limits = new JsonLimits(maxBodyBytes + PREFIX.length + 1, 64, 1 << 18, maxBodyBytes, 256);
    }

    /**
     * The operations of a body; none when it is empty or holds answers only.
     *
     * @throws MalformedException if the body is not one JSON-RPC message or a batch of them
     */
    List<McpOperation> of(byte[] body) throws MalformedException {
        if (body.length == 0) {
            return List.of();
        }
        JsonValue value = parse(body);
        List<? extends JsonValue> messages = value instanceof JsonArray batch ? batch : List.of(value);
        for (JsonValue message : messages) {
            requireMessage(message);
        }
        return messages.stream()
                .map(message -> operation((JsonObject) message))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The reader takes objects; a body that breaks out of the one around it adds a second member. */
    private JsonValue parse(byte[] body) throws MalformedException {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream(PREFIX.length + body.length + 1);
        wrapped.writeBytes(PREFIX);
        wrapped.writeBytes(body);
        wrapped.write('}');
        JsonObject object = json.readObject(wrapped.toByteArray(), limits);
        JsonValue value = object.get(BODY);
        if (object.size() != 1 || value == null) {
            throw noMessage();
        }
        return value;
    }

    private static void requireMessage(JsonValue value) throws MalformedException {
        boolean isMessage = value instanceof JsonObject message
                && (message.get("method") instanceof JsonString || isAnswer(message));
        if (!isMessage) {
            throw noMessage();
        }
    }

    private static boolean isAnswer(JsonObject message) {
        return !message.containsKey("method") && (message.containsKey("result") || message.containsKey("error"));
    }

    private static Optional<McpOperation> operation(JsonObject message) {
        return text(message, "method").map(method -> new McpOperation(method, target(method, message)));
    }

    private static @Nullable String target(String method, JsonObject message) {
        String member = TARGETS.get(method);
        return member != null && message.get("params") instanceof JsonObject params
                ? text(params, member).orElse(null)
                : null;
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static MalformedException noMessage() {
        return new MalformedException(Fault.SYNTAX, "the body is no JSON-RPC message");
    }
}
