package org.mcpoauth.spi.support.store;

import org.mcpoauth.spi.store.StateStore;

/**
 * A store that knows whether others can change its values. What decides where secrets go may be believed only if they
 * cannot.
 */
public interface AuthenticatedStore extends StateStore {

    /** Whether a value that comes back was written with a key of this store. */
    boolean isAuthenticated();

    /** Whether a store says that of itself; one that says nothing does not. */
    static boolean isAuthenticated(StateStore store) {
        return store instanceof AuthenticatedStore known && known.isAuthenticated();
    }
}
