package org.mcpoauth.spi.support.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of which only the text is kept and where its members are. Their values are made when they are
 * asked for and not kept: few of the claims of a token are ever looked at, and a remembered token should
 * be small. What is asked of the whole object is answered by the JSON-P provider, which reads the text.
 * Immutable.
 */
public final class IndexedObject extends AbstractMap<String, JsonValue> implements JsonObject {
    private static final int USUAL = 4;

    private final CheckedText text;
    private final int start;
    private final MemberIndex members;
    private final JsonValues values;

    /** The object that begins at a place of a text. */
    IndexedObject(CheckedText text, int start, MemberIndex members, JsonValues values) {
        this.text = text;
        this.start = start;
        this.members = members;
        this.values = values;
    }

    @Override
    public @Nullable JsonValue get(@Nullable Object name) {
        int at = name instanceof String known ? members.value(known) : -1;
        return at < 0 ? null : values.value(text, at);
    }

    /**
     * A string, without making a JSON value of it.
     *
     * @param name the member
     * @return the text, {@code null} if the member is absent or no string
     */
    public @Nullable String text(String name) {
        int at = members.value(name);
        return at >= 0 && text.at(at) == '"' ? text.stringAt(at) : null;
    }

    /**
     * Whether a member is a string that is not empty, without making it.
     *
     * @param name the member
     * @return {@code false} if it is absent, empty or no string
     */
    public boolean hasText(String name) {
        int at = members.value(name);
        return at >= 0 && text.at(at) == '"' && text.at(at + 1) != '"';
    }

    /**
     * A whole number that is not negative and written with a few digits, without making a JSON value of it.
     *
     * @param name the member
     * @return the number, -1 if the member is absent or anything else
     */
    public long smallNumber(String name) {
        int at = members.value(name);
        return at >= 0 ? text.smallNumber(at) : -1;
    }

    /**
     * The strings of an array, without making JSON values of them.
     *
     * @param name the member
     * @return the strings, {@code null} if the member is absent or no array of strings
     */
    public @Nullable List<String> strings(String name) {
        int at = members.value(name);
        if (at < 0 || text.at(at) != '[') {
            return null;
        }
        List<String> strings = new ArrayList<>(USUAL);
        int element = text.nextElement(at + 1);
        while (text.at(element) == '"') {
            strings.add(text.stringAt(element));
            element = text.nextElement(text.endOfString(element));
        }
        return text.at(element) == ']' ? strings : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String known && members.value(known) >= 0;
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public Set<Entry<String, JsonValue>> entrySet() {
        return whole().entrySet();
    }

    @Override
    public ValueType getValueType() {
        return ValueType.OBJECT;
    }

    @Override
    public @Nullable JsonArray getJsonArray(String name) {
        return (JsonArray) get(name);
    }

    @Override
    public @Nullable JsonObject getJsonObject(String name) {
        return (JsonObject) get(name);
    }

    @Override
    public @Nullable JsonNumber getJsonNumber(String name) {
        return (JsonNumber) get(name);
    }

    @Override
    public @Nullable JsonString getJsonString(String name) {
        return (JsonString) get(name);
    }

    @Override
    public String getString(String name) {
        return ((JsonString) present(name)).getString();
    }

    @Override
    public String getString(String name, String other) {
        return get(name) instanceof JsonString string ? string.getString() : other;
    }

    @Override
    public int getInt(String name) {
        return ((JsonNumber) present(name)).intValue();
    }

    @Override
    public int getInt(String name, int other) {
        return get(name) instanceof JsonNumber number ? number.intValue() : other;
    }

    @Override
    public boolean getBoolean(String name) {
        JsonValue value = present(name);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw new ClassCastException("not a boolean");
        }
        return value == JsonValue.TRUE;
    }

    @Override
    public boolean getBoolean(String name, boolean other) {
        JsonValue value = get(name);
        return value == JsonValue.TRUE || (value != JsonValue.FALSE && other);
    }

    @Override
    public boolean isNull(String name) {
        return present(name) == JsonValue.NULL;
    }

    /** The JSON text, as {@link JsonObject} demands. */
    @Override
    public String toString() {
        return whole().toString();
    }

    private JsonValue present(String name) {
        return Objects.requireNonNull(get(name), "no such member");
    }

    private JsonObject whole() {
        return values.object(text.part(start, text.endOfContainer(start)));
    }
}
