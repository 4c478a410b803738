package org.mcpoauth.server.message;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.McpOperation;

/**
 * One JSON-RPC message: a request, a notification or an answer.
 *
 * @param json the whole message
 */
public record RpcMessage(JsonObject json) {
    private static final Map<String, String> TARGETS = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "resources/subscribe", "uri",
            "resources/unsubscribe", "uri",
            "tasks/get", "taskId",
            "tasks/result", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    /** The method, {@code null} for an answer. */
    public @Nullable String method() {
        return text(json, "method");
    }

    /** The identifier, JSON {@code null} if there is none. */
    public JsonValue id() {
        return json.getOrDefault("id", JsonValue.NULL);
    }

    /** Whether it has to be answered. */
    public boolean isRequest() {
        return method() != null && !JsonValue.NULL.equals(id());
    }

    /** Whether an identifier may stand for that of this message, however its number is written or rounded. */
    public boolean hasId(JsonValue other) {
        return identity(id()).equals(identity(other));
    }

    /** RFC 8259, section 6: what readers of numbers agree on is what fits a double; zero has no sign here. */
    static Object identity(JsonValue id) {
        return id instanceof JsonNumber number ? (Object) (number.doubleValue() + 0.0) : id;
    }

    /** The parameters, empty if there are none or they have no names. */
    public JsonObject params() {
        return json.get("params") instanceof JsonObject params ? params : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** The name of a tool or prompt, the URI of a resource or the identifier of a task; else {@code null}. */
    public @Nullable String target() {
        String method = method();
        String member = method == null ? null : TARGETS.get(method);
        return member == null ? null : text(params(), member);
    }

    /** Whether everything that must have a name or URI has one that can be read, so that rules for it apply. */
    public boolean hasReadableTarget() {
        String method = method();
        if (method == null) {
            return true;
        }
        return switch (method) {
            case "completion/complete" -> completed().findAny().isPresent();
            case "subscriptions/listen" -> wantedResources().allMatch(JsonString.class::isInstance);
            default -> !TARGETS.containsKey(method) || target() != null;
        };
    }

    /** What it asks for; nothing if it is an answer, several if it names several resources. */
    public List<McpOperation> operations() {
        String method = method();
        if (method == null) {
            return List.of();
        }
        List<McpOperation> targets =
                targets(method).map(target -> new McpOperation(method, target)).toList();
        return targets.isEmpty() ? List.of(new McpOperation(method, target())) : targets;
    }

    private Stream<String> targets(String method) {
        return switch (method) {
            case "completion/complete" -> completed();
            case "subscriptions/listen" -> subscribed();
            default -> Stream.empty();
        };
    }

    private Stream<String> completed() {
        return params().get("ref") instanceof JsonObject ref
                ? Stream.of("name", "uri").flatMap(name -> Stream.ofNullable(text(ref, name)))
                : Stream.empty();
    }

    private Stream<String> subscribed() {
        return wantedResources().filter(JsonString.class::isInstance).map(uri -> ((JsonString) uri).getString());
    }

    /** What stands for the URIs, also what is none. */
    private Stream<JsonValue> wantedResources() {
        JsonValue uris = params().get("notifications") instanceof JsonObject wanted
                ? wanted.getOrDefault("resourceSubscriptions", JsonValue.EMPTY_JSON_ARRAY)
                : JsonValue.EMPTY_JSON_ARRAY;
        return uris instanceof JsonArray all ? all.stream() : Stream.of(JsonValue.NULL);
    }

    static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : null;
    }
}
