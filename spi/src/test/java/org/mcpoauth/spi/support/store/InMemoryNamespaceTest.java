package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;

class InMemoryNamespaceTest {
    private static final StateEntry ENTRY = StateEntry.of("v");

    private final InMemoryNamespace namespace = new InMemoryNamespace(100);

    @Test
    void expiredEntriesAreRemovedByLaterOnes() {
        for (int i = 0; i < 100; i++) {
            namespace.putIfAbsent("old" + i, ENTRY, 10, 0);
        }
        for (int i = 0; i < 13; i++) {
            assertTrue(namespace.putIfAbsent("new" + i, ENTRY, 30, 20));
        }
        assertEquals(13, namespace.held());
    }

    @Test
    void anExpiredEntryIsReplacedAndNotCountedTwice() {
        namespace.putIfAbsent("a", ENTRY, 10, 0);
        assertTrue(namespace.putIfAbsent("a", ENTRY, 30, 20));
        assertEquals(1, namespace.held());
        assertEquals(1, namespace.count(20));
    }

    @Test
    void countingRemovesWhatIsExpired() {
        for (int i = 0; i < 50; i++) {
            namespace.putIfAbsent("a" + i, ENTRY, 10, 0);
        }
        assertEquals(0, namespace.count(10));
        assertEquals(0, namespace.held());
    }

    @Test
    void aChangedEntryIsHeldOnce() {
        namespace.putIfAbsent("a", ENTRY, 10, 0);
        assertTrue(namespace.compareAndSet("a", "v", StateEntry.of("w"), 20, 0));
        assertEquals(1, namespace.held());
        assertTrue(namespace.compareAndRemove("a", "w", 15));
        assertEquals(0, namespace.held());
    }

    @Test
    void aFullNamespaceOfLiveEntriesRefuses() {
        for (int i = 0; i < 100; i++) {
            namespace.putIfAbsent("a" + i, ENTRY, 10, 0);
        }
        StorageException refused = assertThrows(StorageException.class, () -> namespace.putIfAbsent("b", ENTRY, 10, 9));
        assertEquals(FailureCode.STORE_FULL, refused.code());
        assertEquals(100, namespace.count(9));
    }
}
