package org.mcpoauth.spi.support.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * An array of which only the text is kept. Its elements are made one by one when they are asked for and not
 * kept, so that an array which nobody walks over costs nothing, however many elements it has. To ask for the
 * size or for one element is to walk over those before it. Immutable.
 */
final class IndexedArray extends AbstractList<JsonValue> implements JsonArray {
    private final CheckedText text;
    private final int start;
    private final JsonValues values;

    /** The array that begins at a place of a text. */
    IndexedArray(CheckedText text, int start, JsonValues values) {
        this.text = text;
        this.start = start;
        this.values = values;
    }

    private int first() {
        return text.nextElement(start + 1);
    }

    private int after(int element) {
        return text.nextElement(text.endOfValue(element));
    }

    private boolean isElement(int at) {
        return text.at(at) != ']';
    }

    @Override
    public JsonValue get(int index) {
        int at = first();
        for (int i = 0; i < index && isElement(at); i++) {
            at = after(at);
        }
        if (index < 0 || !isElement(at)) {
            throw new IndexOutOfBoundsException(index);
        }
        return values.value(text, at);
    }

    @Override
    public int size() {
        int size = 0;
        for (int at = first(); isElement(at); at = after(at)) {
            size++;
        }
        return size;
    }

    @Override
    public boolean isEmpty() {
        return !isElement(first());
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return new Elements();
    }

    private final class Elements implements Iterator<JsonValue> {
        private int next = first();

        @Override
        public boolean hasNext() {
            return isElement(next);
        }

        @Override
        public JsonValue next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            JsonValue value = values.value(text, next);
            next = after(next);
            return value;
        }
    }

    @Override
    public ValueType getValueType() {
        return ValueType.ARRAY;
    }

    @Override
    public JsonObject getJsonObject(int index) {
        return (JsonObject) get(index);
    }

    @Override
    public JsonArray getJsonArray(int index) {
        return (JsonArray) get(index);
    }

    @Override
    public JsonNumber getJsonNumber(int index) {
        return (JsonNumber) get(index);
    }

    @Override
    public JsonString getJsonString(int index) {
        return (JsonString) get(index);
    }

    /** Like that of the provider it does not look at the elements. */
    @Override
    @SuppressWarnings("unchecked")
    public <T extends JsonValue> List<T> getValuesAs(Class<T> type) {
        return (List<T>) this;
    }

    @Override
    public String getString(int index) {
        return getJsonString(index).getString();
    }

    @Override
    public String getString(int index, String other) {
        return isWithin(index) && get(index) instanceof JsonString string ? string.getString() : other;
    }

    @Override
    public int getInt(int index) {
        return getJsonNumber(index).intValue();
    }

    @Override
    public int getInt(int index, int other) {
        return isWithin(index) && get(index) instanceof JsonNumber number ? number.intValue() : other;
    }

    @Override
    public boolean getBoolean(int index) {
        JsonValue value = get(index);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw new ClassCastException("not a boolean");
        }
        return value == JsonValue.TRUE;
    }

    @Override
    public boolean getBoolean(int index, boolean other) {
        JsonValue value = isWithin(index) ? get(index) : JsonValue.NULL;
        return value == JsonValue.TRUE || (value != JsonValue.FALSE && other);
    }

    @Override
    public boolean isNull(int index) {
        return get(index) == JsonValue.NULL;
    }

    /** The JSON text, as {@link JsonArray} demands. */
    @Override
    public String toString() {
        return values.array(text.part(start, text.endOfContainer(start))).toString();
    }

    private boolean isWithin(int index) {
        return index >= 0 && index < size();
    }
}
