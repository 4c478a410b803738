package org.mcpoauth.server.token;

import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.jose.JwsParser;

/** What the text of any access token looks like, whoever issued it. */
public final class TokenText {
    private TokenText() {}

    /** Whether a token is longer than this resource takes. */
    public static boolean isTooLong(Secret token) {
        return token.reveal().length() > JwsParser.DEFAULT_MAX_LENGTH;
    }

    /** Whether a token has characters that can stand in a request only (RFC 6750, section 2.1: b64token). */
    public static boolean isToken68(Secret token) {
        String text = token.reveal();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isToken68(text.charAt(i))) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isToken68(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/".indexOf(c) >= 0;
    }
}
