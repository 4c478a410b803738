package org.mcpoauth.spi.key;

import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.StorageException;

/**
 * Keeps the last good key set of each issuer over restarts, so that a resource that starts while an
 * issuer cannot be reached still verifies tokens, and one that starts soon after another makes no fetch.
 *
 * <p><b>Danger:</b> whoever can write what {@link #load} gives can make every resource that reads it accept
 * forged tokens. Keep it where only the server can write. What is loaded is checked as what is fetched,
 * is used no longer than a set fetched at the same time would be, and is refused when it claims to come
 * from the future or, where the URL of the key set is configured, from elsewhere.
 *
 * <p>Asked when no usable set is in memory and told after each fetch, in the thread that needs the set; at
 * most one thread for each issuer at a time. Safe for use by several threads.
 */
public interface KeySetCache {
    /** Keeps nothing. */
    KeySetCache NONE = new KeySetCache() {
        @Override
        public Optional<CachedKeySet> load(Issuer issuer) {
            return Optional.empty();
        }

        @Override
        public void save(CachedKeySet keySet) {
            // nothing is kept
        }
    };

    /**
     * Gives the last key set of an issuer.
     *
     * @param issuer the issuer
     * @return what was saved last; empty when there is nothing
     * @throws StorageException if the cache cannot be read; the set is then fetched
     */
    Optional<CachedKeySet> load(Issuer issuer);

    /**
     * Keeps a key set in place of an older one of the same issuer.
     *
     * @param keySet a set that was just fetched and has usable keys
     * @throws StorageException if the cache cannot be written; the set is then used all the same
     */
    void save(CachedKeySet keySet);
}
