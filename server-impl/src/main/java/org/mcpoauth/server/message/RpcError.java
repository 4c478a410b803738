package org.mcpoauth.server.message;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * A JSON-RPC error that this filter answers. These are all there are: authorization has no JSON-RPC code,
 * and of the codes that MCP reserves only the one for headers is used (MCP 2026-07-28, "Error Codes").
 *
 * @param code the code
 * @param message the text
 * @param reason {@code data.reason}, {@code null} for none
 */
public record RpcError(int code, String message, @Nullable String reason) {
    /** The body is not JSON. */
    public static final RpcError PARSE = of(-32700, "Parse error");
    /** The body is JSON but not what this revision allows. */
    public static final RpcError INVALID_REQUEST = of(-32600, "Invalid Request");
    /** The session is unknown, or that of another principal. */
    public static final RpcError SESSION = of(-32600, "Session not found");
    /** The task is unknown, or that of another principal. */
    public static final RpcError TASK = of(-32602, "Task not found");
    /** The operation does not say what it is about. */
    public static final RpcError TARGET = of(-32602, "Invalid params");
    /** The request did not run because another one of its batch was refused. */
    public static final RpcError BATCH = of(-32600, "Batch refused");
    /** The state is not accepted; why stays in the log. */
    public static final RpcError REQUEST_STATE =
            new RpcError(-32602, "Invalid or expired requestState", "invalid_request_state");
    /** The headers that mirror the body differ from it. */
    public static final RpcError HEADERS = of(-32020, "Header mismatch");
    /** An answer could not be protected. */
    public static final RpcError INTERNAL = of(-32603, "Internal error");

    static RpcError of(int code, String message) {
        return new RpcError(code, message, null);
    }

    /** The answer to a request with this identifier. */
    public JsonObject toJson(StrictJson json, JsonValue id) {
        JsonObjectBuilder error = json.object().add("code", code).add("message", message);
        if (reason != null) {
            error.add("data", json.object().add("reason", reason));
        }
        return json.object()
                .add("jsonrpc", "2.0")
                .add("id", id)
                .add("error", error)
                .build();
    }
}
