package org.mcpoauth.cdi.identity;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives claims in the types of Java. A claim that is absent or of another type is {@code null}. */
final class ClaimConversion {
    private ClaimConversion() {}

    /** A claim as a wanted class; {@code Set} for a set of texts. */
    static @Nullable Object as(Class<?> wanted, @Nullable JsonValue claim) {
        if (claim == null || claim == JsonValue.NULL) {
            return null;
        }
        if (wanted == String.class) {
            return claim instanceof JsonString text ? text.getString() : null;
        }
        if (wanted == Long.class || wanted == long.class) {
            return claim instanceof JsonNumber number ? (Object) number.longValue() : null;
        }
        if (wanted == Boolean.class || wanted == boolean.class) {
            return flag(claim);
        }
        return wanted == Set.class ? texts(claim) : wanted.isInstance(claim) ? wanted.cast(claim) : null;
    }

    /** A claim as {@code JsonWebToken} gives it: texts as such, everything else as JSON. */
    static @Nullable Object natural(@Nullable JsonValue claim) {
        if (claim instanceof JsonString text) {
            return text.getString();
        }
        return claim == JsonValue.NULL ? null : claim;
    }

    private static @Nullable Boolean flag(JsonValue claim) {
        return claim == JsonValue.TRUE ? Boolean.TRUE : claim == JsonValue.FALSE ? Boolean.FALSE : null;
    }

    /** One text counts as a set of one, as in {@code aud} (RFC 7519, section 4.1.3). */
    private static @Nullable Set<String> texts(JsonValue claim) {
        if (claim instanceof JsonString text) {
            return Set.of(text.getString());
        }
        if (!(claim instanceof JsonArray array) || !array.stream().allMatch(JsonString.class::isInstance)) {
            return null;
        }
        Set<String> texts = new LinkedHashSet<>();
        array.getValuesAs(JsonString.class).forEach(text -> texts.add(text.getString()));
        return texts;
    }
}
