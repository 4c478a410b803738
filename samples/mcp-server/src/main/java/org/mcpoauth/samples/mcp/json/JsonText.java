package org.mcpoauth.samples.mcp.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads and writes JSON text. A repeated member is refused, so that nobody in front of this server can
 * have read another value than this server does.
 */
public final class JsonText {
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
    private static final JsonWriterFactory WRITERS = Json.createWriterFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    private JsonText() {}

    public static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }

    public static JsonObjectBuilder object(JsonObject start) {
        return BUILDERS.createObjectBuilder(start);
    }

    public static JsonArrayBuilder array() {
        return BUILDERS.createArrayBuilder();
    }

    /** Reads an object or array; throws {@link JsonException} for anything that is not exactly one. */
    public static JsonStructure read(byte[] text) {
        Nesting.check(text);
        // a decoder, and not a charset, refuses malformed UTF-8 instead of replacing it
        InputStreamReader utf8 =
                new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder());
        try (JsonReader reader = READERS.createReader(utf8)) {
            return reader.read();
        }
    }

    public static byte[] write(JsonStructure json) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(512);
        try (JsonWriter writer = WRITERS.createWriter(text, StandardCharsets.UTF_8)) {
            writer.write(json);
        }
        return text.toByteArray();
    }
}
