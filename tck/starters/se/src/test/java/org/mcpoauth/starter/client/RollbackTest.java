package org.mcpoauth.starter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.starter.client.RotatingServer.Kind;
import org.mcpoauth.starter.store.Databases;

/**
 * What a refresh brought is no part of the transaction of its caller: the server has ended the token before it
 * (OAuth 2.1, section 4.3.1), whether or not the caller's own work is kept.
 */
class RollbackTest {
    private final DataSource database = Databases.h2InMemory();

    @Test
    void aRotatedTokenSurvivesTheRollbackOfItsCaller() throws SQLException {
        try (RotatingServer server = new RotatingServer()) {
            StateStore store = Databases.newStore(database, server::now, 100);
            try (McpOAuthRuntime runtime = runtime(server, store)) {
                TokenSharer.authorize(runtime, server.mcp());
                server.advance(RotatingServer.LIFE.plusSeconds(1));
                assertFalse(isKept(runtime, server));
            }
            try (McpOAuthRuntime after = runtime(server, store)) {
                token(after, server);
                server.advance(RotatingServer.LIFE.plusSeconds(1));
                token(after, server);
            }
            assertEquals(2, server.count(Kind.REFRESH));
            assertEquals(0, server.count(Kind.REUSE));
            assertEquals(1, server.count(Kind.CODE));
        }
    }

    /** Refreshes inside a transaction that is rolled back, and tells whether the work of the caller was kept. */
    private boolean isKept(McpOAuthRuntime runtime, RotatingServer server) throws SQLException {
        try (Connection caller = database.getConnection();
                Statement statement = caller.createStatement()) {
            statement.execute("create table orders (n int)");
            caller.setAutoCommit(false);
            statement.execute("insert into orders values (1)");
            token(runtime, server);
            caller.rollback();
            caller.setAutoCommit(true);
            try (ResultSet rows = statement.executeQuery("select n from orders")) {
                return rows.next();
            }
        }
    }

    private static Secret token(McpOAuthRuntime runtime, RotatingServer server) {
        return runtime.client(TokenSharer.configuration(server.mcp()).build())
                .accessToken()
                .value();
    }

    private static McpOAuthRuntime runtime(RotatingServer server, StateStore store) {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .stateStore(store)
                .clock(server::now)
                .build();
    }
}
