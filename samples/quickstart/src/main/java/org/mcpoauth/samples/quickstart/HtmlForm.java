package org.mcpoauth.samples.quickstart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first form of a page, read as far as a person's click needs it.
 *
 * @param action where it goes, empty for the page itself
 * @param hidden names and values of the hidden fields
 * @param names names of all fields
 */
record HtmlForm(String action, Map<String, String> hidden, List<String> names) {

    static HtmlForm first(String page) {
        int start = page.indexOf("<form");
        int end = page.indexOf("</form>", Math.max(start, 0));
        if (start < 0 || end < 0) {
            throw new IllegalStateException("the page has no form");
        }
        String form = page.substring(start, end);
        Map<String, String> hidden = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (String tag : tags(form, "<input")) {
            String name = attribute(tag, "name").orElse("");
            names.add(name);
            if (attribute(tag, "type").filter("hidden"::equals).isPresent()) {
                hidden.put(name, attribute(tag, "value").orElse(""));
            }
        }
        return new HtmlForm(attribute(tags(form, "<form").get(0), "action").orElse(""), hidden, names);
    }

    boolean has(String name) {
        return names.contains(name);
    }

    private static List<String> tags(String text, String opening) {
        List<String> tags = new ArrayList<>();
        for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
            tags.add(text.substring(at, text.indexOf('>', at)));
        }
        return tags;
    }

    private static Optional<String> attribute(String tag, String name) {
        String opening = " " + name + "=\"";
        int start = tag.indexOf(opening);
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + opening.length();
        return Optional.of(unescaped(tag.substring(from, tag.indexOf('"', from))));
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&amp;", "&");
    }
}
