package org.mcpoauth.client.scripted;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as a scripted server saw it.
 *
 * @param method the method
 * @param path the path as it was sent
 * @param query the query as it was sent, empty for none
 * @param headers the headers by lower-case name
 * @param body the body
 */
public record Received(String method, String path, String query, Map<String, List<String>> headers, String body) {

    /** A header, empty when it is missing. */
    public String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    /** The only value of a form field, empty when it is missing. */
    public String form(String name) {
        return only(decoded(body), name);
    }

    /** The only value of a query parameter, empty when it is missing. */
    public String parameter(String name) {
        return only(decoded(query), name);
    }

    public boolean hasParameter(String name) {
        return decoded(query).containsKey(name);
    }

    public boolean hasForm(String name) {
        return decoded(body).containsKey(name);
    }

    /** Everything that was sent, to look for what must not be in it. */
    public String all() {
        return method + " " + path + "?" + query + "\n" + headers + "\n" + body;
    }

    private static String only(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " was sent " + values.size() + " times");
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    private static Map<String, List<String>> decoded(String form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
