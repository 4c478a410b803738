package org.mcpoauth.samples.client;

import java.util.Collection;

/**
 * A piece of a page. There is one rule: what is put into a template is markup if it is an {@code Html}, and else
 * text, which can never become markup, neither between tags nor in an attribute with quotes.
 *
 * @param markup the piece as it is sent
 */
record Html(String markup) {
    static final Html NOTHING = new Html("");

    private static final String PLACE = "{}";

    /** Fills the places {@code {}} of a template, one after the other. */
    static Html of(String template, Object... values) {
        StringBuilder markup = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int place = template.indexOf(PLACE, from);
            markup.append(template, from, place).append(markup(value));
            from = place + PLACE.length();
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    static Html join(Collection<Html> pieces) {
        StringBuilder markup = new StringBuilder();
        pieces.forEach(piece -> markup.append(piece.markup));
        return new Html(markup.toString());
    }

    private static String markup(Object value) {
        return value instanceof Html html ? html.markup : escape(value.toString());
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(letter -> escaped.append(escape((char) letter)));
        return escaped.toString();
    }

    private static String escape(char letter) {
        return switch (letter) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> String.valueOf(letter);
        };
    }
}
