package org.mcpoauth.starter.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Objects;
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
public final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {}

    /** A data base of its own in this process. */
    public static DataSource h2InMemory() {
        return h2("mem:state" + NUMBER.incrementAndGet());
    }

    static DataSource h2File(Path folder) {
        return h2("file:" + folder.resolve("state" + NUMBER.incrementAndGet()).toAbsolutePath());
    }

    /** One real server for all tests; it ends with the JVM. */
    public static DataSource postgres() {
        return PostgresServer.POOL;
    }

    /** The port of that server, for other processes. */
    public static int postgresPort() {
        return PostgresServer.SERVER.getPort();
    }

    /** A pool on a server. */
    public static DataSource postgres(int port) {
        return pool(postgresOnPort(port));
    }

    /** Makes the table of the state as a deployer does: by the script, without this library. */
    public static void runScript(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(script());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The script as it lies in the jar. */
    static String script() {
        try (InputStream in = Objects.requireNonNull(
                Databases.class.getClassLoader().getResourceAsStream("org/mcpoauth/spi/support/store/state.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** A store on a new table. */
    public static JdbcStateStore newStore(DataSource dataSource, InstantSource clock, int bound) {
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
        private static final EmbeddedPostgres SERVER = start();
        private static final DataSource POOL = postgres(SERVER.getPort());

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
