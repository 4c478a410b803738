package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.MovableClock;

/** What a {@link StateStore} keeps that is called while its caller is in a transaction. */
@Tag("state-store")
@Tag("transactions")
public abstract class TransactionStateStoreContract {
    private static final StateKey KEY = new StateKey("tck.transaction", "a");
    private static final StateEntry ENTRY = StateEntry.of("value");
    private static final StateEntry CHANGED = StateEntry.of("changed");
    private static final Duration TTL = Duration.ofMinutes(1);

    /** For the vendor's class. */
    protected TransactionStateStoreContract() {}

    /** A transaction of the application, begun by the calling thread. */
    public interface ApplicationTransaction {
        /** Writes something of the application's own. */
        void write();

        /** Ends the transaction and keeps what was written. */
        void commit();

        /** Ends the transaction and drops what was written. */
        void rollback();

        /**
         * Looks after the end of the transaction whether its write was kept.
         *
         * @return {@code true} if it was
         */
        boolean wasKept();
    }

    /**
     * A new, empty store on the engine whose transactions {@link #begin} begins.
     *
     * @param clock what the store takes for the present; no test here moves it
     * @return the store
     */
    protected abstract StateStore newStore(InstantSource clock);

    /**
     * Begins a transaction.
     *
     * @return the transaction
     */
    protected abstract ApplicationTransaction begin();

    @Assertion("SS-TX-001")
    void whatWasPutStaysAfterARollback() {
        StateStore store = newStore(new MovableClock());
        ApplicationTransaction transaction = begin();
        transaction.write();
        assertTrue(store.putIfAbsent(KEY, ENTRY, TTL));
        transaction.rollback();
        assertFalse(transaction.wasKept(), "the test's own transaction must have been rolled back");
        assertEquals(Optional.of(ENTRY), store.get(KEY));
    }

    @Assertion("SS-TX-002")
    void whatWasChangedOrRemovedStaysSoAfterARollback() {
        StateStore store = newStore(new MovableClock());
        StateKey taken = new StateKey("tck.transaction", "b");
        store.putIfAbsent(KEY, ENTRY, TTL);
        store.putIfAbsent(taken, ENTRY, TTL);
        ApplicationTransaction transaction = begin();
        transaction.write();
        assertTrue(store.compareAndSet(KEY, "value", CHANGED, TTL));
        assertEquals(Optional.of(ENTRY), store.take(taken));
        transaction.rollback();
        assertEquals(Optional.of(CHANGED), store.get(KEY));
        assertEquals(Optional.empty(), store.get(taken));
    }

    @Assertion("SS-TX-003")
    void verbsThatChangeNothingDoNotSpoilTheTransaction() {
        StateStore store = newStore(new MovableClock());
        store.putIfAbsent(KEY, ENTRY, TTL);
        ApplicationTransaction transaction = begin();
        transaction.write();
        assertFalse(store.putIfAbsent(KEY, CHANGED, TTL));
        assertFalse(store.compareAndSet(KEY, "wrong", CHANGED, TTL));
        assertFalse(store.compareAndRemove(KEY, "wrong"));
        transaction.commit();
        assertTrue(transaction.wasKept(), "the caller's transaction was spoiled");
    }
}
