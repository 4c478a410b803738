package org.mcpoauth.server.resource;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;
import org.mcpoauth.spi.support.store.AuthenticatedStore;
import org.mcpoauth.spi.support.store.SharedSecrets;

/**
 * The keys that protect {@code requestState}.
 *
 * @param rings gives the ring of now: the first key seals, all open, so that a key can be retired after the time to
 *     live of the states it sealed
 * @param isOfProcess whether the key ends with the process
 * @param store where the nodes meet
 */
record RequestStateKeys(Changing<SealingKeys> rings, boolean isOfProcess, StateStore store) {
    private static final String PURPOSE = "request-state";
    private static final String KEY = "request-state.keys";

    /** The configured keys; else those of the store; else one of this process. */
    static RequestStateKeys of(Changing<List<Secret>> secrets, StateStore store, RandomIds random) {
        Changing<List<Secret>> common =
                secrets.current().isEmpty() ? AuthenticatedStore.secrets(store, PURPOSE) : secrets;
        return common.current().isEmpty()
                ? new RequestStateKeys(Changing.of(SealingKeys.ofProcess(PURPOSE, random)), true, store)
                : new RequestStateKeys(common.map(keys -> SealingKeys.of(keys, PURPOSE, KEY, random)), false, store);
    }

    SealingKeys ring() {
        return rings.current();
    }

    /**
     * Asked at the start where the bindings seal; else before the application does, since many never do.
     *
     * @throws org.mcpoauth.api.error.ConfigurationException if other nodes could not open it
     */
    void requireCommon() {
        if (isOfProcess) {
            SharedSecrets.requireOfProcess(store, KEY);
        }
    }
}
