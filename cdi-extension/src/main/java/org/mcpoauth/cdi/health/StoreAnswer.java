package org.mcpoauth.cdi.health;

import java.util.function.Supplier;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/**
 * Whether the state store answers.
 *
 * @param store is asked for an entry that is never there
 */
record StoreAnswer(StateStore store) implements Supplier<Readiness> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");
    private static final StateKey NOBODYS = new StateKey("readiness", "probe");

    @Override
    public Readiness get() {
        try {
            return Readiness.of(store.get(NOBODYS).isEmpty());
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4692 the store does not answer: " + e.getMessage());
            return Readiness.of(false);
        }
    }
}
