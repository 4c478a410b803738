package org.mcpoauth.spi;

import org.mcpoauth.spi.store.StateStore;

/**
 * A store in use.
 *
 * @param store the store
 * @param isOwn whether it ends with the runtime that uses it
 */
record OpenedStore(StateStore store, boolean isOwn) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");

    static OpenedStore own(StateStore store) {
        return new OpenedStore(store, true);
    }

    static OpenedStore given(StateStore store) {
        return new OpenedStore(store, false);
    }

    /** Closes a store of one's own that can be closed. A failure is told and nothing else: there is no way back. */
    @Override
    public void close() {
        if (isOwn && store instanceof AutoCloseable closeable) {
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
