package org.mcpoauth.server.resource;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Which request paths belong to a resource, judged by their text. The judgement is generous: case,
 * percent-encoding (repeated too), path parameters, empty segments, dot segments and backslashes are
 * taken as a server might take them, because guarding too much is harmless and too little is not.
 */
public final class GuardedPaths {
    private static final int MAX_DECODINGS = 3;

    private final String own;
    private final List<String> prefix;
    private final List<String> decodedPrefix;

    GuardedPaths(URI resource) {
        this(resource.getRawPath());
    }

    /** The paths at and below one. */
    public GuardedPaths(String rawPath) {
        this.own = rawPath;
        this.prefix = segments(rawPath);
        this.decodedPrefix = segments(decoded(rawPath));
    }

    /** Whether a path, as it was received, is one of them. */
    public boolean contains(String rawPath) {
        return rawPath.equals(own) || containsSpelling(rawPath);
    }

    private boolean containsSpelling(String rawPath) {
        String path = rawPath;
        for (int i = 0; i <= MAX_DECODINGS; i++) {
            if (startsWithPrefix(path)) {
                return true;
            }
            path = decoded(path);
        }
        return false;
    }

    /** Whether a server might take a path for one with dot segments, and leave where it seems to be. */
    static boolean hasDots(String rawPath) {
        String path = rawPath;
        for (int i = 0; i <= MAX_DECODINGS; i++) {
            if (segments(path).stream().anyMatch(GuardedPaths::isDots)) {
                return true;
            }
            path = decoded(path);
        }
        return false;
    }

    private static boolean isDots(String segment) {
        return ".".equals(segment) || "..".equals(segment);
    }

    private boolean startsWithPrefix(String path) {
        List<String> segments = segments(path);
        return isBelow(resolved(segments)) || isBelow(withoutDots(segments));
    }

    private boolean isBelow(List<String> segments) {
        return startsWith(segments, prefix) || startsWith(segments, decodedPrefix);
    }

    private static boolean startsWith(List<String> segments, List<String> beginning) {
        return segments.size() >= beginning.size()
                && segments.subList(0, beginning.size()).equals(beginning);
    }

    private static List<String> withoutDots(List<String> segments) {
        return segments.stream().filter(segment -> !isDots(segment)).toList();
    }

    private static List<String> resolved(List<String> segments) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : segments) {
            if ("..".equals(segment)) {
                kept.pollLast();
            } else if (!".".equals(segment)) {
                kept.addLast(segment);
            }
        }
        return List.copyOf(kept);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.replace('\\', '/').split("/", -1))
                .map(GuardedPaths::withoutParameters)
                .map(segment -> segment.toLowerCase(Locale.ROOT))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static String withoutParameters(String segment) {
        int semicolon = segment.indexOf(';');
        return semicolon < 0 ? segment : segment.substring(0, semicolon);
    }

    /** Decodes every percent-encoded octet as one Latin-1 character; what is not encoded stays. */
    private static String decoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        int i = 0;
        while (i < path.length()) {
            int octet = octetAt(path, i);
            text.append(octet < 0 ? path.charAt(i) : (char) octet);
            i += octet < 0 ? 1 : 3;
        }
        return text.toString();
    }

    private static int octetAt(String path, int start) {
        if (path.charAt(start) != '%' || start + 2 >= path.length()) {
            return -1;
        }
        int high = Character.digit(path.charAt(start + 1), 16);
        int low = Character.digit(path.charAt(start + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
