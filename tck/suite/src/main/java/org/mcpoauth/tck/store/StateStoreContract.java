package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.Assertion;

/**
 * What every {@link StateStore} keeps. A vendor extends this class and supplies the store; a store for
 * several nodes also extends {@link SharedStateStoreContract}, one that can fail {@link
 * UnavailableStateStoreContract}, one that runs beside transactions {@link
 * TransactionStateStoreContract}.
 *
 * <p>The clock given to the store stands still until a test moves it. A store whose engine keeps its
 * own time overrides {@link #elapse}, and {@link #timeToLive} and {@link #resolution} if waiting would
 * take too long or the engine is coarser than a millisecond.
 */
public abstract class StateStoreContract extends StateStoreKeeping {

    /** For the vendor's class. */
    protected StateStoreContract() {}

    @Nested
    class Bound {
        private static final int BOUND = 5;

        @BeforeEach
        void fill() {
            openStore(BOUND);
            for (int i = 0; i < BOUND; i++) {
                assertTrue(put(key("id" + i), ENTRY), "below its bound");
            }
        }

        @Assertion({"SS-FULL-001", "SS-FULL-002"})
        void aFullNamespaceRefusesAndKeepsWhatItHas() {
            assertFull();
            assertEquals(BOUND, store().count(NAMESPACE));
            assertEquals(List.of("id0", "id1", "id2", "id3", "id4"), ids(scan(null, null, 10)));
            assertEquals(Optional.empty(), store().get(KEY));
        }

        @Assertion("SS-FULL-003")
        void otherNamespacesHaveTheirOwnRoom() {
            assertFull();
            assertTrue(put(new StateKey(OTHER_NAMESPACE, "a"), ENTRY));
        }

        @Assertion("SS-FULL-004")
        void aRemovedEntryMakesRoom() {
            assertFull();
            store().take(key("id2"));
            assertTrue(put(KEY, ENTRY));
            assertFull();
            store().compareAndRemove(KEY, ENTRY.value());
            assertTrue(put(key("b"), ENTRY));
            assertFull();
        }

        @Assertion("SS-FULL-005")
        void expiredEntriesMakeRoom() {
            assertFull();
            elapse(timeToLive());
            for (int i = 0; i < BOUND; i++) {
                assertTrue(put(key("new" + i), ENTRY), "after the others expired");
            }
            assertFull();
        }

        @Assertion("SS-FULL-006")
        void aTakenKeyIsRecognisedInAFullNamespace() {
            assertFalse(put(key("id3"), CHANGED));
            assertEquals(Optional.of(ENTRY), store().get(key("id3")));
        }

        @Assertion("SS-FULL-007")
        void aChangeNeedsNoRoom() {
            assertTrue(store().compareAndSet(key("id3"), ENTRY.value(), CHANGED, timeToLive()));
            assertEquals(Optional.of(CHANGED), store().get(key("id3")));
        }

        private void assertFull() {
            StorageException refused = assertThrows(StorageException.class, () -> put(key("one more"), ENTRY));
            assertEquals(FailureCode.STORE_FULL, refused.code());
        }
    }
}
