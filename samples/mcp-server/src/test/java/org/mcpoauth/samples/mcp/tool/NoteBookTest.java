package org.mcpoauth.samples.mcp.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.TokenPrincipal;

class NoteBookTest {
    private static final Issuer ISSUER = Issuer.of("https://as.example");
    private static final TokenPrincipal ALICE = new TokenPrincipal("client", ISSUER, "alice");

    private final NoteBook notes = new NoteBook();

    @Test
    void notesComeBackInOrder() {
        notes.add(ALICE, "one");
        notes.add(ALICE, "two");
        assertEquals(List.of("one", "two"), notes.of(ALICE));
    }

    @Test
    void otherClientsOfTheSubjectSeeThem() {
        notes.add(ALICE, "one");
        assertEquals(List.of("one"), notes.of(new TokenPrincipal("other", ISSUER, "alice")));
        assertEquals(List.of("one"), notes.of(new TokenPrincipal(null, ISSUER, "alice")));
    }

    // RFC 7519, section 4.1.2: a subject is unique within its issuer
    @Test
    void theSameSubjectOfAnotherIssuerDoesNot() {
        notes.add(ALICE, "one");
        assertEquals(List.of(), notes.of(new TokenPrincipal("client", Issuer.of("https://other.example"), "alice")));
    }

    // RFC 9068, section 5: a client must not pass for a subject by its name
    @Test
    void aClientNamedLikeTheSubjectDoesNot() {
        notes.add(ALICE, "one");
        assertEquals(List.of(), notes.of(new TokenPrincipal("alice", ISSUER, null)));
    }

    @Test
    void aSubjectHasRoomForAHundred() {
        for (int i = 0; i < NoteBook.MAX_NOTES; i++) {
            assertTrue(notes.add(ALICE, "note"));
        }
        assertFalse(notes.add(ALICE, "one more"));
        assertEquals(NoteBook.MAX_NOTES, notes.of(ALICE).size());
    }

    @Test
    void thereIsRoomForTenThousandSubjects() {
        notes.add(ALICE, "one");
        for (int i = 1; i < NoteBook.MAX_OWNERS; i++) {
            assertTrue(notes.add(new TokenPrincipal("client", ISSUER, "subject" + i), "note"));
        }
        assertFalse(notes.add(new TokenPrincipal("client", ISSUER, "late"), "note"));
        assertTrue(notes.add(ALICE, "two"));
    }
}
