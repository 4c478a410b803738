package org.mcpoauth.spi.support.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;

/**
 * Makes values of the JSON-P provider out of checked texts. The provider and its factories are kept.
 *
 * @param provider makes single values
 * @param readers makes objects and arrays
 */
record JsonValues(JsonProvider provider, JsonReaderFactory readers) {
    private static final int LONG_DIGITS = 18;

    /** Reads a text that is one object. */
    JsonObject object(String text) {
        try (JsonReader reader = readers.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Reads the value that begins at a place. */
    JsonValue value(CheckedText text, int at) {
        return switch (text.at(at)) {
            case '"' -> provider.createValue(text.stringAt(at));
            case '[' -> new IndexedArray(text, at, this);
            case '{' -> new IndexedObject(text, at, MemberIndex.of(text, at), this);
            case 't' -> JsonValue.TRUE;
            case 'f' -> JsonValue.FALSE;
            case 'n' -> JsonValue.NULL;
            default -> number(text, at);
        };
    }

    /** Reads a text that is one array. */
    JsonArray array(String text) {
        try (JsonReader reader = readers.createReader(new StringReader(text))) {
            return reader.readArray();
        }
    }

    private JsonNumber number(CheckedText text, int at) {
        long small = text.smallNumber(at);
        return small >= 0 ? provider.createValue(small) : number(text.part(at, text.endOfWord(at)));
    }

    private JsonNumber number(String digits) {
        boolean isLong = digits.length() <= LONG_DIGITS
                && digits.indexOf('.') < 0
                && digits.indexOf('e') < 0
                && digits.indexOf('E') < 0;
        return isLong ? provider.createValue(Long.parseLong(digits)) : provider.createValue(new BigDecimal(digits));
    }
}
