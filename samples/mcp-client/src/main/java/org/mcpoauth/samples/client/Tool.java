package org.mcpoauth.samples.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an MCP server says about a tool.
 *
 * @param name the name; goes into URLs and headers
 * @param description what it does, in words; may be empty
 * @param arguments the names of the arguments, which are all sent as text
 */
record Tool(String name, String description, List<String> arguments) {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    private static final int LONGEST_NAME = 128;

    /** Empty for what is not described as MCP says, and for a name that has no place in a header. */
    static Optional<Tool> read(JsonValue value) {
        if (!(value instanceof JsonObject tool) || !(tool.get("name") instanceof JsonString name)) {
            return Optional.empty();
        }
        return Optional.of(new Tool(name.getString(), text(tool.get("description")), arguments(tool)))
                .filter(Tool::hasPlainName);
    }

    /** Those of its arguments that are given. */
    Map<String, String> arguments(Map<String, String> given) {
        Map<String, String> known = new LinkedHashMap<>(given);
        known.keySet().retainAll(arguments);
        return known;
    }

    /** MCP 2026-07-28, Tools, "Tool Names". */
    private boolean hasPlainName() {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(it -> PLAIN.indexOf(it) >= 0);
    }

    private static List<String> arguments(JsonObject tool) {
        return tool.get("inputSchema") instanceof JsonObject schema
                        && schema.get("properties") instanceof JsonObject properties
                ? List.copyOf(properties.keySet())
                : List.of();
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.getString() : "";
    }
}
