package org.mcpoauth.samples.mcp;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of revisions 2025-11-25 and earlier (Streamable HTTP, "Session Management"). Who may use
 * one is not known here: the guard binds each to the principal that made it. A session ends when it is
 * not used for a while; a live one is never pushed out by new ones. Safe for several threads.
 */
final class SessionRegistry {
    private static final int ID_OCTETS = 24;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Duration idle;
    private final int capacity;

    /** In order of last use, longest ago first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    SessionRegistry(InstantSource clock, Duration idle, int capacity) {
        this.clock = clock;
        this.idle = idle;
        this.capacity = capacity;
    }

    /** Begins a session; empty if there are too many. */
    Optional<String> begin(ProtocolVersion version) {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return keep(HexFormat.of().formatHex(octets), version);
    }

    private synchronized Optional<String> keep(String id, ProtocolVersion version) {
        removeExpired();
        if (sessions.size() >= capacity) {
            return Optional.empty();
        }
        sessions.put(id, new Session(version, expiry()));
        return Optional.of(id);
    }

    /** The revision of a live session, whose idle time begins anew. */
    synchronized Optional<ProtocolVersion> use(String id) {
        removeExpired();
        return Optional.ofNullable(sessions.computeIfPresent(id, (key, old) -> new Session(old.version, expiry())))
                .map(Session::version);
    }

    /** Whether there was a session to end. */
    synchronized boolean end(String id) {
        removeExpired();
        return sessions.remove(id) != null;
    }

    private void removeExpired() {
        Instant now = clock.instant();
        Iterator<Session> oldest = sessions.values().iterator();
        while (oldest.hasNext() && !oldest.next().expiresAt.isAfter(now)) {
            oldest.remove();
        }
    }

    private Instant expiry() {
        return clock.instant().plus(idle);
    }

    private record Session(ProtocolVersion version, Instant expiresAt) {}
}
