package org.mcpoauth.samples.mcp.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259; RFC 7493, sections 2.1 and 2.3. */
class JsonTextTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,\"\u00e9\",null]}", "[]"})
    void whatIsReadIsWrittenAgain(String text) {
        assertArrayEquals(utf8(text), JsonText.write(JsonText.read(utf8(text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "7", "\"x\"", "null", "{", "{}{}", "{} x", "{'a':1}", "{\"a\":1,}", "\uFEFF{}"})
    void whatIsNotOneStructureIsRefused(String text) {
        assertThrows(JsonException.class, () -> JsonText.read(utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"b\":{\"a\":1,\"a\":2}}"})
    void aRepeatedMemberIsRefused(String text) {
        assertThrows(JsonException.class, () -> JsonText.read(utf8(text)));
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThrows(JsonException.class, () -> JsonText.read(new byte[] {'[', '"', (byte) 0xE9, '"', ']'}));
        assertThrows(JsonException.class, () -> JsonText.read("{}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void thirtyTwoLevelsAreRead() {
        assertEquals(
                1,
                JsonText.read(utf8("[".repeat(32) + "]".repeat(32)))
                        .asJsonArray()
                        .size());
    }

    @Test
    void oneLevelMoreIsRefused() {
        assertThrows(JsonException.class, () -> JsonText.read(utf8("[".repeat(33) + "]".repeat(33))));
    }

    @Test
    void bracketsInStringsAreNoLevels() {
        assertEquals(
                1,
                JsonText.read(utf8("[\"\\\"" + "[{".repeat(40) + "\"]"))
                        .asJsonArray()
                        .size());
    }
}
