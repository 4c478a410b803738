package org.mcpoauth.server.authorization.page;

/**
 * The one rule by which a text becomes HTML, as content and in quoted attributes. What cannot be seen, or changes
 * how other characters are seen, becomes a blank: it can hide or reorder what a client calls itself (Unicode
 * Technical Report 36, section 3).
 */
final class HtmlText {
    private static final int MAX_MARKS = 2;

    private HtmlText() {}

    static void append(StringBuilder page, String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            marks = isMark(c) ? marks + 1 : 0;
            // more marks on one letter would cover what is around it
            if (marks <= MAX_MARKS) {
                append(page, c);
            }
        }
    }

    /** No more than a number of characters; what is cut off is told by an ellipsis. */
    static String shortened(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + '\u2026';
    }

    private static void append(StringBuilder page, int c) {
        switch (c) {
            case '&' -> page.append("&amp;");
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            default -> page.appendCodePoint(isVisible(c) ? c : ' ');
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n';
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> !isFiller(c);
        };
    }

    /** Letters, marks and symbols without a shape of their own. */
    private static boolean isFiller(int c) {
        return switch (c) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default -> (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
        };
    }
}
