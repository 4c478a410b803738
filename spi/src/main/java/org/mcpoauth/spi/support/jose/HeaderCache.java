package org.mcpoauth.spi.support.jose;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checked headers by their encoded text. Tokens of one issuer share very few. Only headers of verified
 * signatures get in, so that nobody without a key can fill it; when full it starts anew.
 */
final class HeaderCache {
    private static final int CAPACITY = 64;

    private final Map<String, JwsHeader> headers = new ConcurrentHashMap<>();

    @Nullable
    JwsHeader get(String encoded) {
        return headers.get(encoded);
    }

    void keep(String encoded, JwsHeader header) {
        if (headers.size() >= CAPACITY) {
            headers.clear();
        }
        headers.putIfAbsent(encoded, header);
    }

    int size() {
        return headers.size();
    }
}
