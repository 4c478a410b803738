package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.MovableClock;

/** What the JDBC store promises beyond the contract of every store. */
class JdbcStateStoreTest {
    private static final StateEntry ENTRY = StateEntry.of("value");
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final int THREADS = 8;

    private final MovableClock clock = new MovableClock();
    private final JdbcOptions table = Databases.newTable();

    static Stream<DataSource> databases() {
        return Stream.of(Databases.h2InMemory(), Databases.postgres());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void expiredRowsAreRemovedInBatches(DataSource database) throws SQLException {
        JdbcStateStore store = store(database, 1000);
        put(store, "old", 20);
        clock.advance(TTL);
        put(store, "new", 5);
        assertEquals(8, store.purge(8));
        assertEquals(17, rows(database));
        assertEquals(12, store.purge(100));
        assertEquals(0, store.purge(100));
        assertEquals(5, rows(database));
        assertEquals(5, store.count("n"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void storingEntriesRemovesExpiredRowsByAndBy(DataSource database) throws SQLException {
        JdbcStateStore store = store(database, 1000);
        put(store, "old", 100);
        clock.advance(TTL);
        put(store, "new", 64);
        assertEquals(64, rows(database));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void purgingNeverRemovesWhatReplacedAnExpiredRow(DataSource database) {
        JdbcStateStore store = store(database, 1000);
        for (int round = 0; round < 20; round++) {
            put(store, "k", 8);
            clock.advance(TTL);
            List<Boolean> done = inThreads(thread -> {
                if (thread % 2 == 0) {
                    store.purge(10);
                    return true;
                }
                return store.putIfAbsent(new StateKey("n", "k" + thread), ENTRY, TTL);
            });
            assertEquals(THREADS, done.stream().filter(won -> won).count(), "every key was expired");
            assertEquals(THREADS / 2, store.count("n"), "no replaced row was purged");
            clock.advance(TTL);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneNodeKeepsItsBoundExactlyHoweverManyThreadsStore(DataSource database) {
        JdbcStateStore store = store(database, 100);
        inThreads(thread -> putUntilRefused(store, thread));
        assertTrue(store.count("n") <= 100, () -> "stored " + store.count("n"));
        putUntilRefused(store, THREADS);
        assertEquals(100, store.count("n"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSecondNodeExceedsTheBoundByAHundredthAndWhatIsUnderWay(DataSource database) {
        List<JdbcStateStore> nodes = List.of(store(database, 200), store(database, 200));
        inThreads(thread -> putUntilRefused(nodes.get(thread % 2), thread));
        long count = nodes.get(0).count("n");
        int most = 200 + 2 + THREADS / 2;
        assertTrue(count >= 200 - THREADS && count <= most, () -> "stored " + count);
    }

    /** The script is for whoever may not let the library make the table. */
    @ParameterizedTest
    @MethodSource("databases")
    void scriptAndLibraryMakeTheSameTable(DataSource database) throws SQLException {
        Databases.runScript(database);
        store(database, 10);
        List<String> made = shape(database, table.table());
        assertTrue(made.size() > 10, () -> "columns, primary key and indexes: " + made);
        assertEquals(shape(database, "mcp_oauth_state"), made);
        put(new JdbcStateStore(database, clock, StoreLimits.of(10), JdbcOptions.defaults()), "scripted", 3);
        assertEquals(0, rows(database), "the tables are two");
    }

    private static List<String> shape(DataSource database, String table) throws SQLException {
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            String name = data.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
            List<String> shape = new ArrayList<>();
            read(data.getColumns(null, null, name, null), shape, "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE", "NULLABLE");
            read(data.getPrimaryKeys(null, null, name), shape, "COLUMN_NAME", "KEY_SEQ");
            read(
                    data.getIndexInfo(null, null, name, false, true),
                    shape,
                    "NON_UNIQUE",
                    "ORDINAL_POSITION",
                    "COLUMN_NAME");
            shape.sort(null);
            return shape;
        }
    }

    private static void read(ResultSet rows, List<String> into, String... labels) throws SQLException {
        try (rows) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder(labels[0]);
                for (String label : labels) {
                    line.append(' ').append(rows.getString(label));
                }
                into.add(line.toString());
            }
        }
    }

    @Test
    void aConnectionIsGivenBackAsItCame() throws SQLException {
        DataSource database = Databases.h2InMemory();
        store(database, 10);
        ScriptedDataSource source = new ScriptedDataSource(database);
        source.autoCommitAtFirst = false;
        JdbcStateStore store = new JdbcStateStore(source, clock, StoreLimits.of(10), table);
        assertTrue(store.putIfAbsent(new StateKey("n", "a"), ENTRY, TTL));
        assertEquals(false, source.autoCommitAtLast);
        assertEquals(1, rows(database), "written although auto-commit was off");
        source.failure = new SQLException("gone", "08006");
        source.autoCommitAtLast = null;
        assertThrows(StorageException.class, () -> store.get(new StateKey("n", "a")));
        assertEquals(false, source.autoCommitAtLast, "after a failure too");
        assertEquals(0, source.open.get());
    }

    @Test
    void theTimeLimitOfAStatementDoesNotStayAtThePooledConnection() throws SQLException {
        DataSource database = Databases.h2InMemory();
        store(database, 10).count("n");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals(0, statement.getQueryTimeout());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void severalNodesMayCreateTheTableAtOnce(DataSource database) {
        inThreads(thread -> {
            new JdbcStateStore(database, clock, StoreLimits.of(10), table).createTableIfAbsent();
            return true;
        });
        assertEquals(0, store(database, 10).count("n"));
    }

    private JdbcStateStore store(DataSource database, int bound) {
        JdbcStateStore store = new JdbcStateStore(database, clock, StoreLimits.of(bound), table);
        store.createTableIfAbsent();
        return store;
    }

    private static void put(JdbcStateStore store, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(store.putIfAbsent(new StateKey("n", prefix + i), ENTRY, TTL));
        }
    }

    /** Refusals near the bound may be too early, so a thread ends after the third in a row. */
    private static int putUntilRefused(JdbcStateStore store, int thread) {
        int refused = 0;
        for (int i = 0; refused < 3; i++) {
            try {
                store.putIfAbsent(new StateKey("n", thread + "-" + i), ENTRY, TTL);
                refused = 0;
            } catch (StorageException full) {
                refused++;
            }
        }
        return refused;
    }

    private int rows(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table.table())) {
            count.next();
            return count.getInt(1);
        }
    }

    private static <T> List<T> inThreads(IntFunction<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<T>> running = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> task.apply(thread)))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("a thread failed", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
