package org.mcpoauth.samples.mcp;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC request or notification. Responses are refused, because this server asks nothing.
 *
 * @param id a string or an integer, or {@code null} for a notification
 * @param method the method
 * @param params the parameters, empty when there are none
 */
record RpcMessage(@Nullable JsonValue id, String method, JsonObject params) {

    static RpcMessage from(JsonValue value) {
        if (!(value instanceof JsonObject message)) {
            throw RpcFailure.invalidRequest("a message is an object");
        }
        if (!(message.get("jsonrpc") instanceof JsonString version) || !"2.0".equals(version.getString())) {
            throw RpcFailure.invalidRequest("jsonrpc must be \"2.0\"");
        }
        if (!(message.get("method") instanceof JsonString method)) {
            throw RpcFailure.invalidRequest("method must be a string");
        }
        if (!(message.getOrDefault("params", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject params)) {
            throw RpcFailure.invalidRequest("params must be an object");
        }
        return new RpcMessage(id(message), method.getString(), params);
    }

    private static @Nullable JsonValue id(JsonObject message) {
        JsonValue id = message.get("id");
        boolean valid =
                id == null || id instanceof JsonString || (id instanceof JsonNumber number && number.isIntegral());
        if (!valid) {
            throw RpcFailure.invalidRequest("id must be a string or an integer");
        }
        return id;
    }

    boolean isNotification() {
        return id == null;
    }

    /** The string member of the parameters, empty if it is missing or something else. */
    Optional<String> stringParam(String name) {
        return params.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
