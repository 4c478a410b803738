package org.mcpoauth.api.challenge;

import org.jspecify.annotations.Nullable;

/** Walks over the characters of one header line with the rules of RFC 9110, sections 5.6 and 11.2. */
final class HeaderCursor {
    private final String text;
    private int position;

    HeaderCursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return position == text.length();
    }

    boolean at(char expected) {
        return position < text.length() && text.charAt(position) == expected;
    }

    boolean atBoundary() {
        return atEnd() || at(',');
    }

    boolean skip(char expected) {
        boolean found = at(expected);
        position += found ? 1 : 0;
        return found;
    }

    /** Passes blanks and tabs; tells whether there were any. */
    boolean skipWhitespace() {
        int start = position;
        while (at(' ') || at('\t')) {
            position++;
        }
        return position > start;
    }

    /** Passes the empty elements that RFC 9110, section 5.6.1.2, allows in a list. */
    void skipEmptyElements() {
        while (skipWhitespace() || skip(',')) {
            // what was passed has no meaning
        }
    }

    /** The longest token from here on, empty when there is none. */
    String token() {
        int start = position;
        while (!atEnd() && Characters.isToken(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** The token68 that fills the rest of this list element, or null, and then nothing is passed. */
    @Nullable
    String token68() {
        int start = position;
        while (!atEnd() && Characters.isToken68(text.charAt(position))) {
            position++;
        }
        boolean hasText = position > start;
        while (skip('=')) {
            // padding
        }
        int end = position;
        skipWhitespace();
        if (hasText && atBoundary()) {
            return text.substring(start, end);
        }
        position = start;
        return null;
    }

    /**
     * A value without quotes, empty when there is none. The grammar wants a token here; any visible
     * ASCII character but comma, quotation mark and backslash is taken, since URLs are sent this way.
     */
    String bareValue() {
        int start = position;
        while (!atEnd() && Characters.isBareValue(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /**
     * The text of the quoted-string that fills the rest of this list element. Null when it has no end, a
     * bad character or something behind it; then where quotes end is in doubt and the line is left.
     */
    @Nullable
    String quotedString() {
        StringBuilder value = new StringBuilder();
        position++;
        while (!atEnd()) {
            char c = text.charAt(position++);
            if (c == '"') {
                skipWhitespace();
                return atBoundary() ? value.toString() : leave();
            }
            if (c == '\\' && !atEnd()) {
                c = text.charAt(position++);
            }
            if (!Characters.isQuotable(c)) {
                return leave();
            }
            value.append(c);
        }
        return null;
    }

    /** Goes to the next comma, or to the end when a quotation mark comes first. */
    void skipToBoundary() {
        while (!atBoundary()) {
            position = at('"') ? text.length() : position + 1;
        }
    }

    private @Nullable String leave() {
        position = text.length();
        return null;
    }
}
