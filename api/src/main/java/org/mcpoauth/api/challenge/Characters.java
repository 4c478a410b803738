package org.mcpoauth.api.challenge;

import java.util.function.IntPredicate;

/** The character classes of RFC 9110, sections 5.6.2, 5.6.4 and 11.2, and of RFC 6750, section 3. */
final class Characters {
    private Characters() {}

    static boolean isToken(int c) {
        return isAlphanumeric(c) || (c < 0x80 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    static boolean isToken68(int c) {
        return isAlphanumeric(c) || (c < 0x80 && "-._~+/".indexOf(c) >= 0);
    }

    /** What may stand in a quoted-string, escaped or not: a tab and all but control characters. */
    static boolean isQuotable(int c) {
        return c == '\t' || isPrintable(c) || (c >= 0x80 && c <= 0xff);
    }

    static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }

    /** %x20-21, %x23-5B and %x5D-7E. */
    static boolean isPlain(int c) {
        return isPrintable(c) && c != '"' && c != '\\';
    }

    static boolean isBareValue(int c) {
        return isPlain(c) && c != ' ' && c != ',';
    }

    static boolean isAll(String text, IntPredicate allowed) {
        return text.chars().allMatch(allowed);
    }

    /** Whether the text is one or more characters of the class, then any number of equals signs. */
    static boolean isPaddedToken68(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0 && isAll(text.substring(0, end), Characters::isToken68);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
