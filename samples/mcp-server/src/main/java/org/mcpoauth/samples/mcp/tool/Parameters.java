package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Optional;
import org.mcpoauth.samples.mcp.json.JsonText;

/** What a tool takes: its JSON Schema, and the check that says the same. */
public enum Parameters {
    NONE {
        @Override
        JsonObjectBuilder properties() {
            return JsonText.object();
        }

        @Override
        public Optional<String> problemIn(JsonObject arguments) {
            return arguments.isEmpty() ? Optional.empty() : Optional.of("no arguments are expected");
        }
    },

    ONE_TEXT {
        @Override
        JsonObjectBuilder properties() {
            return JsonText.object()
                    .add(
                            TEXT,
                            JsonText.object()
                                    .add("type", "string")
                                    .add("minLength", 1)
                                    .add("maxLength", MAX_LENGTH));
        }

        @Override
        JsonObjectBuilder schemaBuilder() {
            return super.schemaBuilder().add("required", JsonText.array().add(TEXT));
        }

        @Override
        public Optional<String> problemIn(JsonObject arguments) {
            return arguments.size() == 1 && isText(arguments) ? Optional.empty() : Optional.of(TEXT_RULE);
        }
    };

    static final String TEXT = "text";
    static final int MAX_LENGTH = 1000;
    private static final String TEXT_RULE =
            "exactly one argument is expected: \"text\", a string of 1 to " + MAX_LENGTH + " characters";

    /** The {@code inputSchema} of the tool. */
    public JsonObject schema() {
        return schemaBuilder().build();
    }

    JsonObjectBuilder schemaBuilder() {
        return JsonText.object()
                .add("type", "object")
                .add("properties", properties())
                .add("additionalProperties", false);
    }

    abstract JsonObjectBuilder properties();

    /** What is wrong with the arguments, for people and models; empty if they fit. */
    public abstract Optional<String> problemIn(JsonObject arguments);

    /** JSON Schema counts characters, not UTF-16 units. */
    static boolean isText(JsonObject object) {
        if (!(object.get(TEXT) instanceof JsonString text)) {
            return false;
        }
        int length = text.getString().codePointCount(0, text.getString().length());
        return length >= 1 && length <= MAX_LENGTH;
    }
}
