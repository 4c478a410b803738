package org.mcpoauth.server.message;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.McpOperation;

/** One JSON-RPC message: a request, a notification or an answer. What every rule asks for is read once. */
public final class RpcMessage {
    /** How many resources one message may name; each is looked up in every table of demands. */
    public static final int MAX_TARGETS = 1000;

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

    private final JsonObject json;
    private final JsonObject params;
    private final @Nullable String method;
    private final @Nullable String target;

    /** The message that is written so. */
    public RpcMessage(JsonObject json) {
        this.json = json;
        this.params = json.get("params") instanceof JsonObject named ? named : JsonValue.EMPTY_JSON_OBJECT;
        this.method = text(json, "method");
        this.target = target(method, params);
    }

    private static @Nullable String target(@Nullable String method, JsonObject params) {
        String member = method == null ? null : TARGETS.get(method);
        return member == null ? null : text(params, member);
    }

    /** The whole message. */
    public JsonObject json() {
        return json;
    }

    /** The method, {@code null} for an answer. */
    public @Nullable String method() {
        return method;
    }

    /** The identifier, JSON {@code null} if there is none. */
    public JsonValue id() {
        return json.getOrDefault("id", JsonValue.NULL);
    }

    /** Whether it has to be answered. */
    public boolean isRequest() {
        return method != null && !JsonValue.NULL.equals(id());
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
        return params;
    }

    /** The name of a tool or prompt, the URI of a resource or the identifier of a task; else {@code null}. */
    public @Nullable String target() {
        return target;
    }

    /**
     * Whether everything that must have a name or URI has one that can be read, so that rules for it apply, and
     * there are no more than {@link #MAX_TARGETS}.
     */
    public boolean hasReadableTarget() {
        if (method == null) {
            return true;
        }
        return switch (method) {
            case "completion/complete" -> completed().findAny().isPresent();
            case "subscriptions/listen" -> subscribed() != null;
            default -> target != null || !TARGETS.containsKey(method);
        };
    }

    /** What it asks for; nothing if it is an answer, several if it names several resources that can all be read. */
    public List<McpOperation> operations() {
        if (method == null) {
            return List.of();
        }
        return switch (method) {
            case "completion/complete" -> operations(method, completed());
            case "subscriptions/listen" ->
                operations(method, Stream.ofNullable(subscribed()).flatMap(List::stream));
            default -> List.of(new McpOperation(method, target));
        };
    }

    private static List<McpOperation> operations(String method, Stream<String> targets) {
        List<McpOperation> each =
                targets.map(name -> new McpOperation(method, name)).toList();
        return each.isEmpty() ? List.of(new McpOperation(method, null)) : each;
    }

    private Stream<String> completed() {
        return params.get("ref") instanceof JsonObject ref
                ? Stream.of("name", "uri").flatMap(name -> Stream.ofNullable(text(ref, name)))
                : Stream.empty();
    }

    /** The URIs, {@code null} if there is something else among them or they are too many. */
    private @Nullable List<String> subscribed() {
        JsonValue uris = params.get("notifications") instanceof JsonObject wanted
                ? wanted.getOrDefault("resourceSubscriptions", JsonValue.EMPTY_JSON_ARRAY)
                : JsonValue.EMPTY_JSON_ARRAY;
        return uris instanceof JsonArray all && all.size() <= MAX_TARGETS ? texts(all) : null;
    }

    private static @Nullable List<String> texts(JsonArray values) {
        List<String> texts = new ArrayList<>();
        for (JsonValue value : values) {
            if (!(value instanceof JsonString text)) {
                return null;
            }
            texts.add(text.getString());
        }
        return texts;
    }

    /** Messages are equal if they say the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RpcMessage message && json.equals(message.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Gives the method; what is said with it may be personal. */
    @Override
    public String toString() {
        return "RpcMessage[" + method + "]";
    }

    static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : null;
    }
}
