package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.tck.Assertion;

/** Put, change, remove, take, and the end of an entry. */
abstract class StateStoreWriting extends StateStoreSetup {

    @Nested
    class PutIfAbsent {

        @Assertion("SS-PUT-001")
        void aFreeKeyTakesTheEntry() {
            assertTrue(put(KEY, ENTRY));
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        @Assertion("SS-PUT-002")
        void aTakenKeyKeepsItsEntry() {
            put(KEY, ENTRY);
            assertFalse(put(KEY, CHANGED));
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        @Assertion("SS-PUT-003")
        void aRefusedPutDoesNotProlongLife() {
            put(KEY, ENTRY);
            assertFalse(store().putIfAbsent(KEY, ENTRY, timeToLive().multipliedBy(10)));
            elapse(timeToLive());
            assertEquals(Optional.empty(), store().get(KEY));
        }

        @Assertion("SS-PUT-004")
        void ofSeveralThreadsExactlyOneTakesAFreeKey() {
            try (Race race = new Race()) {
                for (int round = 0; round < rounds(); round++) {
                    raceForKey(race, key("race" + round));
                }
            }
        }

        @Assertion("SS-PUT-005")
        void ofSeveralThreadsExactlyOneTakesAnExpiredKey() {
            try (Race race = new Race()) {
                for (int round = 0; round < Math.max(1, rounds() / 10); round++) {
                    put(KEY, ENTRY);
                    elapse(timeToLive());
                    raceForKey(race, KEY);
                    elapse(timeToLive());
                }
            }
        }

        @Assertion("SS-PUT-006")
        void aKeyIsFreeAgainAfterItsEntryExpired() {
            put(KEY, ENTRY);
            elapse(timeToLive());
            assertTrue(put(KEY, CHANGED));
            assertEquals(Optional.of(CHANGED), store().get(KEY));
            elapse(timeToLive().minus(resolution()));
            assertEquals(Optional.of(CHANGED), store().get(KEY));
        }

        @Assertion("SS-PUT-007")
        void aKeyIsFreeAgainAfterItsEntryWasTakenOrRemoved() {
            put(KEY, ENTRY);
            store().take(KEY);
            assertTrue(put(KEY, ENTRY));
            store().compareAndRemove(KEY, ENTRY.value());
            assertTrue(put(KEY, ENTRY));
        }

        @Assertion("SS-PUT-008")
        void aTimeToLiveIsPositive() {
            for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
                assertThrows(IllegalArgumentException.class, () -> store().putIfAbsent(KEY, ENTRY, wrong));
            }
            assertEquals(Optional.empty(), store().get(KEY));
        }

        private void raceForKey(Race race, StateKey key) {
            List<Boolean> stored = race.run(thread -> put(key, StateEntry.of("thread " + thread)));
            assertEquals(1, stored.stream().filter(won -> won).count(), "threads that stored an entry");
            assertEquals(Optional.of(StateEntry.of("thread " + stored.indexOf(true))), store().get(key));
        }
    }

    @Nested
    class CompareAndSet {

        @Assertion("SS-CAS-001")
        void theExpectedValueIsReplacedTogetherWithItsOwner() {
            put(KEY, ENTRY);
            assertTrue(store().compareAndSet(KEY, "value", CHANGED, timeToLive()));
            assertEquals(Optional.of(CHANGED), store().get(KEY));
            assertEquals(List.of(), ids(scan("owner", null, 10)));
            assertEquals(List.of("a"), ids(scan("other owner", null, 10)));
        }

        @Assertion("SS-CAS-002")
        void theNewEntryLivesFromNow() {
            put(KEY, ENTRY);
            elapse(timeToLive().minus(resolution()));
            assertTrue(store().compareAndSet(KEY, "value", CHANGED, timeToLive()));
            elapse(timeToLive().minus(resolution()));
            assertEquals(Optional.of(CHANGED), store().get(KEY));
            assertTrue(store().compareAndSet(KEY, "changed", ENTRY, resolution()));
            elapse(resolution());
            assertEquals(Optional.empty(), store().get(KEY));
        }

