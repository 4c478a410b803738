package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** Which store an entry goes to; that both are as good as one is tested by the contract of stores. */
class RoutedStateStoreTest {
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final StateEntry ENTRY = StateEntry.of("value");
    private static final StateEntry NEXT = StateEntry.of("next");
    private static final StateKey LOGIN = new StateKey("login-session", "a");
    private static final StateKey GRANT = new StateKey("grant", "a");

    private static final StateStore SEALED = StateStores.encrypted(memory(), List.of(Secret.of("k".repeat(32))));

    private final StateStore lasting = memory();
    private final StateStore shortLived = memory();
    private final StateStore store = RoutedStateStore.ofShortLived(lasting, shortLived);

    private static StateStore memory() {
        return new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pending-authorization",
                "pending-authorization-of-browser",
                "upstream-state",
                "upstream-state-of-browser",
                "upstream-device-state",
                "upstream-device-state-of-browser",
                "pushed-authorization-request",
                "login-session",
                "login-session.0123456789abcdef01234567",
                "login-tries",
                "user-code-tries",
                "binding.session",
                "dpop.0123456789abcdef.7",
                "client-pending",
                "client-demand",
                "client-visits",
                "client-browsers"
            })
    void whatSomebodyCanBeginAgainIsShortLived(String namespace) {
        store.putIfAbsent(new StateKey(namespace, "a"), ENTRY, TTL);
        assertEquals(1, shortLived.count(namespace));
        assertEquals(0, lasting.count(namespace));
    }

    /** Lost, each would give a second grant, open what was revoked, or lose what nobody can make again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant",
                "grant.0123456789abcdef01234567",
                "client",
                "consent",
                "device",
                "access-token",
                "revoked-token",
                "deleted-client",
                "client-assertion.client",
                "identity-assertion",
                "signing-keys",
                "key-set",
                "client-tokens",
                "client-refresh",
                "client-registrations",
                "client-registering",
                "client-issuers",
                "client-metadata",
                "of-the-application",
                "binding",
                "dpop"
            })
    void allElseLasts(String namespace) {
        store.putIfAbsent(new StateKey(namespace, "a"), ENTRY, TTL);
        assertEquals(1, lasting.count(namespace));
        assertEquals(0, shortLived.count(namespace));
    }

    @Test
    void everyVerbGoesToTheStoreOfTheNamespace() {
        for (StateKey key : List.of(LOGIN, GRANT)) {
            assertTrue(store.putIfAbsent(key, ENTRY, TTL));
            assertFalse(store.putIfAbsent(key, NEXT, TTL));
            assertEquals(Optional.of(ENTRY), store.get(key));
            assertTrue(store.compareAndSet(key, "value", NEXT, TTL));
            assertEquals(1, store.count(key.namespace()));
            assertEquals(
                    List.of(NEXT),
                    List.copyOf(store.scan(key.namespace(), null, null, 10)
                            .entries()
                            .values()));
            assertFalse(store.compareAndRemove(key, "value"));
            assertTrue(store.compareAndRemove(key, "next"));
            store.putIfAbsent(key, ENTRY, TTL);
            assertEquals(Optional.of(ENTRY), store.take(key));
            assertEquals(Optional.empty(), store.get(key));
        }
    }

    @Test
    void aPairOfWhichOthersCanChangeOneIsNotBelievedAndHasNoSecrets(@TempDir Path directory) throws Exception {
        StateStore shared = StateStores.dangerousUnencryptedFile(directory.resolve("store"), Clock.systemUTC());
        for (RoutedStateStore pair : List.of(
                RoutedStateStore.ofShortLived(SEALED, shared),
                RoutedStateStore.ofShortLived(shared, SEALED),
                RoutedStateStore.ofShortLived(memory(), shared),
                RoutedStateStore.ofShortLived(shared, memory()))) {
            assertFalse(AuthenticatedStore.isAuthenticated(pair));
            assertEquals(List.of(), pair.secrets("purpose").current());
        }
        ((AutoCloseable) shared).close();
    }

    /** Nobody else can change what is in the memory of this process. */
    @Test
    void besideAStoreWithKeysMemoryIsBelieved() {
        List<Secret> secrets = AuthenticatedStore.secrets(SEALED, "purpose").current();
        assertEquals(1, secrets.size());
        for (RoutedStateStore pair : List.of(
                RoutedStateStore.ofShortLived(SEALED, SEALED),
                RoutedStateStore.ofShortLived(SEALED, memory()),
                RoutedStateStore.ofShortLived(memory(), SEALED))) {
            assertTrue(AuthenticatedStore.isAuthenticated(pair));
            assertEquals(secrets, pair.secrets("purpose").current());
        }
    }

    @Test
    void memoryAloneHasNoKeys() {
        RoutedStateStore pair = RoutedStateStore.ofShortLived(memory(), memory());
        assertFalse(AuthenticatedStore.isAuthenticated(pair));
        assertEquals(List.of(), pair.secrets("purpose").current());
    }
}
