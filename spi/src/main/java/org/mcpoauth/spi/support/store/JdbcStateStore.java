package org.mcpoauth.spi.support.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.support.store.Database.Session;

/**
 * Keeps state in one table of PostgreSQL or H2, for any number of nodes. The script for the table is
 * the resource {@code state.sql} beside this class; {@link #createTableIfAbsent} runs it.
 *
 * <p>Every write is one statement in auto-commit on a connection of its own, so it neither waits for
 * the caller's transaction nor is undone with it, and a refused entry does not spoil it. That demands a
 * data source whose connections are not bound to the thread's transaction: in a container one without
 * JTA. With another one, calls inside a transaction fail with {@code STORE_UNAVAILABLE}. The
 * isolation must be READ COMMITTED, the default of both data bases.
 *
 * <p>Times to live are kept in milliseconds by the clocks of the nodes; where two clocks differ, the
 * ends of entries differ as much. The bound of a namespace is exact with one node; each further node
 * may exceed it by a hundredth and by what its threads store at that moment. Near the bound an entry may
 * be refused while others are being stored, and for a second after another node has made room.
 *
 * <p>There is no background thread: some calls remove a batch of expired rows. Safe for use by several
 * threads.
 */
public final class JdbcStateStore implements BoundedStore {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.store");
    private static final int PURGE_EVERY = 32;
    private static final int PURGE_BATCH = 256;
    private static final int MAX_TRIES = 20;

    private final AtomicInteger stored = new AtomicInteger();
    private final Database database;
    private final StateSql sql;
    private final InstantSource clock;
    private final StoreLimits limits;
    private final Quotas quotas;

    /**
     * A store on a table; opens no connection yet.
     *
     * @param dataSource gives connections that are not bound to a transaction
     * @param clock tells when entries expire
     * @param limits how many live entries each namespace may hold
     * @param options table and time limit
     */
    public JdbcStateStore(DataSource dataSource, InstantSource clock, StoreLimits limits, JdbcOptions options) {
        this.database = new Database(Objects.requireNonNull(dataSource, "dataSource"), options.statementTimeout());
        this.sql = new StateSql(options.table());
        this.clock = Objects.requireNonNull(clock, "clock");
        this.limits = limits;
        this.quotas = new Quotas(limits, options.statementTimeout());
    }

    /**
     * Makes table and indexes where they are missing. Several nodes may do so at once.
     *
     * @throws StorageException with {@code STORE_UNAVAILABLE} if that is impossible
     */
    public void createTableIfAbsent() {
        for (String statement : sql.create()) {
            database.call(session -> create(session, statement));
        }
    }

    /**
     * Removes expired rows, those that expired first before others.
     *
     * @param atMost how many rows to remove at most
     * @return how many were removed
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    public int purge(int atMost) {
        long now = clock.millis();
        return database.call(session -> session.update(sql.purge, now, atMost, now));
    }

    @Override
    public OptionalInt bound(String namespace) {
        return OptionalInt.of(limits.bound(namespace));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(entry, "entry");
        Instant instant = clock.instant();
        long expiresAt = Expiry.of(instant, ttl);
        long now = instant.toEpochMilli();
        boolean won = quotas.put(
                key.namespace(),
                now,
                () -> live(key.namespace(), now),
                () -> database.call(session -> put(session, new Row(key, entry, expiresAt), now)),
                () -> get(key).isPresent());
        if (won && stored.incrementAndGet() % PURGE_EVERY == 0) {
            purgeSome();
        }
        return won;
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        long now = clock.millis();
        return database.call(session -> read(session, key, now)).map(Row::entry);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        Instant now = clock.instant();
        Row row = new Row(key, entry, Expiry.of(now, ttl));
        byte[] expected = StoredText.bytes(expectedValue);
        return 1
                == database.call(session -> session.update(
                        sql.compareAndSet,
                        row.content(),
                        row.owner(),
                        row.expiresAt,
                        key.namespace(),
                        row.id(),
                        expected,
                        now.toEpochMilli()));
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        byte[] id = StoredText.bytes(key.id());
        byte[] expected = StoredText.bytes(expectedValue);
        boolean removed = 1
                == database.call(
                        session -> session.update(sql.compareAndRemove, key.namespace(), id, expected, clock.millis()));
        if (removed) {
            quotas.freed(key.namespace());
        }
        return removed;
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        Optional<Row> taken = database.call(session -> take(session, key, clock.millis()));
        if (taken.isPresent()) {
            quotas.freed(key.namespace());
        }
        return taken.map(Row::entry);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        ScanLimit.require(limit);
        byte[] first = StoredText.bytes(from == null ? "" : from);
        long now = clock.millis();
        return database.call(session -> owner == null
                ? session.query(sql.scan, rows -> page(namespace, rows, limit), namespace, now, first, limit + 1)
                : session.query(
                        sql.scanOwned,
                        rows -> page(namespace, rows, limit),
                        namespace,
                        now,
                        first,
                        StoredText.bytes(owner),
                        limit + 1));
    }

    @Override
    public long count(String namespace) {
        return live(namespace, clock.millis()).count();
    }

    private static int create(Session session, String statement) throws SQLException {
        try {
            return session.update(statement);
        } catch (SQLException anotherNodeDidItMeanwhile) {
            return session.update(statement);
        }
    }

    private Quota.Live live(String namespace, long now) {
        return database.call(session -> session.query(sql.count, JdbcStateStore::live, namespace, now));
    }

    private static Quota.Live live(ResultSet rows) throws SQLException {
        rows.next();
        return new Quota.Live(rows.getLong(1), rows.getLong(2));
    }

    /**
     * Inserts, or replaces what is expired. Between the two an expired row can be removed by another
     * node; only a live row ends the search without success.
     */
    private boolean put(Session session, Row row, long now) throws SQLException {
        for (int i = 0; i < MAX_TRIES; i++) {
            if (insert(session, row) || replaceExpired(session, row, now)) {
                return true;
            }
            if (read(session, row.key, now).isPresent()) {
                return false;
            }
        }
        throw new SQLException("the row can neither be written nor read", "40001");
    }

