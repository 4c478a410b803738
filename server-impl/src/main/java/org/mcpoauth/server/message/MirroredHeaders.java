package org.mcpoauth.server.message;

import jakarta.json.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * The headers that mirror a message (MCP 2026-07-28, "Streamable HTTP"). A proxy may have decided by
 * them, so a request whose headers differ from its body is not let through. Versions this server does
 * not support, and metadata that is missing in the body, are left to the application.
 */
public final class MirroredHeaders {
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String SENTINEL = "=?base64?";
    private static final String SENTINEL_END = "?=";
    private static final Set<String> NAMED = Set.of("tools/call", "prompts/get", "resources/read");
    private static final String TASKS = "tasks/";

    private MirroredHeaders() {}

    /** Whether the headers say what the message says. */
    public static boolean agree(HttpHeaders headers, RpcMessage message) {
        return hasVersion(headers, message) && hasMethod(headers, message) && hasName(headers, message);
    }

    private static boolean hasVersion(HttpHeaders headers, RpcMessage message) {
        String named = message.params().get("_meta") instanceof JsonObject meta ? RpcMessage.text(meta, VERSION) : null;
        return named == null || List.of(named).equals(headers.allValues("MCP-Protocol-Version"));
    }

    private static boolean hasMethod(HttpHeaders headers, RpcMessage message) {
        List<String> lines = headers.allValues("Mcp-Method");
        String method = message.method();
        return method == null
                ? lines.isEmpty()
                : lines.size() == 1 && method.equals(lines.get(0).strip());
    }

    private static boolean hasName(HttpHeaders headers, RpcMessage message) {
        List<String> lines = headers.allValues("Mcp-Name");
        String method = message.method();
        if (method == null || !(NAMED.contains(method) || (method.startsWith(TASKS) && !lines.isEmpty()))) {
            return true;
        }
        String target = message.target();
        return target == null
                ? lines.isEmpty()
                : lines.size() == 1 && target.equals(decoded(lines.get(0).strip()));
    }

    private static @Nullable String decoded(String value) {
        boolean isEncoded = value.startsWith(SENTINEL)
                && value.endsWith(SENTINEL_END)
                && value.length() >= SENTINEL.length() + SENTINEL_END.length();
        if (!isEncoded) {
            return value;
        }
        try {
            byte[] bytes = Base64Url.decodeStandard(
                    value.substring(SENTINEL.length(), value.length() - SENTINEL_END.length()));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (MalformedException | CharacterCodingException notEncoded) {
            return null;
        }
    }
}
