package org.mcpoauth.spi;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.RoutedStateStore;

/**
 * A store in use.
 *
 * @param store the store
 * @param own what was opened for it, which is the same or lies below, and ends with the runtime that uses it; empty if
 *     it was given
 */
record OpenedStore(StateStore store, List<StateStore> own) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");

    static OpenedStore own(StateStore store) {
        return new OpenedStore(store, List.of(store));
    }

    static OpenedStore given(StateStore store) {
        return new OpenedStore(store, List.of());
    }

    /** The same with encrypted values, if there are keys; closed if they are of no use. */
    OpenedStore encrypted(Changing<List<Secret>> keys) {
        return orClosed(
                () -> keys.current().isEmpty() ? this : new OpenedStore(StateStores.encrypted(store, keys), own));
    }

    /** The same but for short-lived entries, which another one keeps. */
    OpenedStore without(OpenedStore shortLived) {
        return new OpenedStore(
                RoutedStateStore.ofShortLived(store, shortLived.store()),
                Stream.concat(own.stream(), shortLived.own().stream()).toList());
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

    /** Closes stores of one's own that can be closed. A failure is told and nothing else: there is no way back. */
    @Override
    public void close() {
        own.forEach(OpenedStore::close);
    }

    private static void close(StateStore store) {
        if (store instanceof AutoCloseable closeable) {
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
