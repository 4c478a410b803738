package org.mcpoauth.spi.support.json;

import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Walks once over a JSON text and checks grammar (RFC 8259) and limits, building nothing. It runs
 * before JSON-P, so that what the runtime's JSON-P implementation tolerates, or expands, does not
 * matter. Beyond the grammar it refuses unpaired surrogates, which no UTF-8 text can carry on, and
 * exponents of more than three digits.
 */
final class JsonScanner {
    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final char END = '\uffff';

    private final String text;
    private final JsonLimits limits;
    private final boolean[] inObject;
    private int depth;
    private int values;
    private int at;

    private JsonScanner(String text, JsonLimits limits) {
        this.text = text;
        this.limits = limits;
        this.inObject = new boolean[limits.maxDepth()];
    }

    /** Checks that the whole text is one JSON object. */
    static void requireObject(String text, JsonLimits limits) throws MalformedException {
        JsonScanner scanner = new JsonScanner(text, limits);
        scanner.skipBlanks();
        if (scanner.peek() != '{') {
            throw syntax("not a JSON object");
        }
        scanner.value();
        while (scanner.depth > 0) {
            scanner.afterValue();
        }
        scanner.skipBlanks();
        if (scanner.at != text.length()) {
            throw syntax("data after the JSON object");
        }
    }

    /** Reads a scalar, or opens a container up to and including its first value if it has one. */
    private void value() throws MalformedException {
        if (++values > limits.maxValues()) {
            throw tooLarge("too many JSON values");
        }
        switch (peek()) {
            case '{' -> open(true);
            case '[' -> open(false);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void open(boolean object) throws MalformedException {
        if (depth == limits.maxDepth()) {
            throw tooLarge("JSON nested too deeply");
        }
        inObject[depth++] = object;
        at++;
        skipBlanks();
        if (peek() == (object ? '}' : ']')) {
            at++;
            depth--;
        } else {
            element();
        }
    }

    private void element() throws MalformedException {
        if (inObject[depth - 1]) {
            string();
            skipBlanks();
            expect(':');
            skipBlanks();
        }
        value();
    }

    private void afterValue() throws MalformedException {
        skipBlanks();
        if (peek() == ',') {
            at++;
            skipBlanks();
            element();
        } else {
            expect(inObject[depth - 1] ? '}' : ']');
            depth--;
        }
    }

    private void string() throws MalformedException {
        expect('"');
        int start = at;
        skipPlain();
        for (char c = next(); c != '"'; c = next()) {
            if (c < 0x20) {
                throw syntax("control character in a JSON string");
            }
            char unit = c == '\\' ? escape() : c;
            if (Character.isSurrogate(unit)) {
                lowSurrogateAfter(unit);
            }
            skipPlain();
        }
        if (at - start - 1 > limits.maxStringLength()) {
            throw tooLarge("JSON string too long");
        }
    }

    /** Nearly all characters of nearly all strings, so this loop decides what scanning costs. */
    private void skipPlain() {
        int end = text.length();
        int i = at;
        while (i < end) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c >= Character.MIN_SURROGATE) {
                break;
            }
            i++;
        }
        at = i;
    }

    private void lowSurrogateAfter(char high) throws MalformedException {
        char c = next();
        char low = c == '\\' ? escape() : c;
        if (!Character.isSurrogatePair(high, low)) {
            throw syntax("unpaired surrogate in a JSON string");
        }
    }

    private char escape() throws MalformedException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b', 'f', 'n', 'r', 't' -> ' ';
            case 'u' -> codeUnit();
            default -> throw syntax("unknown escape in a JSON string");
        };
    }

    private char codeUnit() throws MalformedException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw syntax("bad escape in a JSON string");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private void number() throws MalformedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            exponent();
        }
        if (at - start > limits.maxNumberLength()) {
            throw tooLarge("JSON number too long");
        }
    }

    private void exponent() throws MalformedException {
        at++;
        if (peek() == '+' || peek() == '-') {
            at++;
        }
        int start = at;
        digits();
        if (at - start > MAX_EXPONENT_DIGITS) {
            throw tooLarge("JSON number with a huge exponent");
        }
    }

    private void digits() throws MalformedException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw syntax("not a JSON value");
        }
    }

    private void literal(String word) throws MalformedException {
        if (!text.startsWith(word, at)) {
            throw syntax("not a JSON value");
        }
        at += word.length();
    }

    private void expect(char c) throws MalformedException {
        if (next() != c) {
            throw syntax("unexpected character in JSON");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** The next character, or {@link #END}, which matches nothing where this is used. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private char next() throws MalformedException {
        if (at == text.length()) {
            throw syntax("JSON ends too early");
        }
        return text.charAt(at++);
    }

    private static MalformedException syntax(String message) {
        return new MalformedException(Fault.SYNTAX, message);
    }

    private static MalformedException tooLarge(String message) {
        return new MalformedException(Fault.TOO_LARGE, message);
    }
}
