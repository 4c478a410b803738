package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;

/** JSON for tests, written with single quotation marks. */
final class Json {
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private Json() {}

    static JsonObject of(String text) {
        try (JsonReader reader = PROVIDER.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }
}
