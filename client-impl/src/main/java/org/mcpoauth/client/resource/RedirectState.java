package org.mcpoauth.client.resource;

import java.net.URI;

/** Finds which pending request a redirect may belong to; whether it really does is judged afterwards. */
final class RedirectState {
    private RedirectState() {}

    /** The value of {@code state}; our states need no decoding. */
    static String of(URI redirect) {
        String query = redirect.getRawQuery() == null ? "" : redirect.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("state=")) {
                return pair.substring("state=".length());
            }
        }
        return "";
    }
}
