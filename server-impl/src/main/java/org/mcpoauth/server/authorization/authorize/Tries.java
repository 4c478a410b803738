package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Bounds how often something may be tried, until a while has passed without a try. A try is counted before its
 * outcome is known, so parallel ones count too.
 */
final class Tries {
    private static final int ATTEMPTS = 10;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final StateStore store;
    private final String namespace;
    private final int max;
    private final Duration rest;
    private final InstantSource clock;

    Tries(StateStore store, String namespace, int max, Duration rest, InstantSource clock) {
        this.store = store;
        this.namespace = namespace;
        this.max = max;
        this.rest = rest;
        this.clock = clock;
    }

    /** Counts a try of somebody; zero, or how long to wait if there were too many. */
    Duration begin(String who) {
        StateKey key = key(who);
        for (int i = 0; i < ATTEMPTS; i++) {
            Counted counted = read(key);
            if (counted.times() >= max) {
                return left(counted);
            }
            if (replace(key, counted, counted.times() + 1)) {
                return Duration.ZERO;
            }
        }
        // so many others got in between that the limit is reached anyway
        return rest;
    }

    /** Takes one try back, which was right. */
    void takeBack(String who) {
        StateKey key = key(who);
        for (int i = 0; i < ATTEMPTS; i++) {
            Counted counted = read(key);
            if (counted.times() == 0 || replace(key, counted, counted.times() - 1)) {
                return;
            }
        }
    }

    /** Forgets all tries of somebody. */
    void forget(String who) {
        store.take(key(who));
    }

    private Counted read(StateKey key) {
        Optional<String> text = store.get(key).map(StateEntry::value);
        return text.map(Counted::parse).orElse(Counted.NOTHING);
    }

    private boolean replace(StateKey key, Counted before, int times) {
        StateEntry after = StateEntry.of(times + " " + clock.millis());
        return before.text() == null
                ? store.putIfAbsent(key, after, rest)
                : store.compareAndSet(key, before.text(), after, rest);
    }

    /** The store lets the entry live as long, by a clock of its own. */
    private Duration left(Counted counted) {
        Duration left = Duration.between(clock.instant(), counted.last().plus(rest));
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private StateKey key(String who) {
        return new StateKey(namespace, Sha256.base64Url(who));
    }

    /** How often somebody tried, and when the last time; the text is what is stored, {@code null} if nothing is. */
    private record Counted(
            int times, Instant last, @Nullable String text) {
        static final Counted NOTHING = new Counted(0, Instant.EPOCH, null);

        static Counted parse(String text) {
            int space = text.indexOf(' ');
            return new Counted(
                    Integer.parseInt(text.substring(0, space)),
                    Instant.ofEpochMilli(Long.parseLong(text.substring(space + 1))),
                    text);
        }
    }
}
