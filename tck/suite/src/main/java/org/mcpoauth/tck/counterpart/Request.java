package org.mcpoauth.tck.counterpart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request that a client sent. Immutable.
 *
 * @param method the HTTP method
 * @param path the path, still encoded
 * @param query the query, still encoded; empty when there was none
 * @param headers the header values by name in lower case
 * @param body the body, read as UTF-8
 */
public record Request(String method, String path, String query, Map<String, List<String>> headers, String body) {

    /**
     * The first value of a header.
     *
     * @param name its name, in any case
     * @return the value, empty when the header is missing
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /**
     * A parameter of the query.
     *
     * @param name its name
     * @return its first value, decoded; empty text when it is missing
     */
    public String parameter(String name) {
        return value(query, name);
    }

    /**
     * A parameter of a form in the body.
     *
     * @param name its name
     * @return its first value, decoded; empty text when it is missing
     */
    public String form(String name) {
        return value(body, name);
    }

    /**
     * Whether a text is anywhere in the request, plain or encoded as in forms.
     *
     * @param text what to look for; not empty
     * @return whether the peer has seen it
     */
    public boolean shows(String text) {
        Stream<String> parts = Stream.concat(
                Stream.of(path, query, body), headers.values().stream().flatMap(List::stream));
        return parts.anyMatch(part -> part.contains(text) || decoded(part).contains(text));
    }

    static String value(String form, String name) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Gives method and path; the rest may be secret. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
