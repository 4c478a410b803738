package org.mcpoauth.starter.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.mcpoauth.tck.store.TransactionStateStoreContract.ApplicationTransaction;

/** A transaction of an application that uses JDBC on the data base of the store. */
final class JdbcTransaction implements ApplicationTransaction {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String table = "application_" + NUMBER.incrementAndGet();
    private final DataSource dataSource;
    private final Connection connection;

    JdbcTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
        try {
            connection = dataSource.getConnection();
            execute(connection, "create table " + table + " (n int)");
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void write() {
        try {
            execute(connection, "insert into " + table + " values (1)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void commit() {
        try (Connection ended = connection) {
            ended.commit();
            ended.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void rollback() {
        try (Connection ended = connection) {
            ended.rollback();
            ended.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean wasKept() {
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("select n from " + table)) {
            return rows.next();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
