package org.mcpoauth.tck.container.transaction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** Writes to a table of the application and to the store of the library, in one transaction of the container. */
@ApplicationScoped
public class Notes {
    /** The key with the JNDI name of a data source that takes part in transactions. */
    public static final String DATA_SOURCE = "tck.data-source";

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    @Inject
    McpOAuthRuntime runtime;

    /** Makes the table, before any transaction. */
    public void prepare() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("create table if not exists tck_note (id varchar(64))")) {
            statement.execute();
        }
    }

    /** Writes to both, and has the transaction rolled back. */
    @Transactional
    public void addAndFail(String id) throws SQLException {
        insert(id);
        store(id);
        throw new IllegalStateException("the transaction is rolled back");
    }

    /** Writes a row, an entry, the same entry again, and another row. */
    @Transactional
    public boolean addTwice(String id) throws SQLException {
        insert(id);
        boolean isFirst = store(id);
        boolean isSecond = store(id);
        insert(id);
        return isFirst && !isSecond;
    }

    /** How many rows the table has for a note. */
    public int rows(String id) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from tck_note where id = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Whether the store has the entry. */
    public boolean isStored(String id) {
        return stateStore().get(key(id)).isPresent();
    }

    private boolean store(String id) {
        return stateStore().putIfAbsent(key(id), StateEntry.of(id), LIFETIME);
    }

    private StateStore stateStore() {
        return runtime.services().stateStore();
    }

    private static StateKey key(String id) {
        return new StateKey("tck", id);
    }

    private static void insert(String id) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into tck_note values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    @SuppressWarnings("BanJNDI") // the name is that of the tests
    private static DataSource dataSource() {
        try {
            return InitialContext.doLookup(ConfigProvider.getConfig().getValue(DATA_SOURCE, String.class));
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
