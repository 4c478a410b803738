package org.mcpoauth.starter.issuer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * An authorization server as a process of its own: the port of PostgreSQL, the table, the file with the signing
 * key, how much later it is for it, the format of its access tokens, and the moment at which it stands still, if any. It says when it is ready, and ends
 * with its standard input, so that it never outlives the test that started it.
 */
final class IssuerMain {
    private static final int TIMEOUT_SECONDS = 2;
    private static final int CONNECTIONS = 12;

    private IssuerMain() {}

    public static void main(String[] arguments) throws IOException {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[3]));
        StateStore store = store(Integer.parseInt(arguments[0]), arguments[1], clock);
        Secret signingKey = Secret.of(Files.readString(Path.of(arguments[2])));
        StateStore held =
                arguments.length == 5 ? store : Moment.valueOf(arguments[5]).holding(store);
        try (IssuerNode node = new IssuerNode(
                McpOAuthRuntime.builder().clock(clock).stateStore(held),
                signingKey,
                AccessTokenFormat.valueOf(arguments[4]))) {
            System.out.println("ready " + node.address());
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
        }
        System.exit(0);
    }

    /** As a deployer makes it: whatever the network does, connecting, reading and waiting for a place in the pool end. */
    private static StateStore store(int port, String table, Clock clock) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        source.setConnectTimeout(TIMEOUT_SECONDS);
        source.setLoginTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(TIMEOUT_SECONDS);
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(CONNECTIONS);
        pool.setLoginTimeout(TIMEOUT_SECONDS);
        return new JdbcStateStore(
                pool, clock, StoreLimits.defaults(), new JdbcOptions(table, Duration.ofSeconds(TIMEOUT_SECONDS)));
    }
}
