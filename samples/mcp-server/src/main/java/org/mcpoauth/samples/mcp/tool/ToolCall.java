package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;

/**
 * A call of a tool.
 *
 * @param caller who calls
 * @param arguments the arguments; they fit the parameters of the tool
 * @param roundTrip what the client sent in reply to an earlier question, or {@code null} when the
 *     protocol revision of the caller knows no multi round-trip requests
 */
public record ToolCall(
        TokenPrincipal caller,
        JsonObject arguments,
        @Nullable RoundTrip roundTrip) {

    /** The argument {@code text}. */
    public String text() {
        return arguments.getString(Parameters.TEXT);
    }
}
