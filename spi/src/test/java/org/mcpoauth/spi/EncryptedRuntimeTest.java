package org.mcpoauth.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** What a runtime does with keys for its store. */
class EncryptedRuntimeTest {
    private static final StateKey KEY = new StateKey("n", "a");
    private static final StateEntry ENTRY = StateEntry.of("value");
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final List<Secret> KEYS = List.of(Secret.of("k".repeat(32)));

    @TempDir
    Path home;

    private McpOAuthRuntime.Builder inFile() {
        return McpOAuthRuntime.builder()
                .stateStore("file", home.resolve("store").toString());
    }

    @Test
    void stateInAFileOutlivesTheRuntime() {
        try (McpOAuthRuntime runtime = inFile().storeKeys(KEYS).build()) {
            runtime.services().stateStore().putIfAbsent(KEY, ENTRY, TTL);
        }
        try (McpOAuthRuntime next = inFile().storeKeys(KEYS).build()) {
            assertEquals(Optional.of(ENTRY), next.services().stateStore().get(KEY));
        }
    }

    @Test
    void aFileNeedsKeys() {
        assertEquals(
                "store.keys",
                assertThrows(ConfigurationException.class, () -> inFile().build())
                        .key());
        assertEquals(
                "store.keys",
                assertThrows(
                                ConfigurationException.class,
                                () -> inFile().storeKeys(List.of(Secret.of("short")))
                                        .build())
                        .key());
    }

    @Test
    void aGivenStoreGetsEncryptedValues() {
        StateStore below = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        try (McpOAuthRuntime runtime =
                McpOAuthRuntime.builder().stateStore(below).storeKeys(KEYS).build()) {
            runtime.services().stateStore().putIfAbsent(KEY, ENTRY, TTL);
            assertEquals(Optional.of(ENTRY), runtime.services().stateStore().get(KEY));
            assertFalse(below.get(KEY).orElseThrow().value().contains("value"));
        }
    }

    @Test
    void keysAreExchangedWhileTheRuntimeIsInUse() {
        Secret added = Secret.of("n".repeat(32));
        Exchanged<List<Secret>> keys = new Exchanged<>(KEYS);
        StateKey later = new StateKey("n", "b");
        try (McpOAuthRuntime runtime = inFile().storeKeys(keys).build()) {
            StateStore store = runtime.services().stateStore();
            store.putIfAbsent(KEY, ENTRY, TTL);
            keys.set(List.of(added, KEYS.get(0)));
            assertEquals(Optional.of(ENTRY), store.get(KEY));
            store.putIfAbsent(later, ENTRY, TTL);
            keys.set(List.of(Secret.of("short")));
            assertEquals(Optional.of(ENTRY), store.get(later));
        }
        try (McpOAuthRuntime next = inFile().storeKeys(List.of(added)).build()) {
            assertEquals(Optional.of(ENTRY), next.services().stateStore().get(KEY));
            assertEquals(Optional.of(ENTRY), next.services().stateStore().get(later));
        }
    }

    @Test
    void aStoreThatWasOpenedIsClosedBelowTheEncryption() throws Exception {
        StateStore memory = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        OpenedStore opened = OpenedStore.own(memory).encrypted(Changing.of(KEYS));
        assertEquals(List.of(memory), opened.own());
    }

    @Test
    void aFileMayBeReadableByNameOnly() {
        Path directory = home.resolve("store");
        StateStores.dangerousUnencryptedFile(directory, Clock.systemUTC()).putIfAbsent(KEY, ENTRY, TTL);
        assertEquals(
                Optional.of(ENTRY),
                StateStores.dangerousUnencryptedFile(directory, Clock.systemUTC())
                        .get(KEY));
    }
}
