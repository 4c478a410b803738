package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * What goes back over HTTP.
 *
 * @param status the HTTP status
 * @param body the JSON-RPC response, an array of them for a batch, or {@code null} for none
 * @param sessionId the new session, or {@code null}
 */
record Reply(
        int status, @Nullable JsonStructure body, @Nullable String sessionId) {
    static final Reply ACCEPTED = new Reply(202, null, null);
    static final Reply NO_CONTENT = new Reply(204, null, null);
    static final Reply METHOD_NOT_ALLOWED = new Reply(405, null, null);
    static final Reply UNSUPPORTED_MEDIA_TYPE = new Reply(415, null, null);

    static Reply result(RpcMessage request, JsonObject result) {
        return new Reply(200, envelope(request.id()).add("result", result).build(), null);
    }

    static Reply failure(RpcFailure failure, @Nullable RpcMessage request) {
        JsonValue id = request == null ? null : request.id();
        return new Reply(
                failure.status(), envelope(id).add("error", failure.error()).build(), null);
    }

    /** Without the id of the request, so that unknown, ended and foreign sessions are answered alike. */
    static Reply sessionNotFound() {
        RpcFailure notFound = RpcFailure.invalidRequest("Session not found");
        return new Reply(404, failure(notFound, null).body(), null);
    }

    Reply withSession(String newSessionId) {
        return new Reply(status, body, newSessionId);
    }

    private static JsonObjectBuilder envelope(@Nullable JsonValue id) {
        return JsonText.object().add("jsonrpc", "2.0").add("id", id == null ? JsonValue.NULL : id);
    }
}
