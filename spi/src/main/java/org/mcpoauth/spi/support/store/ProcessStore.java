package org.mcpoauth.spi.support.store;

import org.mcpoauth.spi.store.StateStore;

/** A store that knows whether other processes see what is in it. */
public interface ProcessStore extends StateStore {

    /** Whether everything in it ends with this process, and no other one ever sees it. */
    boolean isOfProcess();

    /** The same of one namespace, which may be kept elsewhere than others. */
    default boolean isOfProcess(String namespace) {
        return isOfProcess();
    }

    /** Whether a store says that of itself; one that says nothing may be shared. */
    static boolean isOfProcess(StateStore store) {
        return store instanceof ProcessStore known && known.isOfProcess();
    }

    /** Whether a store says that of one of its namespaces. */
    static boolean isOfProcess(StateStore store, String namespace) {
        return store instanceof ProcessStore known && known.isOfProcess(namespace);
    }
}