    private boolean insert(Session session, Row row) throws SQLException {
        try {
            String namespace = row.key.namespace();
            return 1
                    == session.update(
                            sql.insertIfAbsent,
                            namespace,
                            row.id(),
                            row.content(),
                            row.owner(),
                            row.expiresAt,
                            namespace,
                            row.id());
        } catch (SQLException e) {
            if (isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Drivers differ in the exception they throw, not in the state. */
    private static boolean isDuplicate(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("23");
    }

    private boolean replaceExpired(Session session, Row row, long now) throws SQLException {
        return 1
                == session.update(
                        sql.replaceExpired,
                        row.content(),
                        row.owner(),
                        row.expiresAt,
                        row.key.namespace(),
                        row.id(),
                        now);
    }

    /** Who removes exactly what was read has it; who does not, looks again. */
    private Optional<Row> take(Session session, StateKey key, long now) throws SQLException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<Row> row = read(session, key, now);
            if (row.isEmpty() || removeExactly(session, row.get())) {
                return row;
            }
        }
        throw new SQLException("the row changes all the time", "40001");
    }

    private boolean removeExactly(Session session, Row row) throws SQLException {
        return 1
                == session.update(
                        sql.removeExactly, row.key.namespace(), row.id(), row.content(), row.owner(), row.expiresAt);
    }

    private Optional<Row> read(Session session, StateKey key, long now) throws SQLException {
        return session.query(
                sql.get,
                rows -> rows.next()
                        ? Optional.of(new Row(key, entry(rows), rows.getLong("expires_at")))
                        : Optional.empty(),
                key.namespace(),
                StoredText.bytes(key.id()),
                now);
    }

    private static StatePage page(String namespace, ResultSet rows, int limit) throws SQLException {
        Map<StateKey, StateEntry> entries = new LinkedHashMap<>();
        while (rows.next()) {
            String id = StoredText.text(rows.getBytes("id"));
            if (entries.size() == limit) {
                return new StatePage(entries, id);
            }
            entries.put(new StateKey(namespace, id), entry(rows));
        }
        return new StatePage(entries, null);
    }

    private static StateEntry entry(ResultSet rows) throws SQLException {
        return new StateEntry(StoredText.text(rows.getBytes("content")), StoredText.textOrNull(rows.getBytes("owner")));
    }

    /** Whoever stores an entry must not suffer from the cleaning. */
    private void purgeSome() {
        try {
            purge(PURGE_BATCH);
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO2301 expired rows stay for now: " + e.getMessage());
        }
    }

    private record Row(StateKey key, StateEntry entry, long expiresAt) {
        byte[] id() {
            return StoredText.bytes(key.id());
        }

        byte[] content() {
            return StoredText.bytes(entry.value());
        }

        byte @Nullable [] owner() {
            return StoredText.bytesOrNull(entry.owner());
        }
    }
}
