package org.mcpoauth.server.token;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
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
}
