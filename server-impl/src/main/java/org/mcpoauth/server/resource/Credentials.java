package org.mcpoauth.server.resource;

import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.spi.resource.GuardedRequest;

/**
 * The token of a request (RFC 6750, section 2.1; RFC 9449, section 7.1). It is taken from one {@code
 * Authorization} header line and nowhere else; a second transport beside it makes the request invalid
 * (RFC 6750, section 3.1). A form is looked at when the token was accepted: nobody else has it read.
 *
 * @param scheme how it was presented
 * @param token the token
 */
record Credentials(Scheme scheme, Secret token) {
    private static final String BEARER = "bearer";
    private static final String DPOP = "dpop";
    private static final String PARAMETER = "access_token";
    private static final String FORM = "application/x-www-form-urlencoded";
    // a look-up for each character is the cheapest of what has to be done a thousand times for each request
    private static final boolean[] IS_OF_TOKEN = tokenCharacters();

    /**
     * Finds the credentials.
     *
     * @return {@code null} when the request has none that this resource understands
     * @throws TokenRejectedException with {@code MALFORMED_REQUEST} if they are malformed or repeated
     */
    static @Nullable Credentials of(GuardedRequest request) {
        List<String> lines = request.headers().allValues("Authorization");
        if (lines.isEmpty()) {
            return null;
        }
        if (lines.size() > 1) {
            throw malformed();
        }
        Credentials credentials = parse(lines.get(0));
        String query = request.rawQuery();
        if (credentials != null && query != null && hasParameter(query)) {
            throw malformed();
        }
        return credentials;
    }

    /**
     * Refuses a form that carries a token beside the one that was accepted.
     *
     * @throws TokenRejectedException with {@code MALFORMED_REQUEST} if it does, or if nobody can tell
     */
    static void refuseInForm(GuardedRequest request, int maxBodyBytes) {
        if (!isForm(request.headers())) {
            return;
        }
        byte[] body = request.body().read(maxBodyBytes);
        if (body == null || hasParameter(new String(body, StandardCharsets.ISO_8859_1))) {
            throw malformed();
        }
    }

    /** Whether a request speaks of tokens in the scheme {@code DPoP} and in no other, well or badly. */
    static boolean areOfDpop(GuardedRequest request) {
        List<String> lines = request.headers().allValues("Authorization");
        return lines.size() == 1 && DPOP.equals(scheme(lines.get(0)));
    }

    private static String scheme(String line) {
        int end = 0;
        while (end < line.length() && isSchemeCharacter(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Credentials parse(String line) {
        String name = scheme(line);
        int end = name.length();
        boolean isBearer = BEARER.equals(name);
        if (!isBearer && !DPOP.equals(name)) {
            return unknownScheme(line, end);
        }
        int start = end;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        if (start == end || !isToken68(line, start)) {
            throw malformed();
        }
        return new Credentials(isBearer ? Scheme.BEARER : Scheme.DPOP, Secret.of(line.substring(start)));
    }

    /** Another scheme is as good as no credentials; what is not even a scheme is malformed. */
    private static @Nullable Credentials unknownScheme(String line, int end) {
        boolean isScheme = end > 0 && (end == line.length() || line.charAt(end) == ' ');
        if (!isScheme) {
            throw malformed();
        }
        return null;
    }

    private static boolean isForm(HttpHeaders headers) {
        for (String type : headers.allValues("Content-Type")) {
            if (type.strip().regionMatches(true, 0, FORM, 0, FORM.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasParameter(String encoded) {
        int start = 0;
        while (start <= encoded.length()) {
            int end = encoded.indexOf('&', start);
            end = end < 0 ? encoded.length() : end;
            if (PARAMETER.equals(name(encoded.substring(start, end)))) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static @Nullable String name(String pair) {
        int equals = pair.indexOf('=');
        try {
            return URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    private static boolean isSchemeCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** RFC 6750, section 2.1: {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="}. */
    private static boolean isToken68(String line, int start) {
        int end = start;
        while (end < line.length() && isOfToken(line.charAt(end))) {
            end++;
        }
        int padded = end;
        while (padded < line.length() && line.charAt(padded) == '=') {
            padded++;
        }
        return end > start && padded == line.length();
    }

    private static boolean isOfToken(char c) {
        return c < IS_OF_TOKEN.length && IS_OF_TOKEN[c];
    }

    private static boolean[] tokenCharacters() {
        boolean[] characters = new boolean[128];
        for (char c = 0; c < characters.length; c++) {
            characters[c] = isSchemeCharacter(c) || "._~+/".indexOf(c) >= 0;
        }
        return characters;
    }

    private static TokenRejectedException malformed() {
        return new TokenRejectedException(RejectionReason.MALFORMED_REQUEST);
    }
}
