package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * A request that ends with a JSON-RPC error. Codes are those of JSON-RPC 2.0 and the three that MCP
 * 2026-07-28 defines ("Error Codes"); this server has none of its own. The message never repeats what
 * the client sent.
 */
final class RpcFailure extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CLIENT_CAPABILITY = -32021;
    static final int UNSUPPORTED_VERSION = -32022;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final transient @Nullable JsonObject data;

    private RpcFailure(int status, int code, String message, @Nullable JsonObject data) {
        // an answer to a client, not a fault of ours: no stack trace
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.data = data;
    }

    static RpcFailure parseError() {
        return new RpcFailure(400, PARSE_ERROR, "Parse error", null);
    }

    static RpcFailure invalidRequest(String message) {
        return new RpcFailure(400, INVALID_REQUEST, message, null);
    }

    static RpcFailure tooLarge() {
        return new RpcFailure(413, INVALID_REQUEST, "The request is too large", null);
    }

    /** Errors of a method travel in a response of their own, with status 200. */
    static RpcFailure invalidParams(String message) {
        return new RpcFailure(200, INVALID_PARAMS, message, null);
    }

    /** One text for everything that can be wrong with it, so that nobody learns which (MCP "Multi Round-Trip Requests"). */
    static RpcFailure invalidRequestState() {
        return invalidParams("Invalid or expired requestState");
    }

    static RpcFailure tooManySessions() {
        return new RpcFailure(503, INTERNAL_ERROR, "Too many sessions", null);
    }

    /** Status 200 with sessions; 404 without (MCP 2026-07-28, Streamable HTTP, "Protocol Version Header"). */
    static RpcFailure methodNotFound(int status) {
        return new RpcFailure(status, METHOD_NOT_FOUND, "Method not found", null);
    }

    static RpcFailure invalidMeta(String key) {
        return new RpcFailure(400, INVALID_PARAMS, "_meta lacks " + key + " or it has a wrong type", null);
    }

    static RpcFailure headerMismatch(String header) {
        return new RpcFailure(
                400, HEADER_MISMATCH, "Header mismatch: " + header + " is missing or differs from the body", null);
    }

    static RpcFailure unsupportedVersion(String requested) {
        JsonObject data = JsonText.object()
                .add("supported", ProtocolVersion.all())
                .add("requested", requested)
                .build();
        return new RpcFailure(400, UNSUPPORTED_VERSION, "Unsupported protocol version", data);
    }

    static RpcFailure missingClientCapability(JsonObject requiredCapabilities) {
        JsonObject data = JsonText.object()
                .add("requiredCapabilities", requiredCapabilities)
                .build();
        return new RpcFailure(400, MISSING_CLIENT_CAPABILITY, "Missing required client capability", data);
    }

    int status() {
        return status;
    }

    /** The {@code error} member of the response. */
    JsonObject error() {
        JsonObjectBuilder error = JsonText.object().add("code", code).add("message", String.valueOf(getMessage()));
        if (data != null) {
            error.add("data", data);
        }
        return error.build();
    }
}
