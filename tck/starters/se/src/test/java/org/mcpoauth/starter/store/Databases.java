package org.mcpoauth.starter.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The data bases of these tests, each behind a small pool, and new tables in them. */
final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {}

    static DataSource h2InMemory() {
        return h2("mem:state" + NUMBER.incrementAndGet());
    }

    static DataSource h2File(Path folder) {
        return h2("file:" + folder.resolve("state" + NUMBER.incrementAndGet()).toAbsolutePath());
    }

    /** One real server for all tests; it ends with the JVM. */
    static DataSource postgres() {
        return PostgresServer.POOL;
    }

    static PGConnectionPoolDataSource postgresOnPort(int port) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        source.setConnectTimeout(2);
        return source;
    }

    static JdbcOptions newTable() {
        return new JdbcOptions(
                "state_" + NUMBER.incrementAndGet(), JdbcOptions.defaults().statementTimeout());
    }

    static JdbcStateStore newStore(DataSource dataSource, InstantSource clock, int bound) {
        JdbcStateStore store = new JdbcStateStore(dataSource, clock, StoreLimits.of(bound), newTable());
        store.createTableIfAbsent();
        return store;
    }

    private static DataSource h2(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + name + ";DB_CLOSE_DELAY=-1");
        source.setUser("sa");
        return pool(source);
    }

    private static DataSource pool(ConnectionPoolDataSource source) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(10);
        return pool;
    }

    private static final class PostgresServer {
        private static final DataSource POOL = pool(postgresOnPort(start().getPort()));

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
