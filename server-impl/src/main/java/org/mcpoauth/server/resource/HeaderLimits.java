package org.mcpoauth.server.resource;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** How many header lines a request may have, and how long they may be in all (RFC 6585, section 5). */
final class HeaderLimits {
    private static final int MAX_LINES = 128;
    private static final int MAX_CHARACTERS = 64 << 10;

    private HeaderLimits() {}

    static boolean fit(HttpHeaders headers) {
        int lines = 0;
        int characters = 0;
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            for (String value : header.getValue()) {
                lines++;
                characters += header.getKey().length() + value.length();
            }
        }
        return lines <= MAX_LINES && characters <= MAX_CHARACTERS;
    }
}
