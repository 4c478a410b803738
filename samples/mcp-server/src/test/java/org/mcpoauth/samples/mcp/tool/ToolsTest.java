package org.mcpoauth.samples.mcp.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;

class ToolsTest {
    private static final TokenPrincipal SERVICE = new TokenPrincipal("service", null, null);

    private static JsonObject text(String text) {
        return JsonText.object().add("text", text).build();
    }

    @Test
    void whoamiTellsWhatIsMissing() {
        assertEquals(
                ToolAnswer.of("{\"sub\":null,\"clientId\":\"service\",\"iss\":null}"),
                new Whoami().call(new ToolCall(SERVICE, JsonValue.EMPTY_JSON_OBJECT, null)));
    }

    @Test
    void aFullNoteBookIsAToolError() {
        NoteBook notes = new NoteBook();
        ToolCall call = new ToolCall(SERVICE, text("note"), null);
        NotesAdd tool = new NotesAdd(notes);
        for (int i = 0; i < NoteBook.MAX_NOTES; i++) {
            assertEquals(ToolAnswer.of("added"), tool.call(call));
        }
        assertTrue(((ToolAnswer.Text) tool.call(call)).isError());
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "1000, true", "1001, false"})
    void textHasOneToAThousandCharacters(int length, boolean fits) {
        assertEquals(
                fits, Parameters.ONE_TEXT.problemIn(text("x".repeat(length))).isEmpty());
        assertEquals(
                fits,
                Parameters.ONE_TEXT
                        .problemIn(text("\uD83D\uDE00".repeat(length)))
                        .isEmpty());
    }

    @Test
    void theSchemaSaysTheSame() {
        JsonObject schema = Parameters.ONE_TEXT.schema();
        JsonObject text = schema.getJsonObject("properties").getJsonObject("text");
        assertEquals(1, text.getInt("minLength"));
        assertEquals(1000, text.getInt("maxLength"));
        assertEquals("[\"text\"]", schema.getJsonArray("required").toString());
        assertEquals(JsonValue.FALSE, schema.get("additionalProperties"));
        assertEquals(JsonValue.EMPTY_JSON_OBJECT, Parameters.NONE.schema().get("properties"));
    }
}
