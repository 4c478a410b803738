package org.mcpoauth.starter.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;
import org.mcpoauth.tck.store.TransactionStateStoreContract;

class JdbcOnH2Test {

    @Nested
    class InMemory extends StateStoreContract {
        private final DataSource database = Databases.h2InMemory();

        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return Databases.newStore(database, clock, bound);
        }
    }

    @Nested
    class InAFile extends StateStoreContract {
        @TempDir
        static Path folder;

        private final DataSource database = Databases.h2File(folder);

        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return Databases.newStore(database, clock, bound);
        }
    }

    @Nested
    class OfTwoNodes extends SharedStateStoreContract {

        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            return Nodes.on(Databases.h2InMemory(), clock, count);
        }
    }

    @Nested
    class BesideTransactions extends TransactionStateStoreContract {
        private final DataSource database = Databases.h2InMemory();

        @Override
        protected StateStore newStore(InstantSource clock) {
            return Databases.newStore(database, clock, 100);
        }

        @Override
        protected ApplicationTransaction begin() {
            return new JdbcTransaction(database);
        }
    }
}
