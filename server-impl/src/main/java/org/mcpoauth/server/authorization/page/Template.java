package org.mcpoauth.server.authorization.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * A page with holes. <code>{{name}}</code> becomes a value, escaped by the one rule of {@link
 * HtmlText}; <code>{{#name}}...{{/name}}</code> is repeated for each model of a section; <code>[[key]]</code>
 * becomes a text of the resource bundle. There is no way to insert anything unescaped.
 */
final class Template {
    private final List<Node> nodes;
    private final Set<String> names;

    private Template(List<Node> nodes, Set<String> names) {
        this.nodes = List.copyOf(nodes);
        this.names = Set.copyOf(names);
    }

    /** Reads a template; texts are put in at once. */
    static Template parse(String source, UnaryOperator<String> texts) {
        Parser parser = new Parser(withTexts(source, texts));
        List<Node> nodes = parser.nodes("");
        return new Template(nodes, parser.names);
    }

    /** The values and sections it asks for. */
    Set<String> names() {
        return names;
    }

    String render(PageModel model) {
        StringBuilder page = new StringBuilder(4096);
        nodes.forEach(node -> node.append(page, model));
        return page.toString();
    }

    private static String withTexts(String source, UnaryOperator<String> texts) {
        StringBuilder result = new StringBuilder(source.length());
        int at = 0;
        for (int start = source.indexOf("[["); start >= 0; start = source.indexOf("[[", at)) {
            int end = source.indexOf("]]", start);
            if (end < 0) {
                throw new ConfigurationException("pages", "a text of a template is not closed");
            }
            result.append(source, at, start);
            HtmlText.append(result, texts.apply(source.substring(start + 2, end)));
            at = end + 2;
        }
        return result.append(source, at, source.length()).toString();
    }

    @FunctionalInterface
    private interface Node {
        void append(StringBuilder page, PageModel model);
    }

    private static final class Parser {
        private final String source;
        private final Set<String> names = new HashSet<>();
        private int at;

        Parser(String source) {
            this.source = source;
        }

        /** The nodes up to the end of a section, or to the end of the page for the section without name. */
        List<Node> nodes(String section) {
            List<Node> nodes = new ArrayList<>();
            while (true) {
                int start = source.indexOf("{{", at);
                String literal = source.substring(at, start < 0 ? source.length() : start);
                nodes.add((page, model) -> page.append(literal));
                String tag = start < 0 ? "/" : tag(start);
                if (tag.startsWith("/")) {
                    requireEnd(section, tag);
                    return nodes;
                }
                nodes.add(tag.startsWith("#") ? section(tag.substring(1)) : value(tag));
            }
        }

        private String tag(int start) {
            int end = source.indexOf("}}", start);
            if (end < 0) {
                throw new ConfigurationException("pages", "a hole of a template is not closed");
            }
            at = end + 2;
            return source.substring(start + 2, end);
        }

        private Node section(String name) {
            names.add(name);
            List<Node> inner = nodes(name);
            return (page, model) -> model.sections(name).forEach(one -> inner.forEach(node -> node.append(page, one)));
        }

        private Node value(String name) {
            names.add(name);
            return (page, model) -> HtmlText.append(page, model.text(name));
        }

        private static void requireEnd(String section, String tag) {
            if (!tag.equals("/" + section)) {
                throw new ConfigurationException("pages", "the section " + section + " of a template is not closed");
            }
        }
    }
}
