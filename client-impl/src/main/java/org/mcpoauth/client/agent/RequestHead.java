package org.mcpoauth.client.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a browser sends before a body (RFC 9112, section 2.1), read strictly: what is not clear is refused.
 *
 * @param method the method
 * @param target the request target as it was sent
 * @param headers the values by lower-case name
 */
record RequestHead(String method, String target, Map<String, List<String>> headers) {

    /** The text form may end in a log, and the target holds a code. */
    @Override
    public String toString() {
        return "RequestHead[" + method.length() + " " + target.length() + "]";
    }

    /** The head in the given bytes, which end before the empty line; empty if it is none. */
    static Optional<RequestHead> parse(byte[] bytes, int length) {
        List<String> lines = parts(new String(bytes, 0, length, ISO_8859_1), "\r\n");
        List<String> start = parts(lines.get(0), " ");
        if (start.size() != 3
                || !start.get(2).startsWith("HTTP/1.")
                || !start.stream().allMatch(RequestHead::isVisible)) {
            return Optional.empty();
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon < 1 || !isVisible(line.substring(0, colon)) || hasControl(line)) {
                return Optional.empty();
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return Optional.of(new RequestHead(start.get(0), start.get(1), headers));
    }

    private static List<String> parts(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, begin)) {
            parts.add(text.substring(begin, end));
            begin = end + separator.length();
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /** The values of a header. */
    List<String> values(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    private static boolean isVisible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static boolean hasControl(String line) {
        return line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
    }
}
