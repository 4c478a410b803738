package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.Assertion;

/** What a {@link StateStore} does that depends on something which is out of order. */
@Tag("state-store")
@Tag("remote-store")
public abstract class UnavailableStateStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ID = "the-id-nobody-may-see";
    private static final String VALUE = "the-value-nobody-may-see";
    private static final StateKey KEY = new StateKey("tck.down", ID);
    private static final StateEntry ENTRY = StateEntry.of(VALUE);

    /** For the vendor's class. */
    protected UnavailableStateStoreContract() {}

    /**
     * A store whose engine is out of order.
     *
     * @return the store; making it may not fail
     */
    protected abstract StateStore newUnavailableStore();

    @Assertion({"SS-DOWN-001", "SS-DOWN-002"})
    void everyVerbSaysThatTheStoreIsUnavailable() {
        StateStore store = newUnavailableStore();
        Duration ttl = Duration.ofMinutes(1);
        assertAll(
                () -> assertUnavailable(() -> store.putIfAbsent(KEY, ENTRY, ttl)),
                () -> assertUnavailable(() -> store.get(KEY)),
                () -> assertUnavailable(() -> store.compareAndSet(KEY, VALUE, ENTRY, ttl)),
                () -> assertUnavailable(() -> store.compareAndRemove(KEY, VALUE)),
                () -> assertUnavailable(() -> store.take(KEY)),
                () -> assertUnavailable(() -> store.scan("tck.down", null, null, 10)),
                () -> assertUnavailable(() -> store.count("tck.down")));
    }

    private static void assertUnavailable(Executable verb) {
        StorageException failure =
                assertTimeoutPreemptively(PATIENCE, () -> assertThrows(StorageException.class, verb));
        assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
        for (Throwable shown = failure; shown != null; shown = shown.getCause()) {
            assertFalse(shown.toString().contains(ID), "the message shows the id");
            assertFalse(shown.toString().contains(VALUE), "the message shows the value");
        }
    }
}
