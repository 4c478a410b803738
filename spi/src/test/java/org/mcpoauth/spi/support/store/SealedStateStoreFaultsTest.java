package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;

/** What whoever can read and write the store below can do to sealed entries. */
class SealedStateStoreFaultsTest {
    private static final StateKey KEY = new StateKey("n", "a");
    private static final StateEntry ENTRY = new StateEntry("value-of-entry", "owner");
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Secret OLD = Secret.of("old-".repeat(8));
    private static final Secret NEW = Secret.of("new-".repeat(8));

    private final StateStore below = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.of(100));
    private final StateStore store = sealed(NEW);

    private StateStore sealed(Secret... keys) {
        return new SealedStateStore(
                below, Changing.of(SealingKeys.of(List.of(keys), "state-entry", "store.keys", new RandomIds())));
    }

    private String textBelow(StateKey key) {
        return below.get(key).orElseThrow().value();
    }

    private void replaceBelow(StateKey key, StateEntry entry) {
        below.take(key);
        below.putIfAbsent(key, entry, TTL);
    }

    /** No verb that needs the value takes the entry for absent, and it stays where it is. */
    private static void assertUnavailable(StateStore store) {
        List<Runnable> verbs = List.of(
                () -> store.get(KEY),
                () -> store.compareAndSet(KEY, "value-of-entry", ENTRY, TTL),
                () -> store.compareAndRemove(KEY, "value-of-entry"),
                () -> store.take(KEY),
                () -> store.scan("n", null, null, 10));
        for (Runnable verb : verbs) {
            StorageException refused = assertThrows(StorageException.class, verb::run);
            assertEquals(FailureCode.STORE_UNAVAILABLE, refused.code());
            assertFalse(String.valueOf(refused.getMessage()).contains("value-of"), refused.getMessage());
        }
        assertFalse(store.putIfAbsent(KEY, ENTRY, TTL), "the key is taken all the same");
        assertEquals(1, store.count("n"));
    }

    @Test
    void aValueCannotBeReadAndIsSealedDifferentlyEachTime() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        String first = textBelow(KEY);
        assertFalse(first.contains("value"));
        assertTrue(store.compareAndSet(KEY, "value-of-entry", ENTRY, TTL));
        assertNotEquals(first, textBelow(KEY));
        assertEquals(Optional.of(ENTRY), store.get(KEY));
    }

    @Test
    void aChangedValueIsRefused() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        String whole = textBelow(KEY);
        for (int i = 0; i < whole.length(); i++) {
            char other = whole.charAt(i) == 'A' ? 'B' : 'A';
            replaceBelow(KEY, new StateEntry(whole.substring(0, i) + other + whole.substring(i + 1), "owner"));
            assertUnavailable(store);
            replaceBelow(KEY, new StateEntry(whole.substring(0, i), "owner"));
            assertUnavailable(store);
        }
        replaceBelow(KEY, new StateEntry("value-of-entry", "owner"));
        assertUnavailable(store);
        replaceBelow(KEY, new StateEntry(whole, "owner"));
        assertEquals(Optional.of(ENTRY), store.get(KEY));
    }

    @Test
    void anEntryCannotBePutElsewhere() {
        StateKey otherId = new StateKey("n", "b");
        StateKey otherNamespace = new StateKey("m", "a");
        for (StateKey other : List.of(otherId, otherNamespace)) {
            below.take(KEY);
            store.putIfAbsent(other, ENTRY, TTL);
            replaceBelow(KEY, new StateEntry(textBelow(other), "owner"));
            below.take(other);
            assertUnavailable(store);
        }
    }

    @Test
    void anEntryCannotBeGivenToAnotherOwner() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        replaceBelow(KEY, new StateEntry(textBelow(KEY), "mallory"));
        assertUnavailable(store);
        replaceBelow(KEY, new StateEntry(textBelow(KEY), null));
        assertUnavailable(store);
        below.take(KEY);
        store.putIfAbsent(KEY, StateEntry.of("value-of-entry"), TTL);
        replaceBelow(KEY, new StateEntry(textBelow(KEY), ""));
        assertUnavailable(store);
    }

    @Test
    void aNewKeyGoesInFrontAndTheOldOneLaterOut() {
        sealed(OLD).putIfAbsent(KEY, ENTRY, TTL);
        assertUnavailable(store);
        StateStore both = sealed(NEW, OLD);
        assertEquals(Optional.of(ENTRY), both.get(KEY));
        assertTrue(both.compareAndSet(KEY, "value-of-entry", ENTRY, TTL));
        assertEquals(Optional.of(ENTRY), store.get(KEY));
    }

    /** Entries of a file do not open as entries of a store, whatever their key. */
    @Test
    void aRingOfAnotherPurposeOpensNothing() {
        store.putIfAbsent(KEY, ENTRY, TTL);
        assertUnavailable(new SealedStateStore(
                below, Changing.of(SealingKeys.of(List.of(NEW), "state-file", "store.keys", new RandomIds()))));
    }

    @Test
    void valuesThatWouldBeTooLongAreRefused() {
        String longest = "x".repeat(49_100);
        assertTrue(store.putIfAbsent(KEY, StateEntry.of(longest), TTL));
        assertEquals(longest, store.get(KEY).orElseThrow().value());
        for (String tooLong : List.of("x".repeat(49_200), "\u20AC".repeat(16_500))) {
            StorageException refused = assertThrows(
                    StorageException.class,
                    () -> store.putIfAbsent(new StateKey("n", "b"), StateEntry.of(tooLong), TTL));
            assertEquals(FailureCode.STORE_FULL, refused.code());
            assertThrows(StorageException.class, () -> store.compareAndSet(KEY, longest, StateEntry.of(tooLong), TTL));
        }
        assertEquals(1, store.count("n"));
    }
}
