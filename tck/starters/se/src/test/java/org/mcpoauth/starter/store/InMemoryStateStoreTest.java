package org.mcpoauth.starter.store;

import java.time.InstantSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.StateStoreContract;

class InMemoryStateStoreTest extends StateStoreContract {

    @Override
    protected StateStore newStore(InstantSource clock, int bound) {
        return new InMemoryStateStore(clock, StoreLimits.of(bound));
    }
}
