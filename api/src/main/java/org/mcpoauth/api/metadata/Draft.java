package org.mcpoauth.api.metadata;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mcpoauth.api.internal.JsonValues;

/** The members of a document that is being built, in the order they are first set. */
final class Draft {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    <T> void put(Member<T> member, T value) {
        put(member.name(), member.write(value));
    }

    /** RFC 8414, section 3.2: members with no elements are left out. */
    void put(String name, JsonValue value) {
        boolean isEmpty = value instanceof JsonArray array && array.isEmpty();
        if (isEmpty || value.equals(JsonValue.NULL)) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
    }

    void putIfAbsent(String name, JsonValue value) {
        members.putIfAbsent(name, value);
    }

    void putAll(JsonObject json) {
        json.forEach(this::put);
    }

    JsonObject toJson() {
        return JsonValues.object(members);
    }
}
