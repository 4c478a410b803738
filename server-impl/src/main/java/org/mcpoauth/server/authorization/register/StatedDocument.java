package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * A document of a client and what a trusted statement says about it (RFC 7591, section 2.3).
 *
 * @param members the members of both, those of the statement first
 * @param statement the members of the statement; none without one
 */
record StatedDocument(JsonObject members, Map<String, JsonValue> statement) {

    /** Whether the statement says a member. */
    boolean isStated(String member) {
        return !isNothing(statement.getOrDefault(member, JsonValue.NULL));
    }

    /** Whether a member counts as absent: clients send such ones. */
    static boolean isNothing(JsonValue value) {
        return value.equals(JsonValue.NULL)
                || (value instanceof JsonString text && text.getString().isEmpty());
    }
}
