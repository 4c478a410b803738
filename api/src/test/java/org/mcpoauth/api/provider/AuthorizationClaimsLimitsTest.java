package org.mcpoauth.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9068, section 2.2.3.1. */
class AuthorizationClaimsLimitsTest {

    private static void assertRefused(List<String> entries) {
        List<String> none = List.of();
        assertThrows(IllegalArgumentException.class, () -> new AuthorizationClaims(entries, none, none));
        assertThrows(IllegalArgumentException.class, () -> new AuthorizationClaims(none, entries, none));
        assertThrows(IllegalArgumentException.class, () -> new AuthorizationClaims(none, none, entries));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "a\nb", "tab\t", "\u007f", "\u0085", "\ud83d", "a\udc00"})
    void anEntryIsReadableText(String entry) {
        assertRefused(List.of(entry));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "cn=Sales People,dc=example", "\u00fc", "\ud83d\ude00", "{\"a\":1}"})
    void namesOfDirectoriesArePossible(String entry) {
        assertEquals(List.of(entry), new AuthorizationClaims(List.of(), List.of(entry), List.of()).groups());
    }

    @Test
    void anEntryHas255CharactersAtMost() {
        assertEquals(
                1,
                new AuthorizationClaims(List.of("x".repeat(255)), List.of(), List.of())
                        .roles()
                        .size());
        assertRefused(List.of("x".repeat(256)));
    }

    @Test
    void thereAre100EntriesAtMostInAll() {
        List<String> half = IntStream.range(0, 50).mapToObj(String::valueOf).toList();
        assertFalse(new AuthorizationClaims(half, half, List.of()).isEmpty());
        assertThrows(
                IllegalArgumentException.class, () -> new AuthorizationClaims(half, half, List.of("one too many")));
        assertRefused(Collections.nCopies(101, "the same"));
    }

    @Test
    void thereAre4096BytesAtMostInAll() {
        List<String> entries = IntStream.range(0, 16)
                .mapToObj(number -> Character.toString('a' + number) + "\u00fc".repeat(127))
                .toList();
        AuthorizationClaims full = new AuthorizationClaims(entries, List.of("x".repeat(16)), List.of());
        assertEquals(16, full.roles().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> new AuthorizationClaims(entries, List.of("x".repeat(17)), List.of()));
    }

    @Test
    void nothingChangesAfterwardsAndNothingIsThereTwice() {
        List<String> roles = new ArrayList<>(List.of("b", "a", "b"));
        AuthorizationClaims claims = new AuthorizationClaims(roles, List.of(), List.of());
        roles.clear();
        assertEquals(List.of("b", "a"), claims.roles());
        assertThrows(UnsupportedOperationException.class, () -> claims.roles().add("c"));
    }

    @Test
    void aUserHasNoneUnlessTold() {
        assertTrue(AuthorizationClaims.NONE.isEmpty());
        assertEquals(AuthorizationClaims.NONE, new ResourceOwner("alice", Instant.EPOCH, null).authorization());
    }
}
