package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * Says the text to somebody, whose name it asks for where the protocol revision has multi round-trip
 * requests (MCP 2026-07-28); elsewhere it says the text to nobody in particular.
 */
public final class AskName implements Tool {
    static final String QUESTION = "name";
    private static final String NAME = "name";
    private static final int MAX_NAME = 100;

    @Override
    public String name() {
        return "ask_name";
    }

    @Override
    public String description() {
        return "Asks for your name and answers the text followed by it.";
    }

    @Override
    public Parameters parameters() {
        return Parameters.ONE_TEXT;
    }

    @Override
    public ToolAnswer call(ToolCall call) {
        RoundTrip roundTrip = call.roundTrip();
        if (roundTrip == null) {
            return ToolAnswer.of(call.text());
        }
        String text = roundTrip.state();
        if (text == null) {
            return question(call.text());
        }
        return roundTrip
                .response(QUESTION)
                .map(answer -> answered(text, answer))
                .orElseGet(() -> question(text));
    }

    private static ToolAnswer answered(String text, JsonObject answer) {
        return switch (answer.getString("action", "")) {
            case "accept" ->
                nameIn(answer).map(name -> ToolAnswer.of(text + " " + name)).orElseGet(() -> question(text));
            case "decline", "cancel" -> ToolAnswer.error("the user did not give a name");
            default -> question(text);
        };
    }

    /** The client checks the answer against the schema, or it does not. */
    private static Optional<String> nameIn(JsonObject answer) {
        return Optional.ofNullable(answer.get("content"))
                .filter(content -> content.getValueType() == JsonValue.ValueType.OBJECT)
                .map(content -> content.asJsonObject().get(NAME))
                .filter(name -> name.getValueType() == JsonValue.ValueType.STRING)
                .map(name -> ((JsonString) name).getString())
                .filter(name -> !name.isBlank() && name.length() <= MAX_NAME);
    }

    private static ToolAnswer question(String text) {
        return new ToolAnswer.Question(QUESTION, "What is your name?", schema(), text);
    }

    private static JsonObject schema() {
        return JsonText.object()
                .add("type", "object")
                .add(
                        "properties",
                        JsonText.object()
                                .add(
                                        NAME,
                                        JsonText.object()
                                                .add("type", "string")
                                                .add("title", "Name")
                                                .add("minLength", 1)
                                                .add("maxLength", MAX_NAME)))
                .add("required", JsonText.array().add(NAME))
                .build();
    }
}
