package org.mcpoauth.spi.key;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;

/**
 * The key set of an issuer as it was fetched, for export and import. It holds public keys only; who can
 * change it can make a resource accept forged tokens.
 *
 * @param issuer whose keys they are
 * @param location where the document was fetched
 * @param document the JWK Set as it came, at most 524288 characters
 * @param fetchedAt when it came
 * @param entityTag the tag to ask with whether it changed, or {@code null}
 */
public record CachedKeySet(
        Issuer issuer,
        URI location,
        String document,
        Instant fetchedAt,
        @Nullable String entityTag) {
    private static final int MAX_DOCUMENT = 512 << 10;

    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException if the document is too long
     */
    public CachedKeySet {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(fetchedAt, "fetchedAt");
        if (document.length() > MAX_DOCUMENT) {
            throw new IllegalArgumentException("document is too long");
        }
    }

    /** Gives issuer, place and time, not the document. */
    @Override
    public String toString() {
        return "CachedKeySet[issuer=" + issuer + ", location=" + location + ", fetchedAt=" + fetchedAt + "]";
    }
}
