package org.mcpoauth.client;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;

/** Reads the URL a browser was sent back to. */
public final class RedirectQuery {
    private RedirectQuery() {}

    /** The parameters of the query, decoded once, as form data (RFC 6749, section 4.1.2 and appendix B). */
    public static Parameters of(URI redirect) {
        Parameters.Builder parameters = Parameters.builder();
        String query = redirect.getRawQuery() == null ? "" : redirect.getRawQuery();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters.build();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException showsTheText) {
            throw new ResponseViolationException(
                    FailureCode.PARSE_ERROR, new Rule("RFC 6749", "B"), "the redirect is not form-encoded");
        }
    }
}
