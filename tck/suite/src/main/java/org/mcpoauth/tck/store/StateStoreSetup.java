package org.mcpoauth.tck.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.MovableClock;

/** What a vendor supplies for {@link StateStoreContract}, and what its parts share. */
@Tag("state-store")
abstract class StateStoreSetup {
    static final String NAMESPACE = "tck.store";
    static final String OTHER_NAMESPACE = "tck.other";
    static final StateKey KEY = key("a");
    static final StateEntry ENTRY = new StateEntry("value", "owner");
    static final StateEntry CHANGED = new StateEntry("changed", "other owner");

    private final MovableClock clock = new MovableClock();
    private @Nullable StateStore current;

    /**
     * A new store, empty and with room for {@code bound} live entries in each namespace.
     *
     * @param clock what the store takes for the present
     * @param bound how many live entries a namespace may hold
     * @return the store
     */
    protected abstract StateStore newStore(InstantSource clock, int bound);

    /**
     * How long entries of these tests live.
     *
     * @return a minute unless overridden
     */
    protected Duration timeToLive() {
        return Duration.ofMinutes(1);
    }

    /**
     * How exactly the store keeps times to live.
     *
     * @return a millisecond unless overridden
     */
    protected Duration resolution() {
        return Duration.ofMillis(1);
    }

    /**
     * Lets time pass for the store.
     *
     * @param time how much
     */
    protected void elapse(Duration time) {
        clock.advance(time);
    }

    /**
     * How often each race is run.
     *
     * @return 200 unless overridden
     */
    protected int rounds() {
        return 200;
    }

    @BeforeEach
    final void openStore() {
        openStore(10_000);
    }

    final void openStore(int bound) {
        current = newStore(clock, bound);
    }

    final StateStore store() {
        return Objects.requireNonNull(current);
    }

    final boolean put(StateKey key, StateEntry entry) {
        return store().putIfAbsent(key, entry, timeToLive());
    }

    static StateKey key(String id) {
        return new StateKey(NAMESPACE, id);
    }

    final StatePage scan(@Nullable String owner, @Nullable String from, int limit) {
        return store().scan(NAMESPACE, owner, from, limit);
    }

    static List<String> ids(StatePage page) {
        return page.entries().keySet().stream().map(StateKey::id).toList();
    }
}
