package org.mcpoauth.tck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.tck.Assertion;

/** Which texts are kept, which keys differ, and what is listed. */
abstract class StateStoreKeeping extends StateStoreWriting {

    @Nested
    class Scan {

        @Assertion({"SS-SCAN-001", "SS-SCAN-002"})
        void pagesListEveryEntryOnceInTheOrderOfIds() {
            List<String> expected = new ArrayList<>();
            for (int i = 99; i >= 75; i--) {
                put(key("id" + i), ENTRY);
                expected.add(0, "id" + i);
            }
            assertEquals(expected, listAll(null, 7));
            assertEquals(expected, listAll(null, 25));
            assertEquals(expected, listAll(null, 1000));
            assertEquals(7, scan(null, null, 7).entries().size());
        }

        @Assertion("SS-SCAN-003")
        void onlyEntriesOfTheOwnerAreListed() {
            put(key("1"), new StateEntry("v", "alice"));
            put(key("2"), new StateEntry("v", "bob"));
            put(key("3"), new StateEntry("v", "Alice"));
            put(key("4"), StateEntry.of("v"));
            put(key("5"), new StateEntry("v", ""));
            put(key("6"), new StateEntry("v", "alice"));
            assertEquals(List.of("1", "6"), listAll("alice", 1));
            assertEquals(List.of("5"), listAll("", 10));
            assertEquals(List.of("1", "2", "3", "4", "5", "6"), listAll(null, 4));
        }

        @Assertion("SS-SCAN-004")
        void entriesAreGivenWhole() {
            put(KEY, ENTRY);
            put(key("b"), StateEntry.of("v"));
            StatePage page = scan(null, null, 2);
            assertEquals(ENTRY, page.entries().get(KEY));
            assertEquals(StateEntry.of("v"), page.entries().get(key("b")));
        }

        @Assertion("SS-SCAN-005")
        void whatStaysIsSeenWhileOtherEntriesComeAndGo() {
            for (String id : List.of("b", "d", "f", "h", "j", "l")) {
                put(key(id), ENTRY);
            }
            StatePage first = scan(null, null, 2);
            // what was seen, and where the next page begins
            for (String id : List.of("b", "d", "f")) {
                store().take(key(id));
            }
            put(key("g"), ENTRY);
            List<String> seen = new ArrayList<>(ids(first));
            for (@Nullable String next = first.next(); next != null; ) {
                StatePage page = scan(null, next, 2);
                seen.addAll(ids(page));
                next = page.next();
            }
            assertTrue(seen.containsAll(List.of("h", "j", "l")), () -> "seen " + seen);
            assertEquals(seen.stream().distinct().sorted().toList(), seen);
        }

        @Assertion("SS-SCAN-006")
        void aPageHasOneToAThousandEntries() {
            assertThrows(IllegalArgumentException.class, () -> scan(null, null, 0));
            assertThrows(IllegalArgumentException.class, () -> scan(null, null, 1001));
        }

        private List<String> listAll(@Nullable String owner, int limit) {
            List<String> all = new ArrayList<>();
            @Nullable String next = null;
            do {
                StatePage page = scan(owner, next, limit);
                assertTrue(page.entries().size() <= limit, "a page is larger than its limit");
                all.addAll(ids(page));
                next = page.next();
            } while (next != null && all.size() <= 1000);
            return all;
        }
    }

    @Nested
    class Namespaces {

        @Assertion("SS-NS-001")
        void oneIdInTwoNamespacesIsTwoKeys() {
            StateKey other = new StateKey(OTHER_NAMESPACE, KEY.id());
            put(KEY, ENTRY);
            assertEquals(Optional.empty(), store().get(other));
            assertTrue(put(other, CHANGED));
            assertEquals(Optional.of(CHANGED), store().take(other));
            assertEquals(Optional.of(ENTRY), store().get(KEY));
        }

        @Assertion({"SS-NS-002", "SS-CNT-001"})
        void countAndScanKnowTheirNamespaceOnly() {
            put(KEY, ENTRY);
            put(key("b"), ENTRY);
            put(new StateKey(OTHER_NAMESPACE, "c"), ENTRY);
            assertEquals(2, store().count(NAMESPACE));
            assertEquals(1, store().count(OTHER_NAMESPACE));
            assertEquals(0, store().count("tck.none"));
            assertEquals(List.of("a", "b"), ids(scan(null, null, 10)));
        }
    }

    @Nested
    class Texts {
        /** Outside the first plane of Unicode: two characters in Java, four bytes in UTF-8. */
        private static final String KEY_EMOJI = "\uD83D\uDD11";

        @Assertion("SS-TXT-001")
        void valuesOfAnyTextUpToTheLimitAreKeptExactly() {
            List<String> values = List.of(
                    "",
                    " ",
                    "\0",
                    "line\r\nline\ttab",
                    "'; --",
                    "\uD800",
                    "\uFFFF",
                    "e\u0301",
                    KEY_EMOJI.repeat(32_768),
                    "\u20AC".repeat(65_536));
            for (int i = 0; i < values.size(); i++) {
                StateKey key = key("text" + i);
                assertTrue(put(key, StateEntry.of(values.get(i))));
                assertEquals(Optional.of(StateEntry.of(values.get(i))), store().get(key));
                assertFalse(store().compareAndRemove(key, values.get(i) + " "));
                assertTrue(store().compareAndRemove(key, values.get(i)));
            }
        }

        @Assertion("SS-TXT-002")
        void ownersUpToTheLimitAreKeptExactly() {
            List<String> owners =
                    List.of("", " ", "o".repeat(256), KEY_EMOJI.repeat(128), "\u20AC".repeat(256), "\0", "\uDC00");
            for (int i = 0; i < owners.size(); i++) {
                StateKey key = key("owner" + i);
                put(key, new StateEntry("v", owners.get(i)));
                assertEquals(owners.get(i), store().get(key).orElseThrow().owner());
                assertEquals(List.of(key.id()), ids(scan(owners.get(i), null, 10)));
            }
        }

        @Assertion("SS-TXT-003")
        void idsThatDifferInAnythingAreDifferentKeys() {
            List<String> ids = List.of(
                    "a",
                    "A",
                    "a ",
                    " a",
                    "a\0",
                    "\u00E9",
                    "e\u0301",
                    "\uD800",
                    "\uD801",
                    "\uFFFD",
                    "?",
                    KEY_EMOJI,
                    "a".repeat(256),
                    "a".repeat(255),
                    KEY_EMOJI.repeat(128),
                    "\u20AC".repeat(256),
                    "%",
                    "_");
            for (String id : ids) {
                assertTrue(put(key(id), StateEntry.of(id)), "a new key");
            }
            for (String id : ids) {
                assertEquals(Optional.of(StateEntry.of(id)), store().get(key(id)));
            }
            List<String> listed = new ArrayList<>();
            for (StatePage page = scan(null, null, 4); ; page = scan(null, page.next(), 4)) {
                listed.addAll(ids(page));
                if (page.next() == null) {
                    break;
                }
            }
            assertEquals(
                    ids.stream().sorted().toList(), listed.stream().sorted().toList());
        }

        @Assertion("SS-TXT-004")
        void namespacesOfAllowedCharactersUpToTheLimitAreDifferent() {
            List<String> names = List.of("n".repeat(64), "n".repeat(63), "a.b", "a-b", "ab", "0", "-");
            for (String name : names) {
                assertTrue(put(new StateKey(name, "id"), StateEntry.of(name)));
            }
            for (String name : names) {
                assertEquals(1, store().count(name));
            }
        }
    }
}
