package org.mcpoauth.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.store.StateStoreProvider;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Who closes the store of a runtime, and that a failure to do so harms nobody. */
class OpenedStoreTest {
    private final Logger logger = Logger.getLogger("org.mcpoauth.spi");
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final AtomicInteger closings = new AtomicInteger();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord each) {
            logged.add(each);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(recorder);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(recorder);
    }

    /** How a store is closed. */
    private interface Closing {
        void run() throws Exception;
    }

    /** A store in memory that can be closed. */
    private StateStore closeable(Closing closing) {
        StateStore real = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        return (StateStore) Proxy.newProxyInstance(
                OpenedStoreTest.class.getClassLoader(),
                new Class<?>[] {StateStore.class, AutoCloseable.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        closings.incrementAndGet();
                        closing.run();
                        return null;
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aStoreOfTheRuntimeEndsWithIt() {
        OpenedStore.own(closeable(() -> {})).close();
        assertEquals(1, closings.get());
        assertEquals(List.of(), logged);
    }

    @Test
    void aStoreThatWasGivenStaysOpen() {
        StateStore given = closeable(() -> {});
        try (McpOAuthRuntime runtime =
                McpOAuthRuntime.builder().stateStore(given).build()) {
            assertSame(given, runtime.services().stateStore());
        }
        assertEquals(0, closings.get());
    }

    @Test
    void theMemoryNeedsNoClosing() {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            assertTrue(runtime.services().stateStore() instanceof InMemoryStateStore);
        }
        assertEquals(List.of(), logged);
    }

    /** An engine's text may hold an address with a password. */
    @Test
    void aFailureIsToldByItsTypeOnly() {
        OpenedStore.own(closeable(() -> {
                    throw new IOException("jdbc:x://user:passw0rd@host");
                }))
                .close();
        assertEquals(1, logged.size());
        String message = logged.get(0).getMessage();
        assertEquals("MCPO2302 the store of the state could not be closed: java.io.IOException", message);
        assertTrue(logged.get(0).getThrown() == null, "nor with its cause");
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anInterruptIsKept() {
        OpenedStore.own(closeable(() -> {
                    throw new InterruptedException();
                }))
                .close();
        assertTrue(Thread.interrupted());
        assertEquals(1, logged.size());
    }

    @Test
    void keysOfNoUseCloseTheStore() {
        OpenedStore store = OpenedStore.own(closeable(() -> {}));
        List<Secret> keys = List.of(Secret.of("short"));
        assertThrows(ConfigurationException.class, () -> store.encrypted(Changing.of(keys)));
        assertEquals(1, closings.get());
    }

    /** Opens a store that makes the file of its location when it is closed. */
    public static final class Provider implements StateStoreProvider {
        /** For the service loader. */
        public Provider() {}

        @Override
        public String kind() {
            return "one";
        }

        @Override
        public StateStore open(String location, InstantSource clock) {
            return (StateStore) Proxy.newProxyInstance(
                    Provider.class.getClassLoader(),
                    new Class<?>[] {StateStore.class, AutoCloseable.class},
                    (proxy, method, args) -> method.getName().equals("close") ? closed(location) : null);
        }

        private static @Nullable Object closed(String location) throws IOException {
            Files.createFile(Path.of(location));
            return null;
        }
    }

    @Test
    void aRuntimeThatCannotBeMadeClosesTheStore(@TempDir Path directory) throws Exception {
        Path closed = directory.resolve("closed");
        SSLContext unready = SSLContext.getInstance("TLS");
        // a class of a named module is no provider by a file, so the class is defined once more outside of it
        new ProviderFiles(OpenedStoreTest.class.getClassLoader(), Provider.class.getName())
                .with(StateStoreProvider.class, Provider.class.getName())
                .run(() -> {
                    McpOAuthRuntime.Builder builder = McpOAuthRuntime.builder()
                            .stateStore("one", closed.toString())
                            .sslContext(unready);
                    assertThrows(IllegalStateException.class, builder::build);
                });
        assertTrue(Files.exists(closed));
    }

    @Test
    void theLastChoiceOfTheBuilderCounts() {
        StateStore given = closeable(() -> {});
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .stateStore("no-such-kind", "nowhere")
                .stateStore(given)
                .build()) {
            assertSame(given, runtime.services().stateStore());
        }
    }

    @Test
    void aStoreOfShortLivedEntriesEndsWithTheRuntimeToo() {
        OpenedStore store = OpenedStore.own(closeable(() -> {
                    throw new IOException("it is gone");
                }))
                .without(OpenedStore.own(closeable(() -> {})));
        store.close();
        assertEquals(2, closings.get(), "though the first cannot be closed");
    }

    @Test
    void whereNoShortLivedEntriesCanBeKeptTheOtherStoreIsClosed() {
        StateStore opened = closeable(() -> {});
        StoreChoice lasting = (clock, keys) -> OpenedStore.own(opened);
        StoreChoice both = lasting.without(StoreChoice.ofKind("no-such-kind", "nowhere"));
        assertThrows(ConfigurationException.class, () -> both.open(Clock.systemUTC(), Changing.of(List.of())));
        assertEquals(1, closings.get());
    }

    @Test
    void aRuntimeKeepsShortLivedEntriesWhereItIsTold() {
        StateStore lasting = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        StateStore shortLived = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        List<Secret> keys = List.of(Secret.of("k".repeat(32)));
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .shortLivedStore(shortLived)
                .stateStore(lasting)
                .storeKeys(keys)
                .build()) {
            StateStore store = runtime.services().stateStore();
            StateEntry entry = StateEntry.of("a value");
            store.putIfAbsent(new StateKey("login-session", "a"), entry, Duration.ofMinutes(1));
            store.putIfAbsent(new StateKey("grant", "a"), entry, Duration.ofMinutes(1));
            assertEquals(1, shortLived.count("login-session"));
            assertEquals(1, lasting.count("grant"));
            assertEquals(0, lasting.count("login-session"));
            String kept = shortLived
                    .get(new StateKey("login-session", "a"))
                    .orElseThrow()
                    .value();
            assertFalse(kept.contains("a value"), "both are encrypted");
        }
    }
}
