package org.mcpoauth.server.authorization.page;

/** The one rule by which a text becomes HTML, as content and in quoted attributes. */
final class HtmlText {
    private HtmlText() {}

    static void append(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(isHarmless(c) ? c : ' ');
            }
        }
    }

    /** Control and format characters can hide or reorder what a client calls itself. */
    private static boolean isHarmless(char c) {
        int type = Character.getType(c);
        return c == '\n' || (type != Character.CONTROL && type != Character.FORMAT);
    }
}
