package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Keys of stores in files that are exchanged while the stores are in use. */
class ExchangedStoreKeysTest {
    private static final String OLD = "old-key-of-thirty-two-characters!";
    private static final String NEW = "new-key-of-thirty-two-characters!";
    private static final StateKey FIRST = new StateKey("n", "first");
    private static final StateKey SECOND = new StateKey("n", "second");
    private static final StateEntry ENTRY = StateEntry.of("value");
    private static final Duration TTL = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-07-01T00:00:00Z");
    private final StateStore below = new InMemoryStateStore(() -> now, StoreLimits.defaults());

    private String exchanged(String text) throws IOException {
        Path written = Files.writeString(folder.resolve("new"), text);
        now = now.plus(Duration.ofSeconds(10));
        return Files.move(written, folder.resolve("file"), StandardCopyOption.REPLACE_EXISTING)
                .toString();
    }

    private Changing<List<Secret>> ofRuntime(String file) {
        Map<String, String> keys = Map.of(
                "mcp.oauth.store", "jdbc", "mcp.oauth.store.data-source", "x", "mcp.oauth.store.keys-file", file);
        return RuntimeSettings.read(Keys.config(keys), Credentials.NONE.at(() -> now))
                .store()
                .keys();
    }

    private Changing<List<Secret>> ofClient(String file) {
        Map<String, String> keys = new HashMap<>(Samples.CLIENT);
        String store = "mcp.oauth.client.crm.token-store";
        keys.putAll(Map.of(store, "jdbc", store + ".data-source", "x", store + ".keys-file", file));
        return ClientConfigurations.store(Keys.config(keys), Credentials.NONE.at(() -> now), "crm")
                .orElseThrow()
                .keys();
    }

    private static List<Secret> secrets(String... texts) {
        return List.of(texts).stream().map(Secret::of).toList();
    }

    @Test
    void theFirstKeyEncryptsAndAllDecrypt() throws IOException {
        StateStore store = StateStores.encrypted(below, ofRuntime(exchanged(OLD)));
        store.putIfAbsent(FIRST, ENTRY, TTL);
        exchanged(NEW + "\n" + OLD);

        assertEquals(Optional.of(ENTRY), store.get(FIRST));
        store.putIfAbsent(SECOND, ENTRY, TTL);

        StateStore withNew = StateStores.encrypted(below, secrets(NEW));
        assertEquals(Optional.of(ENTRY), withNew.get(SECOND));
        assertThrows(StorageException.class, () -> withNew.get(FIRST));
        exchanged(NEW);
        assertThrows(StorageException.class, () -> store.get(FIRST));
        assertEquals(Optional.of(ENTRY), store.get(SECOND));
    }

    @Test
    void whatIsNoRingLeavesTheKeysAsTheyWere() throws IOException {
        for (Changing<List<Secret>> keys : List.of(ofRuntime(exchanged(OLD)), ofClient(exchanged(OLD)))) {
            exchanged(NEW + "\n" + OLD);
            assertEquals(secrets(NEW, OLD), keys.current());
            for (String bad : List.of("", "short", NEW + "\n" + NEW)) {
                exchanged(bad);
                assertEquals(secrets(NEW, OLD), keys.current());
            }
            Files.delete(folder.resolve("file"));
            now = now.plus(Duration.ofSeconds(10));
            assertEquals(secrets(NEW, OLD), keys.current());
            exchanged(OLD);
            assertEquals(secrets(OLD), keys.current());
        }
    }
}
