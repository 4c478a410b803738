package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.mcpoauth.spi.store.StateStore;

/**
 * How many entries some rooms of a store have, counted once in a while since counting may cost more than storing; what
 * this node adds meanwhile is counted at once. For a fixed set of rooms. Thread-safe.
 */
final class RoomCounts {
    private static final Duration PACE = Duration.ofSeconds(5);

    private final StateStore store;
    private final InstantSource clock;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    RoomCounts(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Count(long stored, LongAdder added, Instant end) {
        long sum() {
            return stored + added.sum();
        }
    }

    /** About how many entries a room has. */
    long of(String room) {
        return counted(room).sum();
    }

    /** Notes an entry that was stored. */
    void add(String room) {
        Count count = counts.get(room);
        if (count != null) {
            count.added().increment();
        }
    }

    private Count counted(String room) {
        Count known = counts.get(room);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.end())) {
            return known;
        }
        Count next = new Count(store.count(room), new LongAdder(), now.plus(PACE));
        counts.put(room, next);
        return next;
    }
}
