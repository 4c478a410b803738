package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@Tag("container")
class StoreInjectionTest {
    private static final Map<String, String> JDBC = Map.of(
            "mcp.oauth.store", "jdbc",
            "mcp.oauth.store.data-source", "jdbc/mcp");

    @TempDir
    Path home;

    @ApplicationScoped
    static class Nothing {}

    /** The naming of a server, with one data source. */
    public static final class OneName implements InitialContextFactory {
        /** For the naming. */
        public OneName() {}

        @Override
        @SuppressWarnings("JdkObsolete") // the signature of JNDI
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    if (name.equals("jdbc/mcp")) {
                        return dataSource();
                    }
                    throw new NameNotFoundException(name);
                }
            };
        }
    }

    @BeforeEach
    void name() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, OneName.class.getName());
    }

    @AfterEach
    void forget() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    @Test
    void stateIsKeptInTheDataSourceOfTheServer() throws Exception {
        // one connection stays open, as the memory of the data base ends with the last
        try (Connection connection = dataSource().getConnection();
                Application application = Application.start(JDBC, Nothing.class)) {
            application
                    .get(McpOAuthRuntime.class)
                    .services()
                    .stateStore()
                    .putIfAbsent(new StateKey("session", "1"), StateEntry.of("x"), Duration.ofMinutes(1));
            try (ResultSet rows = connection.createStatement().executeQuery("select count(*) from mcp_oauth_state")) {
                assertTrue(rows.next());
                assertEquals(1, rows.getInt(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "jdbc"})
    void howMuchIsKeptIsConfigured(String kind) throws Exception {
        Map<String, String> keys = new HashMap<>(JDBC);
        keys.put("mcp.oauth.store", kind);
        keys.put("mcp.oauth.store.max-entries", "2");
        try (Connection connection = dataSource().getConnection();
                Application application = Application.start(keys, Nothing.class)) {
            StateStore store = application.get(McpOAuthRuntime.class).services().stateStore();
            for (String id : List.of("1", "2")) {
                assertTrue(
                        store.putIfAbsent(new StateKey("session", id), StateEntry.of("x"), Duration.ofMinutes(1)),
                        kind);
            }
            StorageException full = assertThrows(
                    StorageException.class,
                    () -> store.putIfAbsent(new StateKey("session", "3"), StateEntry.of("x"), Duration.ofMinutes(1)));
            assertEquals(FailureCode.STORE_FULL, full.code());
            assertTrue(connection.isValid(1));
        }
    }

    @Test
    void stateIsKeptInAnEncryptedFile() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.store", "file",
                "mcp.oauth.store.file", home.resolve("state").toString(),
                "mcp.oauth.store.keys", "0123456789abcdef0123456789abcdef");
        StateKey key = new StateKey("session", "1");
        try (Application application = Application.start(keys, Nothing.class)) {
            application
                    .get(McpOAuthRuntime.class)
                    .services()
                    .stateStore()
                    .putIfAbsent(key, StateEntry.of("x"), Duration.ofMinutes(1));
        }
        try (Application again = Application.start(keys, Nothing.class)) {
            assertTrue(again.get(McpOAuthRuntime.class)
                    .services()
                    .stateStore()
                    .get(key)
                    .isPresent());
        }
    }

    /** What the data base has cannot be read by whoever reads it. */
    @Test
    void whatADataBaseKeepsMayBeEncrypted() throws Exception {
        Map<String, String> keys = new HashMap<>(JDBC);
        keys.put("mcp.oauth.store.keys", "0123456789abcdef0123456789abcdef");
        try (Connection connection = dataSource().getConnection();
                Application application = Application.start(keys, Nothing.class)) {
            StateStore store = application.get(McpOAuthRuntime.class).services().stateStore();
            store.putIfAbsent(new StateKey("session", "1"), StateEntry.of("x-value"), Duration.ofMinutes(1));
            assertEquals(
                    "x-value",
                    store.take(new StateKey("session", "1")).orElseThrow().value());
            store.putIfAbsent(new StateKey("session", "2"), StateEntry.of("x-value"), Duration.ofMinutes(1));
            try (ResultSet rows = connection.createStatement().executeQuery("select content from mcp_oauth_state")) {
                assertTrue(rows.next());
                assertTrue(new String(rows.getBytes(1), StandardCharsets.US_ASCII).startsWith("s1."));
            }
        }
    }

    @Dependent
    static class OwnStore {
        static final StateStore MEMORY = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());

        @Produces
        @ApplicationScoped
        StateStore store() {
            return MEMORY;
        }
    }

    @Test
    void keysEncryptWhatTheStoreOfTheApplicationKeeps() {
        StateKey key = new StateKey("session", "own");
        Map<String, String> keys = Map.of("mcp.oauth.store.keys", "0123456789abcdef0123456789abcdef");
        try (Application application = Application.start(keys, OwnStore.class)) {
            application
                    .get(McpOAuthRuntime.class)
                    .services()
                    .stateStore()
                    .putIfAbsent(key, StateEntry.of("x-value"), Duration.ofMinutes(1));
            assertTrue(OwnStore.MEMORY.get(key).orElseThrow().value().startsWith("s1."));
        }
    }

    @Test
    void shortKeysAreToldByTheirKey() {
        String failure = Application.failure(
                Map.of(
                        "mcp.oauth.store", "file",
                        "mcp.oauth.store.file", home.resolve("state").toString(),
                        "mcp.oauth.store.keys", "short",
                        "mcp.oauth.resource.url", "https://mcp.example/mcp",
                        "mcp.oauth.resource.authorization-servers", "https://as.example"),
                Nothing.class);
        assertTrue(failure.contains("mcp.oauth.store.keys: have 32 characters or more each"), failure);
    }

    @Test
    void aResourceOnAReadableStoreIsToldWhichKeyItNeeds() throws Exception {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.putAll(JDBC);
        try (Connection connection = dataSource().getConnection()) {
            String failure = Application.failure(keys, Nothing.class);
            assertTrue(
                    failure.contains("mcp.oauth.resource.request-state.keys: is needed where the store is shared"),
                    failure);
            assertFalse(connection.isClosed());
        }
    }

    @Test
    void noTableIsMadeWhereThatIsSwitchedOff() throws Exception {
        Map<String, String> keys = new HashMap<>(JDBC);
        keys.put("mcp.oauth.store.create-table", "false");
        try (Connection connection = dataSource().getConnection();
                Application application = Application.start(keys, Nothing.class)) {
            StateStore store = application.get(McpOAuthRuntime.class).services().stateStore();
            StorageException missing = assertThrows(StorageException.class, () -> store.count("session"));
            assertTrue(String.valueOf(missing.getMessage()).contains("table missing"), missing.getMessage());
            assertFalse(connection.isClosed());
        }
    }

    @Test
    void aCacheWithoutItsJarIsToldByItsKey() {
        String failure = Application.failure(
                Map.of(
                        "mcp.oauth.store", "jcache",
                        "mcp.oauth.store.jcache", "state",
                        "mcp.oauth.resource.url", "https://mcp.example/mcp",
                        "mcp.oauth.resource.authorization-servers", "https://as.example"),
                Nothing.class);
        assertTrue(failure.contains("mcp.oauth.store: 0 providers of the store jcache"), failure);
    }

    @Test
    void aCacheForShortLivedEntriesIsOpenedBesideTheStoreOfTheApplication() {
        String failure = Application.failure(
                Map.of(
                        "mcp.oauth.store.short-lived", "jcache",
                        "mcp.oauth.store.jcache", "state",
                        "mcp.oauth.resource.url", "https://mcp.example/mcp",
                        "mcp.oauth.resource.authorization-servers", "https://as.example"),
                OwnStore.class);
        assertTrue(failure.contains("mcp.oauth.store: 0 providers of the store jcache"), failure);
    }

    @Test
    void aDataSourceThatIsNotThereIsToldByItsKey() {
        String failure = Application.failure(
                Map.of(
                        "mcp.oauth.store", "jdbc",
                        "mcp.oauth.store.data-source", "jdbc/missing",
                        "mcp.oauth.resource.url", "https://mcp.example/mcp",
                        "mcp.oauth.resource.authorization-servers", "https://as.example"),
                Nothing.class);
        assertTrue(failure.contains("mcp.oauth.store.data-source: is not the JNDI name"), failure);
    }

    private static DataSource dataSource() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + StoreInjectionTest.class.getSimpleName());
        return dataSource;
    }
}
