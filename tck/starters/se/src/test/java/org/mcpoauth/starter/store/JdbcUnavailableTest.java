package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.UnavailableStateStoreContract;

/** A data base that is away, stuck, or not what the store was told. */
class JdbcUnavailableTest {
    private static final StateKey KEY = new StateKey("n", "id-not-to-be-seen");
    private static final StateEntry ENTRY = StateEntry.of("value-not-to-be-seen");
    private static final Duration TTL = Duration.ofMinutes(1);

    @Nested
    class NothingListens extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            return storeOn(JdbcConnectionPool.create(Databases.postgresOnPort(closedPort())));
        }
    }

    @Nested
    class TheTableIsMissing extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            return storeOn(Databases.postgres());
        }
    }

    @Nested
    class TheConnectionBelongsToATransaction extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            // as a container's XA data source does inside a JTA transaction
            ScriptedDataSource source = new ScriptedDataSource(Databases.h2InMemory());
            source.autoCommitRefused = true;
            return storeOn(source);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57P01", "57014", "42P01", "22021", "", "x"})
    void everyFailureOfTheDataBaseIsUnavailable(String sqlState) {
        ScriptedDataSource source = new ScriptedDataSource(Databases.h2InMemory());
        source.failure = new SQLException("Failing row contains value-not-to-be-seen", sqlState);
        StateStore store = storeOn(source);
        StorageException failure =
                assertThrows(StorageException.class, () -> store.compareAndSet(KEY, "v", ENTRY, TTL));
        assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
        assertNull(failure.getCause(), "a server's message may quote what was bound");
        assertFalse(String.valueOf(failure.getMessage()).contains("not-to-be-seen"));
    }

    @Test
    void aKeyConflictThatIsNoneEndsAsUnavailable() {
        ScriptedDataSource source = new ScriptedDataSource(Databases.h2InMemory());
        JdbcStateStore store = storeOn(source);
        store.createTableIfAbsent();
        source.failure = new SQLException("a column of somebody else must not be null", "23502");
        source.failingPrefix = "insert";
        StorageException failure = assertThrows(StorageException.class, () -> store.putIfAbsent(KEY, ENTRY, TTL));
        assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
    }

    @Test
    void aStatementThatWaitsForALockIsGivenUp() throws SQLException {
        JdbcOptions options = new JdbcOptions(Databases.newTable().table(), Duration.ofSeconds(1));
        JdbcStateStore store =
                new JdbcStateStore(Databases.postgres(), Clock.systemUTC(), StoreLimits.defaults(), options);
        store.createTableIfAbsent();
        store.putIfAbsent(KEY, ENTRY, TTL);
        try (Connection holder = Databases.postgres().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("select * from " + options.table() + " for update");
            StorageException failure = assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThrows(StorageException.class, () -> store.take(KEY)));
            assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains("57014"), failure.getMessage());
            holder.rollback();
            holder.setAutoCommit(true);
        }
        assertTrue(store.take(KEY).isPresent(), "once the lock is gone");
    }

    private static JdbcStateStore storeOn(DataSource dataSource) {
        return new JdbcStateStore(dataSource, Clock.systemUTC(), StoreLimits.defaults(), Databases.newTable());
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
