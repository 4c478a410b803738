package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How mismatches of issuers and resources are told (RFC 8414, section 3.3; RFC 9207, section 2.4; RFC 9728, section 3.3). */
class DifferenceTest {
    @ParameterizedTest
    @CsvSource({
        "https://as.example, https://as.example/, 19",
        "https://as.example/, https://as.example, 19",
        "https://as.example, https://AS.example, 9",
        "https://as.example, https://as.example:443, 19",
        "https://as.example:8443, https://as.example:8444, 23",
        "https://as.example/a, https://as.example/ab, 21",
        "https://as.example, http://as.example, 5",
        "'', x, 1"
    })
    void theFirstCharacterThatDiffersIsNamed(String expected, String actual, int position) {
        var difference = Difference.between(expected, actual);
        assertEquals(position, difference.position());
        assertEquals(
                "expected \"" + expected + "\", got \"" + actual + "\", which differs at character " + position,
                difference.toString());
    }

    @Test
    void aLookAlikeShows() {
        var difference = Difference.between("https://example.com", "https://ex\u0430mple.com");
        assertEquals("https://ex\\u0430mple.com", difference.actual());
        assertEquals(11, difference.position());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n", "\n", "\u001b[2K", "\u2028", "\u202e", "\u0000", "\u007f", "\u0085", "\ud800", "\"", "\\"
            })
    void nothingThatAPeerSendsForgesALine(String text) {
        String shown = Difference.between("https://as.example", "https://as.example" + text + "ERROR")
                .toString();
        assertTrue(shown.chars().allMatch(c -> c >= 0x20 && c <= 0x7e), shown);
        assertTrue(shown.endsWith("ERROR\", which differs at character 19"), shown);
    }

    @Test
    void ofALongTextThePartAroundTheDifferenceIsKept() {
        String same = "a".repeat(1_000);
        var difference = Difference.between(same + "b" + same, same + "c" + same);
        assertEquals("..." + "a".repeat(100) + "b" + "a".repeat(99) + "...", difference.expected());
        assertEquals("..." + "a".repeat(100) + "c" + "a".repeat(99) + "...", difference.actual());
        assertEquals(1_001, difference.position());
        var longer = Difference.between(same, same + "\n".repeat(100_000));
        assertEquals("..." + "a".repeat(100), longer.expected());
        assertTrue(longer.actual().length() < 1_300);
    }

    @Test
    void equalTextsDoNotDiffer() {
        assertThrows(IllegalArgumentException.class, () -> Difference.between("a", "a"));
    }

    @Test
    void whatIsNotEscapedIsNoDifference() {
        assertThrows(IllegalArgumentException.class, () -> new Difference("a", "b\n", 1));
        assertThrows(IllegalArgumentException.class, () -> new Difference("a\"", "b", 1));
        assertThrows(IllegalArgumentException.class, () -> new Difference("a", "b".repeat(1_300), 1));
        assertThrows(IllegalArgumentException.class, () -> new Difference("a", "b", 0));
    }
}
