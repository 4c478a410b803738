package org.mcpoauth.client.agent;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mcpoauth.api.Secret;

/** Tells answers to a redirect URI from other URLs, by their text (RFC 6749, section 4.1.2). */
record AnswerTarget(URI redirectUri) {

    /** Whether a URL is the redirect URI with more parameters; scheme, host, port and path are compared exactly. */
    boolean isAnswer(URI url) {
        String text = url.toString();
        String start = withMore(redirectUri.toString());
        return text.startsWith(start) && text.length() > start.length();
    }

    /** Whether what a browser asks for, path and query, is that of an answer with this {@code state}, once. */
    boolean isAnswer(String requested, Secret state) {
        String start = withMore(path() + (redirectUri.getRawQuery() == null ? "" : "?" + redirectUri.getRawQuery()));
        return requested.startsWith(start) && hasState(requested.substring(start.length()), state);
    }

    /** The client judges all of the answer; this only tells whose it is. */
    private static boolean hasState(String parameters, Secret state) {
        List<String> states = Arrays.stream(parameters.split("&", -1))
                .filter(pair -> decoded(pair.substring(0, Math.max(0, pair.indexOf('='))))
                        .equals("state"))
                .map(pair -> decoded(pair.substring(pair.indexOf('=') + 1)))
                .toList();
        return states.size() == 1 && state.matches(states.get(0));
    }

    /** As form data (RFC 6749, appendix B); what is none is nothing. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Whether path and query, as a browser asks for them, have the path of the redirect URI. */
    boolean hasPath(String requested) {
        int query = requested.indexOf('?');
        return path().equals(query < 0 ? requested : requested.substring(0, query));
    }

    /** Whether a URL differs from an answer in scheme, host or port only. */
    boolean isAlmost(URI url) {
        return path().equals(url.getRawPath()) && url.getRawQuery() != null;
    }

    private String path() {
        String path = redirectUri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private String withMore(String text) {
        return text + (redirectUri.getRawQuery() == null ? "?" : "&");
    }
}
