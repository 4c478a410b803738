package org.mcpoauth.spi.support.store;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateStore;

/**
 * A store that knows whether others can change its values. What decides where secrets go may be believed only if they
 * cannot.
 */
public interface AuthenticatedStore extends StateStore {

    /** Whether a value that comes back was written with a key of this store, or never left this process. */
    boolean isAuthenticated();

    /**
     * Secrets that whoever has the keys of this store has too, and nobody else; the one of the key that encrypts first.
     * They are exchanged with the keys. None, now and later, if it is not authenticated.
     *
     * @param purpose secrets for other purposes tell nothing about them
     */
    Changing<List<Secret>> secrets(String purpose);

    /** Whether a store says that of itself; one that says nothing does not. */
    static boolean isAuthenticated(StateStore store) {
        return store instanceof AuthenticatedStore known && known.isAuthenticated();
    }

    /** The secrets of a store; none if it is not authenticated. */
    static Changing<List<Secret>> secrets(StateStore store, String purpose) {
        return store instanceof AuthenticatedStore known && known.isAuthenticated()
                ? known.secrets(purpose)
                : Changing.of(List.of());
    }
}
