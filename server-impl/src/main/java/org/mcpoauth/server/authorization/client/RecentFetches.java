package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.server.authorization.limit.RecentEntries;

/**
 * How fetches ended that are not to be repeated for a while. Of many URLs the one that was not asked for the longest is
 * forgotten. Thread-safe.
 */
final class RecentFetches {
    private static final int MAX_URLS = 1000;

    private final Duration pause;
    private final InstantSource clock;
    private final Map<String, Fetch> fetches = new RecentEntries<>(MAX_URLS);

    RecentFetches(Duration pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** How a fetch ended. */
    enum Outcome {
        KEYS,
        NO_KEYS,
        UNREACHABLE
    }

    private record Fetch(Outcome outcome, Instant pauseEnd) {}

    /** How the fetch ended that is not to be repeated yet; empty if one is due. */
    Optional<Outcome> find(URI uri) {
        Instant now = clock.instant();
        synchronized (fetches) {
            return Optional.ofNullable(fetches.get(uri.toString()))
                    .filter(fetch -> now.isBefore(fetch.pauseEnd()))
                    .map(Fetch::outcome);
        }
    }

    /** Notes a fetch that ended now. */
    void add(URI uri, Outcome outcome) {
        Fetch fetch = new Fetch(outcome, clock.instant().plus(pause));
        synchronized (fetches) {
            fetches.put(uri.toString(), fetch);
        }
    }
}
