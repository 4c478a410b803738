package org.mcpoauth.api.error;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Two texts that had to be equal and are not, in a form that may be logged: what is not printable ASCII, and
 * the characters {@code "} and {@code \}, stand as {@code \}{@code u} and four hexadecimal digits, so that a
 * look-alike shows and no text of a peer can forge a line; of long texts the part around the first difference
 * is kept.
 *
 * <p>{@code Difference.between("https://as.example", "https://as.example/")} is {@code expected
 * "https://as.example", got "https://as.example/", which differs at character 19}.
 *
 * @param expected what was expected, escaped, up to 200 characters of the original
 * @param actual what came, escaped, up to 200 characters of the original
 * @param position the first character that differs in the texts as they were, counted from 1; one more than
 *     the length of the shorter text where that is the beginning of the other
 */
public record Difference(String expected, String actual, int position) implements Serializable {
    private static final int KEPT = 200;
    private static final int BEFORE = 100;
    private static final String CUT = "...";
    private static final int LONGEST = 6 * KEPT + 2 * CUT.length();

    /**
     * Checks that the texts may be logged; {@link #between} makes such texts.
     *
     * @throws IllegalArgumentException if a text is not escaped or too long, or the position is below 1
     */
    public Difference {
        requireEscaped(Objects.requireNonNull(expected, "expected"));
        requireEscaped(Objects.requireNonNull(actual, "actual"));
        if (position < 1) {
            throw new IllegalArgumentException("characters are counted from 1");
        }
    }

    /**
     * Finds where two texts differ.
     *
     * @param expected what was expected
     * @param actual what came, of any length and with any characters
     * @return the difference
     * @throws IllegalArgumentException if the texts are equal
     */
    public static Difference between(String expected, String actual) {
        int same = common(expected, actual);
        if (same == expected.length() && same == actual.length()) {
            throw new IllegalArgumentException("the texts are equal");
        }
        return new Difference(excerpt(expected, same), excerpt(actual, same), same + 1);
    }

    /** Gives both texts and the position. */
    @Override
    public String toString() {
        return "expected \"" + expected + "\", got \"" + actual + "\", which differs at character " + position;
    }

    private static int common(String one, String other) {
        int end = Math.min(one.length(), other.length());
        int same = 0;
        while (same < end && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }

    private static String excerpt(String text, int around) {
        int start = around < KEPT ? 0 : around - BEFORE;
        int end = Math.min(text.length(), start + KEPT);
        return (start > 0 ? CUT : "") + escaped(text.substring(start, end)) + (end < text.length() ? CUT : "");
    }

    private static String escaped(String text) {
        return text.chars().mapToObj(Difference::escaped).collect(Collectors.joining());
    }

    private static String escaped(int c) {
        return isPlain(c) ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c);
    }

    private static boolean isPlain(int c) {
        return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
    }

    private static void requireEscaped(String text) {
        boolean isPrintable = text.chars().allMatch(c -> c == '\\' || isPlain(c));
        if (text.length() > LONGEST || !isPrintable) {
            throw new IllegalArgumentException("the text is not escaped or too long");
        }
    }
}
