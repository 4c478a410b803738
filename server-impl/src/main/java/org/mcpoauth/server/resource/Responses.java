package org.mcpoauth.server.resource;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.message.RpcError;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.json.StrictJson;

/** Writes the answers of the guard. None may be cached (RFC 6750, section 5.3). */
final class Responses {
    static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private static final byte[] NO_BODY = {};
    private static final String JSON = "application/json";

    private final StrictJson json;

    Responses(StrictJson json) {
        this.json = json;
    }

    static HttpHeaders headers(Map<String, String> lines) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        lines.forEach((name, value) -> all.put(name, List.of(value)));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    static EndpointResponse empty(int status, Map<String, String> lines) {
        return new EndpointResponse(status, headers(lines), NO_BODY);
    }

    /** An OAuth error as JSON, with challenges where some belong. */
    EndpointResponse oauthError(int status, @Nullable ErrorCode error, String description, List<String> challenges) {
        JsonObjectBuilder body = json.object();
        if (error != null) {
            body.add("error", error.value());
        }
        Map<String, List<String>> lines = uncached();
        if (!challenges.isEmpty()) {
            lines.put("WWW-Authenticate", challenges);
        }
        return withBody(
                status, lines, body.add("error_description", description).build());
    }

    /** RFC 9110, section 10.2.3: when to come again. */
    EndpointResponse unavailable(Duration retryAfter) {
        Map<String, List<String>> lines = uncached();
        lines.put("Retry-After", List.of(Long.toString(Math.max(1, retryAfter.toSeconds()))));
        JsonObject body = json.object()
                .add("error", ErrorCode.TEMPORARILY_UNAVAILABLE.value())
                .build();
        return withBody(503, lines, body);
    }

    /** A JSON-RPC error; its identifier is JSON {@code null} where that of the request is not known or not to be repeated. */
    EndpointResponse jsonRpcError(int status, JsonValue id, RpcError error) {
        return withBody(status, uncached(), error.toJson(json, id));
    }

    /**
     * JSON-RPC 2.0, section 6: none of a batch ran, so each of its requests is answered. What only notifies
     * has no answer and is refused by the status (MCP, "Streamable HTTP").
     */
    EndpointResponse jsonRpcErrors(RpcBody body, RpcMessage refused, RpcError error) {
        List<RpcMessage> requests = body.requests();
        if (requests.isEmpty()) {
            return jsonRpcError(400, JsonValue.NULL, error);
        }
        if (!body.isBatch()) {
            return jsonRpcError(200, refused.id(), error);
        }
        JsonArrayBuilder errors = json.array();
        requests.forEach(each -> errors.add((each.equals(refused) ? error : RpcError.BATCH).toJson(json, each.id())));
        return withBody(200, uncached(), errors.build());
    }

    /** The same for a session that never was and one of somebody else. */
    EndpointResponse sessionNotFound() {
        return jsonRpcError(404, JsonValue.NULL, RpcError.SESSION);
    }

    private EndpointResponse withBody(int status, Map<String, List<String>> lines, JsonStructure body) {
        lines.put("Content-Type", List.of(JSON));
        HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
        return new EndpointResponse(status, headers, json.writeBytes(body));
    }

    private static Map<String, List<String>> uncached() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put("Cache-Control", List.of("no-store"));
        return lines;
    }
}
