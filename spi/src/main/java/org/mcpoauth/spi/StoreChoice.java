package org.mcpoauth.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Where a runtime keeps its state. */
@FunctionalInterface
interface StoreChoice {
    /** In the memory of the process. */
    StoreChoice MEMORY = memory(StoreLimits.defaults());

    /** The kind that needs no other jar, and keys. */
    String FILE = "file";

    /** In the memory of the process, with other bounds. */
    static StoreChoice memory(StoreLimits limits) {
        return (clock, keys) -> OpenedStore.own(new InMemoryStateStore(clock, limits));
    }

    /** In a store that somebody else has opened, and closes. */
    static StoreChoice given(StateStore store) {
        return (clock, keys) -> OpenedStore.given(store).encrypted(keys);
    }

    /** In an encrypted file, or in a store of a kind whose jar is on the class path. */
    static StoreChoice ofKind(String kind, String location) {
        return kind.equals(FILE)
                ? (clock, keys) -> OpenedStore.own(StateStores.encryptedFile(directory(location), keys, clock))
                : (clock, keys) -> OpenedStore.own(Implementations.store(kind).open(location, clock))
                        .encrypted(keys);
    }

    /** In this one, but short-lived entries in another one. */
    default StoreChoice without(StoreChoice shortLived) {
        return (clock, keys) -> {
            OpenedStore lasting = open(clock, keys);
            return lasting.orClosed(() -> lasting.without(shortLived.open(clock, keys)));
        };
    }

    private static Path directory(String location) {
        try {
            return Path.of(location);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "store.file", "is the path of a directory", e);
        }
    }

    /**
     * Opens the store.
     *
     * @param keys encrypt what is kept outside of the memory of the process; none for no encryption
     * @throws org.mcpoauth.api.error.ConfigurationException if nobody knows the kind or the location is none
     * @throws org.mcpoauth.api.error.StorageException if it cannot be opened
     */
    OpenedStore open(InstantSource clock, Changing<List<Secret>> keys);
}
