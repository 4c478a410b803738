package org.mcpoauth.spi.support.store;

import java.util.OptionalInt;
import org.mcpoauth.spi.store.StateStore;

/** A store that knows how much it takes. */
public interface BoundedStore extends StateStore {

    /**
     * How many live entries a namespace may hold.
     *
     * @param namespace the namespace
     * @return the bound, empty if nobody knows it
     */
    OptionalInt bound(String namespace);

    /** The bound that a store tells; a store that says nothing may have any. */
    static OptionalInt bound(StateStore store, String namespace) {
        return store instanceof BoundedStore known ? known.bound(namespace) : OptionalInt.empty();
    }
}
