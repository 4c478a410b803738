package org.mcpoauth.spi.support.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Walks once over a JSON text in UTF-8 and checks grammar (RFC 8259) and limits, building nothing but an
 * index of members where one is asked for. It runs before JSON-P, so that what the runtime's JSON-P
 * implementation tolerates, or expands, does not matter. Beyond the grammar it refuses unpaired
 * surrogates, which no UTF-8 text can carry on, and exponents of more than three digits.
 */
final class JsonScanner {
    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final byte END = 0;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    private final byte[] text;
    private final JsonLimits limits;
    private final @Nullable MemberIndex index;
    private final boolean[] inObject;
    private final int[] firstMember;
    private int depth;
    private int values;
    private int at;
    private int escapes;
    private boolean isAscii = true;

    private JsonScanner(byte[] text, JsonLimits limits, @Nullable MemberIndex index) {
        this.text = text;
        this.limits = limits;
        this.index = index;
        this.inObject = new boolean[limits.maxDepth()];
        this.firstMember = new int[limits.maxDepth()];
    }

    /** Checks that the whole text is one JSON object. That no name occurs twice is left to JSON-P. */
    static void requireObject(byte[] text, JsonLimits limits) throws MalformedException {
        new JsonScanner(text, limits, null).container('{');
    }

    /** Checks that the whole text is one JSON object, and notes where its members are. */
    static void indexObject(byte[] text, JsonLimits limits, MemberIndex index) throws MalformedException {
        new JsonScanner(text, limits, index).container('{');
    }

    /** Checks that the whole text is one JSON array. The index is used for the objects in it while they are open. */
    static void indexArray(byte[] text, JsonLimits limits, MemberIndex index) throws MalformedException {
        new JsonScanner(text, limits, index).container('[');
    }

    private void container(char first) throws MalformedException {
        skipBlanks();
        if (peek() != first) {
            throw syntax(first == '{' ? "not a JSON object" : "not a JSON array");
        }
        value();
        while (depth > 0) {
            afterValue();
        }
        skipBlanks();
        if (at != text.length) {
            throw syntax("data after the JSON text");
        }
        if (!isAscii) {
            requireUtf8();
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
        inObject[depth] = object;
        firstMember[depth++] = index == null ? 0 : index.size();
        at++;
        skipBlanks();
        if (peek() == (object ? '}' : ']')) {
            at++;
            close();
        } else {
            element();
        }
    }

    /** Members of the outermost object stay in the index. */
    private void close() throws MalformedException {
        depth--;
        if (index == null) {
            return;
        }
        if (!index.isDistinct(firstMember[depth])) {
            throw repeatedName();
        }
        if (depth > 0) {
            index.cut(firstMember[depth]);
        }
    }

    private void element() throws MalformedException {
        if (inObject[depth - 1]) {
            name();
            skipBlanks();
            expect(':');
            skipBlanks();
            if (index != null) {
                index.valueBegins(at);
            }
        }
        value();
    }

    private void name() throws MalformedException {
        int quote = at;
        int escapesBefore = escapes;
        string();
        if (index != null) {
            int first = firstMember[depth - 1];
            if (index.isFull(first)) {
                throw tooLarge("JSON object with too many members");
            }
            if (!index.add(first, quote + 1, at - 1, isAscii && escapes == escapesBefore)) {
                throw repeatedName();
            }
        }
    }

    private void afterValue() throws MalformedException {
        skipBlanks();
        if (peek() == ',') {
            at++;
            skipBlanks();
            element();
        } else {
            expect(inObject[depth - 1] ? '}' : ']');
            close();
        }
    }

    private void string() throws MalformedException {
        expect('"');
        int start = at;
        skipPlain();
        for (byte c = next(); c != '"'; c = next()) {
            if (c != '\\') {
                throw syntax("control character in a JSON string");
            }
            escapes++;
            char unit = escape();
            if (Character.isSurrogate(unit)) {
                lowSurrogateAfter(unit);
            }
            skipPlain();
        }
        requireLength(start, at - 1);
    }

    /** Nearly all of nearly all strings, so this decides what scanning costs: eight octets at a time. */
    private void skipPlain() {
        byte[] octets = text;
        long seen = 0;
        int i = at;
        while (i <= octets.length - Long.BYTES) {
            long word = (long) WORDS.get(octets, i);
            long ends = ends(word);
            if (ends != 0) {
                int plain = Long.numberOfTrailingZeros(ends) & -Byte.SIZE;
                skipped(i + plain / Byte.SIZE, seen | (word & ~(-1L << plain)));
                return;
            }
            seen |= word;
            i += Long.BYTES;
        }
        while (i < octets.length && !isEnd(octets[i])) {
            seen |= octets[i];
            i++;
        }
        skipped(i, seen);
    }

    /** Where the first quote, backslash or control character is at or after a place; the end if there is none. */
    static int endOfPlain(byte[] octets, int from) {
        int i = from;
        while (i <= octets.length - Long.BYTES) {
            long ends = ends((long) WORDS.get(octets, i));
            if (ends != 0) {
                return i + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < octets.length && !isEnd(octets[i])) {
            i++;
        }
        return i;
    }

    private void skipped(int to, long seen) {
        at = to;
        if ((seen & HIGH_BITS) != 0) {
            isAscii = false;
        }
    }

    /**
     * The high bits of those of eight octets that are a quote, a backslash or a control character. The
     * subtractions may borrow from octets behind such a one too, so only the first is certain; it is the
     * lowest, since the octets were read in that order.
     */
    private static long ends(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        long hits = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - BLANKS) & ~word);
        return hits & HIGH_BITS;
    }

