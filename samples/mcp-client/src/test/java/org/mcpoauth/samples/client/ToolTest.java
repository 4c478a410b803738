package org.mcpoauth.samples.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {
    @Test
    void aToolHasNameDescriptionAndArguments() {
        String tool =
                "{\"name\":\"notes_add\",\"description\":\"Adds.\",\"inputSchema\":{\"properties\":{\"text\":{}}}}";

        assertEquals(Optional.of(new Tool("notes_add", "Adds.", List.of("text"))), Tool.read(json(tool)));
    }

    @Test
    void aToolMaySayNothingButItsName() {
        assertEquals(Optional.of(new Tool("a", "", List.of())), Tool.read(json("{\"name\":\"a\",\"description\":1}")));
    }

    /** MCP 2026-07-28, Tools, "Tool Names": anything else could leave its header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "{\"name\":1}",
                "{\"name\":\"\"}",
                "{\"name\":\"a b\"}",
                "{\"name\":\"a\\r\\nb\"}",
                "{\"name\":\"ä\"}",
                "{\"name\":\"a/b\"}"
            })
    void whatHasNoPlainNameIsNoTool(String tool) {
        assertEquals(Optional.empty(), Tool.read(json(tool)));
    }

    @Test
    void aNameHasAnEnd() {
        assertEquals(Optional.empty(), Tool.read(json("{\"name\":\"" + "a".repeat(129) + "\"}")));
    }

    @Test
    void onlyItsArgumentsAreSentToATool() {
        Tool tool = new Tool("notes_add", "", List.of("text"));

        assertEquals(Map.of("text", "milk"), tool.arguments(Map.of("text", "milk", "other", "x")));
    }

    private static JsonValue json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader("[" + text + "]"))) {
            return reader.readArray().get(0);
        }
    }
}
