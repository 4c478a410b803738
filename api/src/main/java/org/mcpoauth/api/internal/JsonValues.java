package org.mcpoauth.api.internal;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Collection;
import java.util.Map;

/**
 * The one place of the API that makes JSON values. The provider is looked up once: each static call of
 * {@code jakarta.json.Json} would search for it again.
 */
public final class JsonValues {
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private JsonValues() {}

    /** The text as JSON. */
    public static JsonValue of(String text) {
        return PROVIDER.createValue(text);
    }

    /** The number as JSON. */
    public static JsonValue of(long number) {
        return PROVIDER.createValue(number);
    }

    /** The truth value as JSON. */
    public static JsonValue of(boolean flag) {
        return flag ? JsonValue.TRUE : JsonValue.FALSE;
    }

    /** An array of these values. */
    public static JsonArray array(Collection<? extends JsonValue> values) {
        JsonArrayBuilder array = PROVIDER.createArrayBuilder();
        values.forEach(array::add);
        return array.build();
    }

    /** An object of these members, in the order of the map. */
    public static JsonObject object(Map<String, ? extends JsonValue> members) {
        JsonObjectBuilder object = PROVIDER.createObjectBuilder();
        members.forEach(object::add);
        return object.build();
    }
}
