package org.mcpoauth.server.token;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.spi.support.http.Document;
import org.mcpoauth.spi.support.jose.JwkSet;

/**
 * A key set as it was fetched.
 *
 * @param location where it came from
 * @param document the document it was read from
 * @param keys its usable keys
 * @param fetchedAt when it came
 */
record FetchedKeys(URI location, Document document, JwkSet keys, Instant fetchedAt) {

    FetchedKeys {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(fetchedAt, "fetchedAt");
    }

    /** Whether a key of an earlier set is no longer here, or no longer under its name or for its algorithm. */
    boolean lacksOneOf(FetchedKeys earlier) {
        return keys != earlier.keys && !names(keys).containsAll(names(earlier.keys));
    }

    private static Set<String> names(JwkSet keys) {
        return keys.keys().stream()
                .map(key -> key.keyId() + " " + key.algorithm() + " " + key.thumbprint())
                .collect(Collectors.toSet());
    }
}
