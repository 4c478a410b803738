package org.mcpoauth.spi.support.store;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateStore;

/**
 * Secrets that nobody configured and that all processes need to have in common that share a store. They are worked out
 * from the keys of the store, and change with them.
 */
public final class SharedSecrets {
    private SharedSecrets() {}

    /**
     * The secrets for a purpose.
     *
     * @param key the configuration key by which a deployer gives them, for the message
     * @return of 43 characters each, the one of the key that encrypts first, exchanged with the keys; none, now and
     *     later, if no other process sees the store, so that a secret of this process will do
     * @throws ConfigurationException if others may share the store and it has no keys
     */
    public static Changing<List<Secret>> of(StateStore store, String purpose, String key) {
        Changing<List<Secret>> secrets = AuthenticatedStore.secrets(store, purpose);
        if (secrets.current().isEmpty()) {
            requireOfProcess(store, key);
        }
        return secrets;
    }

    /**
     * Asked before a process makes a secret of its own.
     *
     * @param key the configuration key by which a deployer gives it, for the message
     * @throws ConfigurationException if others may share the store
     */
    public static void requireOfProcess(StateStore store, String key) {
        if (!ProcessStore.isOfProcess(store)) {
            throw new ConfigurationException(
                    key,
                    "is needed where the store is shared, since no node takes what another one made with a secret of"
                            + " its own; configure the same on all nodes, or encrypt the store with store.keys");
        }
    }
}
