package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back with the retry of a request (MCP 2026-07-28, "Multi Round-Trip Requests").
 *
 * @param state the state that the tool gave away with its question, or {@code null} when this is not a
 *     retry; it was checked, so it is ours and belongs to this caller and these arguments
 * @param responses the answers of the client by the key of the question; nothing in them was checked
 */
public record RoundTrip(@Nullable String state, JsonObject responses) {

    /** The answer to a question, if there is one and it is an object. */
    public Optional<JsonObject> response(String key) {
        return Optional.ofNullable(responses.get(key))
                .filter(value -> value.getValueType() == JsonValue.ValueType.OBJECT)
                .map(JsonValue::asJsonObject);
    }
}
