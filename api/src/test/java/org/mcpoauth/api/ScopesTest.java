package org.mcpoauth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// RFC 6749, section 3.3
class ScopesTest {
    private static String tokens(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));
    }

    @Nested
    class Parsing {
        @Test
        void orderIsKeptAndRepetitionIsNot() {
            Scopes scopes = Scopes.parse("b a b c a");
            assertEquals(List.of("b", "a", "c"), scopes.toList());
            assertEquals("b a c", scopes.toString());
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", " a b", "a b ", "a   b"})
        void superfluousBlanksAreTolerated(String text) {
            assertEquals(Scopes.of("a", "b"), Scopes.parse(text));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "    "})
        void nothingIsNoScope(String text) {
            assertSame(Scopes.NONE, Scopes.parse(text));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\tb", "a\nb", "a\"b", "a\\b", "caf\u00e9", "\u007f", "\u0000"})
        void otherCharactersAreRefused(String text) {
            assertThrows(IllegalArgumentException.class, () -> Scopes.parse(text));
            assertThrows(IllegalArgumentException.class, () -> Scopes.of(text));
        }

        @Test
        void everyAllowedCharacterIsTaken() {
            String all = IntStream.rangeClosed(0x21, 0x7e)
                    .filter(c -> c != '"' && c != '\\')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            assertEquals(List.of(all), Scopes.parse(all).toList());
        }

        @Test
        void textHasALimit() {
            assertEquals(8192, Scopes.parse("a".repeat(8192)).toString().length());
            assertThrows(IllegalArgumentException.class, () -> Scopes.parse("a".repeat(8193)));
        }

        @Test
        void tokensHaveALimit() {
            assertEquals(256, Scopes.parse(tokens(256)).values().size());
            assertThrows(IllegalArgumentException.class, () -> Scopes.parse(tokens(257)));
        }

        @Test
        void repeatedTokensDoNotCountTowardsTheLimit() {
            String repeated = tokens(256) + " " + tokens(44);
            assertEquals(Scopes.parse(tokens(256)), Scopes.parse(repeated));
            assertEquals(Scopes.parse(tokens(256)), Scopes.of(repeated.split(" ")));
            assertThrows(IllegalArgumentException.class, () -> Scopes.parse(tokens(257) + " " + tokens(43)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Scopes.parse(tokens(256)).union(Scopes.of("one-more")));
        }
    }

    @Test
    void aTokenHasNoBlankAndIsNotEmpty() {
        assertThrows(IllegalArgumentException.class, () -> Scopes.of("a b"));
        assertThrows(IllegalArgumentException.class, () -> Scopes.of(""));
    }

    @Test
    void caseMatters() {
        assertFalse(Scopes.of("Read").contains("read"));
        assertTrue(Scopes.of("Read").contains("Read"));
    }

    @Test
    void orderDoesNotMatterForEquality() {
        assertEquals(Scopes.of("a", "b"), Scopes.of("b", "a"));
        assertEquals(Scopes.of("a", "b").hashCode(), Scopes.of("b", "a").hashCode());
    }

    @Test
    void unionAddsWhatIsMissingAtTheEnd() {
        Scopes own = Scopes.of("b", "a");
        assertEquals(List.of("b", "a", "c"), own.union(Scopes.of("c", "a")).toList());
        assertSame(own, own.union(Scopes.of("a")));
        assertSame(own, own.union(Scopes.NONE));
    }

    @Test
    void intersectionAndDifferenceKeepTheOrder() {
        Scopes own = Scopes.of("c", "b", "a");
        assertEquals(List.of("c", "a"), own.intersect(Scopes.of("a", "c", "x")).toList());
        assertEquals(List.of("b"), own.minus(Scopes.of("a", "c", "x")).toList());
        assertTrue(own.minus(own).isEmpty());
    }

    @Test
    void everySetContainsNoScope() {
        assertTrue(Scopes.NONE.containsAll(Scopes.NONE));
        assertTrue(Scopes.of("a", "b").containsAll(Scopes.of("b")));
        assertFalse(Scopes.of("a").containsAll(Scopes.of("a", "b")));
    }

    /** Few and many tokens are kept differently, which nobody may notice. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 256})
    void fewAndManyTokensBehaveAsOneSet(int count) throws IOException, ClassNotFoundException {
        Scopes scopes = Scopes.parse(tokens(count) + " s0");
        Set<String> plain = new LinkedHashSet<>(scopes.toList());

        assertEquals(count, scopes.values().size());
        assertEquals(plain, scopes.values());
        assertEquals(plain.hashCode(), scopes.values().hashCode());
        assertTrue(scopes.contains("s" + (count - 1)));
        assertFalse(scopes.contains("s" + count));
        assertFalse(scopes.values().contains(null));
        assertThrows(UnsupportedOperationException.class, () -> scopes.values().remove("s0"));
        Scopes read = readBack(scopes);
        assertEquals(scopes, read);
        assertEquals(scopes.toList(), read.toList());
    }

    private static Scopes readBack(Scopes scopes) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(written)) {
            out.writeObject(scopes);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written.toByteArray()))) {
            return (Scopes) in.readObject();
        }
    }

    @Test
    void laterChangesOfTheGivenSetHaveNoEffect() {
        Set<String> given = new LinkedHashSet<>(Set.of("a"));
        Scopes scopes = new Scopes(given);
        given.add("b");
        assertEquals(List.of("a"), scopes.toList());
        assertThrows(UnsupportedOperationException.class, () -> scopes.values().add("c"));
    }
}
