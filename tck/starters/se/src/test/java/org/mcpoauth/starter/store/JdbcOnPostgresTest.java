package org.mcpoauth.starter.store;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;
import org.mcpoauth.tck.store.TransactionStateStoreContract;

class JdbcOnPostgresTest {

    @Nested
    class OfOneNode extends StateStoreContract {

        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return Databases.newStore(Databases.postgres(), clock, bound);
        }
    }

    @Nested
    class OfTwoNodes extends SharedStateStoreContract {

        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            return Nodes.on(Databases.postgres(), clock, count);
        }
    }

    @Nested
    class BesideTransactions extends TransactionStateStoreContract {

        @Override
        protected StateStore newStore(InstantSource clock) {
            return Databases.newStore(Databases.postgres(), clock, 100);
        }

        @Override
        protected ApplicationTransaction begin() {
            return new JdbcTransaction(Databases.postgres());
        }
    }
}
