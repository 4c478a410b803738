package org.mcpoauth.client.agent;

import java.net.URI;

/** Tells answers to a redirect URI from other URLs, by their text (RFC 6749, section 4.1.2). */
record AnswerTarget(URI redirectUri) {

    /** Whether a URL is the redirect URI with more parameters; scheme, host, port and path are compared exactly. */
    boolean isAnswer(URI url) {
        String text = url.toString();
        String start = withMore(redirectUri.toString());
        return text.startsWith(start) && text.length() > start.length();
    }

    /** Whether what a browser asks for, path and query, is that of an answer. */
    boolean isAnswer(String requested) {
        String start = withMore(path() + (redirectUri.getRawQuery() == null ? "" : "?" + redirectUri.getRawQuery()));
        return requested.startsWith(start) && requested.length() > start.length();
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
