package org.mcpoauth.spi;

import java.util.List;
import java.util.function.Supplier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.store.StateStore;

/**
 * A store in use.
 *
 * @param store the store
 * @param opened what was opened, which is the same or lies below
 * @param isOwn whether it ends with the runtime that uses it
 */
record OpenedStore(StateStore store, StateStore opened, boolean isOwn) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");

    static OpenedStore own(StateStore store) {
        return new OpenedStore(store, store, true);
    }

    static OpenedStore given(StateStore store) {
        return new OpenedStore(store, store, false);
    }

    /** The same with encrypted values, if there are keys; closed if they are of no use. */
    OpenedStore encrypted(List<Secret> keys) {
        return orClosed(
                () -> keys.isEmpty() ? this : new OpenedStore(StateStores.encrypted(store, keys), opened, isOwn));
    }

    /** What is made of it; closed if that fails, since nobody else will. */
    <T> T orClosed(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Closes a store of one's own that can be closed. A failure is told and nothing else: there is no way back. */
    @Override
    public void close() {
        if (isOwn && opened instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                // the text of an engine's failure may hold its address and password
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "MCPO2302 the store of the state could not be closed: "
                                + e.getClass().getName());
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
