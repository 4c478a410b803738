package org.mcpoauth.spi.support.http;

import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The {@code ETag} of an answer, taken only when it can be sent back without harm (RFC 9110, section 8.8.3). */
final class EntityTag {
    private static final int MAX_LENGTH = 256;

    private EntityTag() {}

    static @Nullable String of(HttpHeaders headers) {
        String tag = headers.firstValue("ETag").orElse("");
        return isWellFormed(tag) ? tag : null;
    }

    private static boolean isWellFormed(String tag) {
        int start = tag.startsWith("W/") ? 3 : 1;
        int end = tag.length() - 1;
        return tag.length() <= MAX_LENGTH
                && end >= start
                && tag.charAt(start - 1) == '"'
                && tag.charAt(end) == '"'
                && tag.substring(start, end).chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"');
    }
}