    private static boolean isEnd(byte c) {
        // the second test is true of control characters, but not of the octets of others
        return c == '"' || (c & 0xe0) == 0 || c == '\\';
    }

    /** The limit is one of characters, which are never more than the octets. */
    private void requireLength(int from, int to) throws MalformedException {
        int length = to - from;
        boolean isTooLong = length > limits.maxStringLength()
                && new String(text, from, length, StandardCharsets.UTF_8).length() > limits.maxStringLength();
        if (isTooLong) {
            throw tooLarge("JSON string too long");
        }
    }

    private void lowSurrogateAfter(char high) throws MalformedException {
        if (next() != '\\' || !Character.isSurrogatePair(high, escape())) {
            throw syntax("unpaired surrogate in a JSON string");
        }
    }

    private char escape() throws MalformedException {
        byte c = next();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b', 'f', 'n', 'r', 't' -> ' ';
            case 'u' -> codeUnit();
            default -> throw syntax("unknown escape in a JSON string");
        };
    }

    private char codeUnit() throws MalformedException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
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
        int end = start;
        while (end < text.length && text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        at = end;
        if (at == start) {
            throw syntax("not a JSON value");
        }
    }

    private void literal(String word) throws MalformedException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw syntax("not a JSON value");
            }
            at++;
        }
    }

    private void expect(char c) throws MalformedException {
        if (next() != c) {
            throw syntax("unexpected character in JSON");
        }
    }

    private void skipBlanks() {
        // nearly always there is none, which the first comparison tells
        while (at < text.length && text[at] <= ' ' && isBlank(text[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Decoding puts U+FFFD where octets are wrong: only a text with that needs the strict decoder. */
    private void requireUtf8() throws MalformedException {
        if (new String(text, StandardCharsets.UTF_8).indexOf('\ufffd') < 0) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw syntax("not UTF-8");
        }
    }

    /** The next octet, or {@link #END}, which matches nothing where this is used. */
    private byte peek() {
        return at < text.length ? text[at] : END;
    }

    private byte next() throws MalformedException {
        if (at == text.length) {
            throw syntax("JSON ends too early");
        }
        return text[at++];
    }

    private static MalformedException repeatedName() {
        return syntax("member name occurs twice in a JSON object");
    }

    private static MalformedException syntax(String message) {
        return new MalformedException(Fault.SYNTAX, message);
    }

    private static MalformedException tooLarge(String message) {
        return new MalformedException(Fault.TOO_LARGE, message);
    }
}
