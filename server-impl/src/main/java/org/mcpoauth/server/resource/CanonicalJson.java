package org.mcpoauth.server.resource;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text per JSON value: members sorted, no blanks, numbers by value. A client may write a retried
 * request in another order, and 1 for 1.0.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    static byte[] bytes(JsonObject object) {
        StringBuilder text = new StringBuilder();
        append(text, object);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, JsonValue value) {
        if (value instanceof JsonObject object) {
            appendObject(text, object);
        } else if (value instanceof JsonArray array) {
            appendArray(text, array);
        } else if (value instanceof JsonNumber number) {
            // the scientific form: a large exponent is never expanded
            text.append(number.bigDecimalValue().stripTrailingZeros());
        } else {
            text.append(value);
        }
    }

    private static void appendObject(StringBuilder text, JsonObject object) {
        text.append('{');
        for (Map.Entry<String, JsonValue> member : new TreeMap<>(object).entrySet()) {
            // the length keeps a name with odd characters from looking like something else
            text.append(member.getKey().length())
                    .append(':')
                    .append(member.getKey())
                    .append(':');
            append(text, member.getValue());
            text.append(',');
        }
        text.append('}');
    }

    private static void appendArray(StringBuilder text, JsonArray array) {
        text.append('[');
        for (JsonValue element : array) {
            append(text, element);
            text.append(',');
        }
        text.append(']');
    }
}
