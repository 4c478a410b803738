package org.mcpoauth.spi.support.json;

import java.nio.charset.StandardCharsets;

/** The octets of a JSON text whose grammar {@link JsonScanner} has checked, or has checked as far as is asked for here. */
final class CheckedText {
    private static final int LONG_DIGITS = 18;

    private final byte[] utf8;

    CheckedText(byte[] utf8) {
        this.utf8 = utf8;
    }

    byte at(int index) {
        return utf8[index];
    }

    /** A part of the text as it stands. */
    String part(int from, int to) {
        return new String(utf8, from, to - from, StandardCharsets.UTF_8);
    }

    /** The whole text. */
    @Override
    public String toString() {
        return part(0, utf8.length);
    }

    /** What a string means whose quotes stand before and after a part. */
    String string(int from, int to) {
        for (int i = from; i < to; i++) {
            if (utf8[i] == '\\') {
                return unescaped(part(from, to));
            }
        }
        return part(from, to);
    }

    /** What a string means that begins at a place. */
    String stringAt(int at) {
        int i = JsonScanner.endOfPlain(utf8, at + 1);
        return utf8[i] == '"' ? part(at + 1, i) : unescaped(part(at + 1, endOfString(at) - 1));
    }

    /** The number that begins at a place if it is written with a few digits and nothing else; else -1. */
    long smallNumber(int at) {
        long number = 0;
        int i = at;
        while (utf8[i] >= '0' && utf8[i] <= '9') {
            number = 10 * number + (utf8[i] - '0');
            i++;
        }
        boolean isWhole = isSeparator(utf8[i]) || utf8[i] == ']' || utf8[i] == '}';
        return isWhole && i > at && i - at <= LONG_DIGITS ? number : -1;
    }

    /** The {@link #nameHash} of {@link #string}, without making it if it needs no decoding. */
    int nameHash(int from, int to) {
        for (int i = from; i < to; i++) {
            if (utf8[i] == '\\' || utf8[i] < 0) {
                return nameHash(string(from, to));
            }
        }
        return plainNameHash(from, to);
    }

    /** The same for a part that is ASCII without escapes. */
    int plainNameHash(int from, int to) {
        return from == to ? 0 : mixed(to - from, utf8[from], utf8[from + ((to - from) >>> 1)], utf8[to - 1]);
    }

    /** A number that tells most names apart by their length and three characters: who finds two equal ones compares. */
    static int nameHash(String name) {
        int length = name.length();
        return length == 0 ? 0 : mixed(length, name.charAt(0), name.charAt(length >>> 1), name.charAt(length - 1));
    }

    private static int mixed(int length, int first, int middle, int last) {
        return ((length * 31 + first) * 31 + middle) * 31 + last;
    }

    /** Whether {@link #string} is a given text, without making it if it needs no decoding. */
    boolean isString(int from, int to, String expected) {
        for (int i = from; i < to; i++) {
            byte c = utf8[i];
            if (c == '\\' || c < 0) {
                return string(from, to).equals(expected);
            }
            if (i - from == expected.length() || c != expected.charAt(i - from)) {
                return false;
            }
        }
        return to - from == expected.length();
    }

    /** Where a value ends that begins at a place; exclusive, as all ends. */
    int endOfValue(int at) {
        return switch (utf8[at]) {
            case '"' -> endOfString(at);
            case '[', '{' -> endOfContainer(at);
            default -> endOfWord(at);
        };
    }

    int endOfString(int at) {
        int i = at + 1;
        while (utf8[i] != '"') {
            i += utf8[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    int endOfContainer(int at) {
        int depth = 0;
        int i = at;
        do {
            byte c = utf8[i];
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            i = c == '"' ? endOfString(i) : i + 1;
        } while (depth > 0);
        return i;
    }

    /** A number, {@code true}, {@code false} or {@code null}: whatever is neither blank nor punctuation. */
    int endOfWord(int at) {
        int i = at;
        while (!isSeparator(utf8[i]) && utf8[i] != ']' && utf8[i] != '}') {
            i++;
        }
        return i;
    }

    /** Where the next element of an array begins, or its closing bracket is. */
    int nextElement(int at) {
        int i = at;
        while (isSeparator(utf8[i])) {
            i++;
        }
        return i;
    }

    /** Where the value of a member begins whose name ends at a place. */
    int valueAfterName(int at) {
        int i = at;
        while (utf8[i] <= ' ' || utf8[i] == ':') {
            i++;
        }
        return i;
    }

    private static boolean isSeparator(byte c) {
        return c <= ' ' || c == ',';
    }

    private static String unescaped(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c != '\\') {
                text.append(c);
            } else if (raw.charAt(at) == 'u') {
                text.append((char) Integer.parseInt(raw, at + 1, at + 5, 16));
                at += 5;
            } else {
                text.append(character(raw.charAt(at++)));
            }
        }
        return text.toString();
    }

    /** RFC 8259, section 7. */
    private static char character(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }
}
