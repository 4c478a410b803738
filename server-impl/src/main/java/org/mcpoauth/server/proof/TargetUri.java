package org.mcpoauth.server.proof;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * The URI of a request as {@code htu} is compared: without query and fragment (RFC 9449, section 4.3),
 * normalised by syntax and scheme (RFC 3986, sections 6.2.2 and 6.2.3).
 *
 * @param text the normalised text
 */
record TargetUri(String text) {
    private static final String UNRESERVED = "-._~";
    private static final int NO_PORT = -1;

    /** Reads an absolute http or https URI without user information. */
    static TargetUri parse(String text) throws MalformedException {
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw malformed();
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException quotesThePeer) {
            throw malformed();
        }
    }

    /** Takes an absolute http or https URI without user information. */
    static TargetUri of(URI uri) throws MalformedException {
        if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw malformed();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getHost().toLowerCase(Locale.ROOT) + port(uri, defaultPort(scheme));
        return new TargetUri(scheme + "://" + authority + path(uri.getRawPath()));
    }

    private static int defaultPort(String scheme) throws MalformedException {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> throw malformed();
        };
    }

    private static String port(URI uri, int defaultPort) {
        return uri.getPort() == NO_PORT || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
    }

    private static String path(String rawPath) throws MalformedException {
        return rawPath.isEmpty() ? "/" : withoutDots(withoutNeedlessEncoding(rawPath));
    }

    /** RFC 3986, sections 6.2.2.1 and 6.2.2.2: hexadecimal digits in upper case, nothing unreserved encoded. */
    private static String withoutNeedlessEncoding(String path) throws MalformedException {
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '%') {
                text.append(path.charAt(i));
                continue;
            }
            char octet = octet(path, i);
            text.append(
                    isUnreserved(octet)
                            ? String.valueOf(octet)
                            : path.substring(i, i + 3).toUpperCase(Locale.ROOT));
            i += 2;
        }
        return text.toString();
    }

    private static char octet(String path, int start) throws MalformedException {
        if (start + 2 >= path.length()) {
            throw malformed();
        }
        int high = Character.digit(path.charAt(start + 1), 16);
        int low = Character.digit(path.charAt(start + 2), 16);
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return (char) (high * 16 + low);
    }

    private static boolean isUnreserved(char c) {
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return isLetter || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }

    /** RFC 3986, section 5.2.4, for a path that begins with a slash; empty segments stay. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean isLast = i == segments.length - 1;
            boolean isUp = "..".equals(segments[i]);
            if (isUp) {
                kept.pollLast();
            }
            if (!isUp && !".".equals(segments[i])) {
                kept.addLast(segments[i]);
            } else if (isLast) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static MalformedException malformed() {
        return new MalformedException(Fault.CLAIM, "no absolute http URI without user information");
    }
}