        @Assertion("SS-CAS-003")
        void anotherValueStays() {
            put(KEY, ENTRY);
            for (String wrong : List.of("other", "Value", "value ", " value", "valu", "", "value\0")) {
                assertFalse(store().compareAndSet(KEY, wrong, CHANGED, timeToLive()), wrong);
            }
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        @Assertion("SS-CAS-004")
        void nothingIsCreated() {
            assertFalse(store().compareAndSet(KEY, "", CHANGED, timeToLive()));
            assertEquals(Optional.empty(), store().get(KEY));
            assertEquals(0, store().count(NAMESPACE));
        }

        @Assertion("SS-CAS-005")
        void noUpdateIsLost() {
            int additions = Math.max(1, rounds() / 4);
            put(KEY, StateEntry.of("0"));
            try (Race race = new Race()) {
                race.run(thread ->
                        IntStream.range(0, additions).map(i -> addOne()).sum());
            }
            assertEquals(Optional.of(StateEntry.of("" + additions * Race.THREADS)), store().get(KEY));
        }

        @Assertion("SS-CAS-006")
        void aTimeToLiveIsPositive() {
            put(KEY, ENTRY);
            for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
                assertThrows(IllegalArgumentException.class, () -> store().compareAndSet(KEY, "value", CHANGED, wrong));
            }
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        private int addOne() {
            String read;
            String sum;
            do {
                read = store().get(KEY).orElseThrow().value();
                sum = "" + (Integer.parseInt(read) + 1);
            } while (!store().compareAndSet(KEY, read, StateEntry.of(sum), timeToLive()));
            return 1;
        }
    }

    @Nested
    class Removal {

        @Assertion("SS-REM-001")
        void theExpectedValueIsRemoved() {
            put(KEY, ENTRY);
            assertTrue(store().compareAndRemove(KEY, "value"));
            assertEquals(Optional.empty(), store().get(KEY));
            assertFalse(store().compareAndRemove(KEY, "value"));
        }

        @Assertion("SS-REM-002")
        void anotherValueStays() {
            put(KEY, ENTRY);
            for (String wrong : List.of("other", "VALUE", "value ", "")) {
                assertFalse(store().compareAndRemove(KEY, wrong), wrong);
            }
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        @Assertion("SS-REM-003")
        void ofSeveralThreadsExactlyOneRemoves() {
            try (Race race = new Race()) {
                for (int round = 0; round < rounds(); round++) {
                    put(KEY, ENTRY);
                    List<Boolean> removed = race.run(thread -> store().compareAndRemove(KEY, "value"));
                    assertEquals(1, removed.stream().filter(won -> won).count());
                }
            }
        }

        @Assertion("SS-TAKE-001")
        void whatIsTakenIsGone() {
            put(KEY, ENTRY);
            assertEquals(Optional.of(ENTRY), store().take(KEY));
            assertEquals(Optional.empty(), store().get(KEY));
            assertEquals(0, store().count(NAMESPACE));
        }

        @Assertion("SS-TAKE-002")
        void nothingCanBeTakenWhereNothingIs() {
            put(key("b"), ENTRY);
            assertEquals(Optional.empty(), store().take(KEY));
            assertEquals(Optional.empty(), store().get(KEY));
        }

        @Assertion("SS-TAKE-003")
        void ofSeveralThreadsExactlyOneTakes() {
            try (Race race = new Race()) {
                for (int round = 0; round < rounds(); round++) {
                    put(KEY, ENTRY);
                    List<Optional<StateEntry>> taken = race.run(thread -> store().take(KEY));
                    assertEquals(
                            List.of(ENTRY),
                            taken.stream().flatMap(Optional::stream).toList());
                }
            }
        }
    }

    @Nested
    class Expiry {

        @Assertion("SS-EXP-001")
        void anEntryLivesItsWholeTime() {
            put(KEY, ENTRY);
            elapse(timeToLive().minus(resolution()));
            assertEquals(Optional.of(ENTRY), store().get(KEY));
            assertEquals(1, store().count(NAMESPACE));
            assertEquals(1, scan(null, null, 10).entries().size());
            assertFalse(put(KEY, CHANGED));
            assertTrue(store().compareAndSet(KEY, ENTRY.value(), CHANGED, timeToLive()));
        }

        @Assertion("SS-EXP-002")
        void anExpiredEntryCannotBeRead() {
            expired();
            assertEquals(Optional.empty(), store().get(KEY));
            assertEquals(Optional.empty(), store().take(KEY));
        }

        @Assertion("SS-EXP-003")
        void anExpiredEntryCannotBeChangedOrRemoved() {
            expired();
            assertFalse(store().compareAndSet(KEY, ENTRY.value(), CHANGED, timeToLive()));
            assertFalse(store().compareAndRemove(KEY, ENTRY.value()));
            assertEquals(Optional.empty(), store().get(KEY));
        }

        @Assertion("SS-EXP-004")
        void anExpiredEntryIsNeitherListedNorCounted() {
            expired();
            put(key("b"), ENTRY);
            assertEquals(1, store().count(NAMESPACE));
            assertEquals(List.of("b"), ids(scan(null, null, 10)));
            assertEquals(List.of("b"), ids(scan("owner", null, 10)));
        }

        private void expired() {
            put(KEY, ENTRY);
            elapse(timeToLive());
        }
    }
}
