package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.MovableClock;

/** What a {@link StateStore} keeps that several nodes share: two nodes behave as one. */
@Tag("state-store")
@Tag("several-nodes")
public abstract class SharedStateStoreContract {
    private static final String NAMESPACE = "tck.nodes";
    private static final StateKey KEY = new StateKey(NAMESPACE, "a");
    private static final StateEntry ENTRY = new StateEntry("value", "owner");
    private static final Duration TTL = Duration.ofMinutes(1);

    private List<StateStore> nodes = List.of();

    /** For the vendor's class. */
    protected SharedStateStoreContract() {}

    /**
     * New stores, one per node, over the same empty state.
     *
     * @param clock what the stores take for the present; no test here moves it
     * @param count how many nodes
     * @return the stores
     */
    protected abstract List<StateStore> newNodes(InstantSource clock, int count);

    /**
     * How often each race is run.
     *
     * @return 200 unless overridden
     */
    protected int rounds() {
        return 200;
    }

    @BeforeEach
    void openNodes() {
        nodes = newNodes(new MovableClock(), 2);
    }

    private StateStore node(int thread) {
        return nodes.get(thread % nodes.size());
    }

    @Assertion("SS-NODE-001")
    void whatOneNodeWritesTheOtherReads() {
        assertTrue(node(0).putIfAbsent(KEY, ENTRY, TTL));
        assertEquals(Optional.of(ENTRY), node(1).get(KEY));
        assertTrue(node(1).compareAndSet(KEY, "value", StateEntry.of("new"), TTL));
        assertEquals(Optional.of(StateEntry.of("new")), node(0).get(KEY));
        assertEquals(1, node(0).count(NAMESPACE));
        assertEquals(1, node(0).scan(NAMESPACE, null, null, 10).entries().size());
        assertTrue(node(0).compareAndRemove(KEY, "new"));
        assertEquals(Optional.empty(), node(1).take(KEY));
    }

    @Assertion("SS-NODE-002")
    void ofAllNodesExactlyOneTakesAFreeKey() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                StateKey key = new StateKey(NAMESPACE, "race" + round);
                List<Boolean> stored = race.run(thread -> node(thread).putIfAbsent(key, ENTRY, TTL));
                assertEquals(1, stored.stream().filter(won -> won).count());
            }
        }
    }

    @Assertion("SS-NODE-003")
    void ofAllNodesExactlyOneTakesAnEntry() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                node(0).putIfAbsent(KEY, ENTRY, TTL);
                List<Optional<StateEntry>> taken =
                        race.run(thread -> node(thread).take(KEY));
                assertEquals(
                        List.of(ENTRY), taken.stream().flatMap(Optional::stream).toList());
            }
        }
    }

    @Assertion("SS-NODE-004")
    void ofAllNodesExactlyOneChangesAValue() {
        node(0).putIfAbsent(KEY, StateEntry.of("0"), TTL);
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                String before = "" + round;
                StateEntry after = StateEntry.of("" + (round + 1));
                List<Boolean> changed = race.run(thread -> node(thread).compareAndSet(KEY, before, after, TTL));
                assertEquals(1, changed.stream().filter(won -> won).count());
            }
        }
        assertFalse(node(1).compareAndRemove(KEY, "0"));
    }
}
