package org.mcpoauth.spi;

import java.time.InstantSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Where a runtime keeps its state. */
@FunctionalInterface
interface StoreChoice {
    /** In the memory of the process. */
    StoreChoice MEMORY = clock -> OpenedStore.own(new InMemoryStateStore(clock, StoreLimits.defaults()));

    /** In a store that somebody else has opened, and closes. */
    static StoreChoice given(StateStore store) {
        return clock -> OpenedStore.given(store);
    }

    /** In a store of a kind whose jar is on the class path. */
    static StoreChoice ofKind(String kind, String location) {
        return clock -> OpenedStore.own(Implementations.store(kind).open(location, clock));
    }

    /**
     * Opens the store.
     *
     * @throws org.mcpoauth.api.error.ConfigurationException if nobody knows the kind or the location is none
     * @throws org.mcpoauth.api.error.StorageException if it cannot be opened
     */
    OpenedStore open(InstantSource clock);
}
