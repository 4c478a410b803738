package org.mcpoauth.starter.store;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections do what a test tells, and that knows how they were given back. */
final class ScriptedDataSource implements DataSource {
    private final DataSource real;
    final AtomicInteger open = new AtomicInteger();
    boolean autoCommitRefused;
    boolean autoCommitAtFirst = true;

    @Nullable
    Boolean autoCommitAtLast;

    @Nullable
    SQLException failure;

    String failingPrefix = "";

    ScriptedDataSource(DataSource real) {
        this.real = real;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        connection.setAutoCommit(autoCommitAtFirst);
        open.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                ScriptedDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    before(connection, method.getName(), arguments == null ? new Object[0] : arguments);
                    if (autoCommitRefused && method.getName().equals("getAutoCommit")) {
                        return false;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private void before(Connection connection, String method, Object[] arguments) throws SQLException {
        switch (method) {
            case "setAutoCommit" -> {
                if (autoCommitRefused) {
                    throw new SQLException("not allowed during a global transaction", "25000");
                }
            }
            case "prepareStatement" -> {
                if (failure != null && String.valueOf(arguments[0]).startsWith(failingPrefix)) {
                    throw failure;
                }
            }
            case "close" -> {
                autoCommitAtLast = connection.getAutoCommit();
                connection.setAutoCommit(true);
                open.decrementAndGet();
            }
            default -> {}
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
