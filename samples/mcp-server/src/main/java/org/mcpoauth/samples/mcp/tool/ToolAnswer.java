package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObject;

/** What a tool answers. */
public sealed interface ToolAnswer {

    static ToolAnswer of(String text) {
        return new Text(text, false);
    }

    /** A tool execution error: something the model can read and do better. */
    static ToolAnswer error(String text) {
        return new Text(text, true);
    }

    /**
     * The end of the call.
     *
     * @param text the one text content
     * @param isError whether the text says what went wrong
     */
    record Text(String text, boolean isError) implements ToolAnswer {}

    /**
     * A question to the user; the client asks it and calls again.
     *
     * @param key what the answer is found by
     * @param message the question
     * @param requestedSchema a flat JSON Schema of the wanted answer
     * @param state what the tool wants back with the answer; the client cannot read or change it
     */
    record Question(String key, String message, JsonObject requestedSchema, String state) implements ToolAnswer {}
}
