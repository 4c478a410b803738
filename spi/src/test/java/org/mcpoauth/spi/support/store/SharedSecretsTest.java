package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.Exchanged;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;

/** What processes have in common that nobody configured. */
class SharedSecretsTest {
    private static final Secret OLD = Secret.of("old-secret-of-at-least-32-characters");
    private static final Secret NEW = Secret.of("new-secret-of-at-least-32-characters");

    private final StateStore memory = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());

    private static List<Secret> secrets(StateStore store) {
        return SharedSecrets.of(store, "nonces", "nonce-keys").current();
    }

    @Test
    void theyFollowTheKeysOfTheStore() {
        Secret ofOld = secrets(StateStores.encrypted(memory, List.of(OLD))).get(0);
        Secret ofNew = secrets(StateStores.encrypted(memory, List.of(NEW))).get(0);

        assertEquals(List.of(ofNew, ofOld), secrets(StateStores.encrypted(memory, List.of(NEW, OLD))));
        assertNotEquals(ofOld, ofNew);
        assertEquals(43, ofOld.reveal().length());
    }

    @Test
    void theyAreExchangedWithTheKeysOfTheStore(@TempDir Path directory) throws Exception {
        Exchanged<List<Secret>> keys = new Exchanged<>(List.of(OLD));
        StateStore file = StateStores.encryptedFile(directory.resolve("store"), keys, Clock.systemUTC());
        StateStore sealed = StateStores.encrypted(memory, keys);
        for (StateStore store : List.of(file, sealed, RoutedStateStore.ofShortLived(sealed, memory))) {
            keys.set(List.of(OLD));
            Changing<List<Secret>> secrets = SharedSecrets.of(store, "nonces", "nonce-keys");
            Secret ofOld = secrets.current().get(0);
            keys.set(List.of(NEW, OLD));
            assertEquals(secrets(StateStores.encrypted(memory, List.of(NEW, OLD))), secrets.current());
            assertEquals(ofOld, secrets.current().get(1));
        }
        ((AutoCloseable) file).close();
    }

    @Test
    void eachPurposeHasItsOwn() {
        StateStore store = StateStores.encrypted(memory, List.of(OLD));

        assertNotEquals(
                secrets(store), SharedSecrets.of(store, "states", "state-keys").current());
        assertFalse(secrets(store).contains(OLD));
    }

    @Test
    void aFileAndAStoreWithTheSameKeysHaveTheSame(@TempDir Path directory) throws Exception {
        StateStore file = StateStores.encryptedFile(directory.resolve("store"), List.of(OLD), Clock.systemUTC());

        assertEquals(secrets(StateStores.encrypted(memory, List.of(OLD))), secrets(file));
        ((AutoCloseable) file).close();
    }

    @Test
    void aProcessThatHasItsStoreAloneMayMakeItsOwn() {
        assertEquals(List.of(), secrets(memory));
        assertEquals(List.of(), secrets(RoutedStateStore.ofShortLived(memory, memory)));
    }

    @Test
    void whoSharesAStoreWithoutKeysIsToldWhatToWrite(@TempDir Path directory) throws Exception {
        StateStore file = StateStores.dangerousUnencryptedFile(directory.resolve("store"), Clock.systemUTC());
        for (StateStore shared : List.of(
                file,
                RoutedStateStore.ofShortLived(file, memory),
                RoutedStateStore.ofShortLived(memory, file),
                RoutedStateStore.ofShortLived(StateStores.encrypted(file, List.of(OLD)), file))) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> secrets(shared));
            assertEquals("nonce-keys", refused.key());
            assertTrue(String.valueOf(refused.getMessage()).contains("store.keys"), refused.getMessage());
        }
        ((AutoCloseable) file).close();
    }
}
