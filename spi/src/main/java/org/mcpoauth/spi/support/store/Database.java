package org.mcpoauth.spi.support.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;

/**
 * Runs statements on a connection of their own, each in its own transaction, and gives the connection
 * back as it came.
 */
final class Database {
    private final DataSource dataSource;
    private final int timeoutSeconds;

    Database(DataSource dataSource, Duration statementTimeout) {
        this.dataSource = dataSource;
        this.timeoutSeconds = Math.toIntExact(statementTimeout.toSeconds());
    }

    /** What is done with a connection. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** Makes something of the rows of a query. */
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    <T> T call(Work<T> work) {
        try (Connection connection = connect();
                Session session = new Session(connection)) {
            return work.run(session);
        } catch (SQLException e) {
            // no cause: a server's message may quote what was bound to the statement
            throw new StorageException(
                    FailureCode.STORE_UNAVAILABLE, "the state table could not be used: " + describe(e), null);
        }
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "no connection: " + describe(e), e);
        }
    }

    /** The state is five letters and digits of the SQL standard, so it can be shown. */
    private static String describe(SQLException e) {
        return kind(e.getSQLState()) + " (SQLState " + e.getSQLState() + ", "
                + e.getClass().getSimpleName() + ")";
    }

    private static String kind(@Nullable String state) {
        return switch (state == null || state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" -> "connection lost";
            case "40" -> "transaction rolled back by the data base";
            case "53" -> "the data base lacks resources";
            case "57" -> "interrupted by the data base or its time limit";
            case "42" -> "table missing or not the documented one";
            default -> "failure of the data base";
        };
    }

    /** A connection in auto-commit as long as the session is open. */
    final class Session implements AutoCloseable {
        private final Connection connection;
        private final boolean autoCommit;

        private Session(Connection connection) throws SQLException {
            this.connection = connection;
            this.autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
        }

        @Override
        public void close() throws SQLException {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }

        /** The number of rows that were changed. */
        int update(String sql, @Nullable Object... parameters) throws SQLException {
            return execute(sql, PreparedStatement::executeUpdate, parameters);
        }

        <T> T query(String sql, Reader<T> reader, @Nullable Object... parameters) throws SQLException {
            return execute(
                    sql,
                    statement -> {
                        try (ResultSet rows = statement.executeQuery()) {
                            return reader.read(rows);
                        }
                    },
                    parameters);
        }

        private <T> T execute(String sql, Execution<T> execution, @Nullable Object... parameters) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    bind(statement, i + 1, parameters[i]);
                }
                // H2 keeps the timeout at the connection
                int before = statement.getQueryTimeout();
                statement.setQueryTimeout(timeoutSeconds);
                try {
                    return execution.run(statement);
                } finally {
                    statement.setQueryTimeout(before);
                }
            }
        }

        private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
            if (value == null) {
                statement.setNull(index, Types.VARBINARY);
            } else {
                statement.setObject(index, value);
            }
        }
    }

    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }
}
