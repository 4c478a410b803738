package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** MCP 2025-11-25, Streamable HTTP, "Session Management". */
class SessionRegistryTest {
    private static final Duration IDLE = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final SessionRegistry sessions = new SessionRegistry(() -> now, IDLE, 3);

    private String begin() {
        return sessions.begin(ProtocolVersion.V2025_06_18).orElseThrow();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void identifiersAreVisibleAsciiAndNeverTheSame() {
        SessionRegistry large = new SessionRegistry(() -> now, IDLE, 1000);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(large.begin(ProtocolVersion.V2025_11_25).orElseThrow());
        }
        assertEquals(1000, ids.size());
        // 24 octets of a secure random generator
        assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-f]{48}")));
    }

    @Test
    void aSessionKeepsItsRevision() {
        assertEquals(Optional.of(ProtocolVersion.V2025_06_18), sessions.use(begin()));
    }

    @Test
    void anUnusedSessionEnds() {
        String id = begin();
        pass(IDLE);
        assertEquals(Optional.empty(), sessions.use(id));
        assertFalse(sessions.end(id));
    }

    @Test
    void useProlongsASession() {
        String id = begin();
        for (int i = 0; i < 3; i++) {
            pass(IDLE.minusSeconds(1));
            assertTrue(sessions.use(id).isPresent());
        }
    }

    @Test
    void aSessionIsEndedOnce() {
        String id = begin();
        assertTrue(sessions.end(id));
        assertFalse(sessions.end(id));
        assertEquals(Optional.empty(), sessions.use(id));
    }

    @Test
    void newSessionsDoNotPushOutLiveOnes() {
        String first = begin();
        begin();
        begin();
        assertEquals(Optional.empty(), sessions.begin(ProtocolVersion.V2025_11_25));
        assertTrue(sessions.use(first).isPresent());
    }

    @Test
    void endedAndUnusedSessionsMakeRoom() {
        String first = begin();
        begin();
        begin();
        sessions.end(first);
        begin();
        pass(IDLE);
        begin();
        begin();
        begin();
        assertEquals(Optional.empty(), sessions.begin(ProtocolVersion.V2025_11_25));
    }

    @Test
    void aUsedSessionOutlivesOlderUnusedOnes() {
        String used = begin();
        String unused = begin();
        pass(IDLE.minusSeconds(1));
        sessions.use(used);
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), sessions.use(unused));
        assertTrue(sessions.use(used).isPresent());
    }
}
