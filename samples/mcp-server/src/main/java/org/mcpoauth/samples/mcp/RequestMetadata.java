package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every request of MCP 2026-07-28 says about itself, in {@code _meta} and again in headers, and the
 * checks that both agree (Basic Protocol, "_meta"; Streamable HTTP, "Server Validation").
 */
final class RequestMetadata {
    static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    /** Which parameter {@code Mcp-Name} repeats, by method. */
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private RequestMetadata() {}

    /** Whether the body asks for an answer without a session. */
    static boolean isIn(RpcMessage message) {
        return meta(message).containsKey(PROTOCOL_VERSION);
    }

    static JsonObject clientCapabilities(RpcMessage message) {
        return meta(message).get(CLIENT_CAPABILITIES) instanceof JsonObject capabilities
                ? capabilities
                : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** Throws {@link RpcFailure} unless the request may go to its method. */
    static ProtocolVersion check(RequestHeaders headers, RpcMessage message) {
        ProtocolVersion version = version(headers, message);
        if (!(meta(message).get(CLIENT_CAPABILITIES) instanceof JsonObject)) {
            throw RpcFailure.invalidMeta(CLIENT_CAPABILITIES);
        }
        requireEqual(RequestHeaders.METHOD, headers.method(), message.method());
        checkName(headers, message);
        return version;
    }

    private static ProtocolVersion version(RequestHeaders headers, RpcMessage message) {
        String header = headers.protocolVersion();
        if (!isIn(message) && header != null && ProtocolVersion.of(header).isEmpty()) {
            // nothing but the header tells the revision: say which ones there are
            throw RpcFailure.unsupportedVersion(header);
        }
        if (!(meta(message).get(PROTOCOL_VERSION) instanceof JsonString requested)) {
            throw RpcFailure.invalidMeta(PROTOCOL_VERSION);
        }
        requireEqual(RequestHeaders.PROTOCOL_VERSION, header, requested.getString());
        return ProtocolVersion.of(requested.getString())
                .filter(ProtocolVersion::isStateless)
                .orElseThrow(() -> RpcFailure.unsupportedVersion(requested.getString()));
    }

    private static void checkName(RequestHeaders headers, RpcMessage message) {
        String member = NAMED_BY.get(message.method());
        if (member != null) {
            Optional<String> header = Optional.ofNullable(headers.name()).flatMap(HeaderText::decode);
            if (header.isEmpty() || !header.equals(message.stringParam(member))) {
                throw RpcFailure.headerMismatch(RequestHeaders.NAME);
            }
        }
    }

    private static void requireEqual(String name, @Nullable String header, String body) {
        if (!body.equals(header)) {
            throw RpcFailure.headerMismatch(name);
        }
    }

    private static JsonObject meta(RpcMessage message) {
        return message.params().get("_meta") instanceof JsonObject meta ? meta : JsonValue.EMPTY_JSON_OBJECT;
    }
}
