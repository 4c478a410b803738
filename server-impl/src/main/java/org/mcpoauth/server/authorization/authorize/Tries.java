package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Optional;
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

    private final StateStore store;
    private final String namespace;
    private final int max;
    private final Duration rest;

    Tries(StateStore store, String namespace, int max, Duration rest) {
        this.store = store;
        this.namespace = namespace;
        this.max = max;
        this.rest = rest;
    }

    /** Counts a try of somebody; {@code false} if there were too many. */
    boolean mayTry(String who) {
        StateKey key = key(who);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<String> counted = store.get(key).map(StateEntry::value);
            int before = counted.map(Integer::parseInt).orElse(0);
            if (before >= max) {
                return false;
            }
            StateEntry next = StateEntry.of(Integer.toString(before + 1));
            boolean isCounted = counted.isPresent()
                    ? store.compareAndSet(key, counted.get(), next, rest)
                    : store.putIfAbsent(key, next, rest);
            if (isCounted) {
                return true;
            }
        }
        // so many others got in between that the limit is reached anyway
        return false;
    }

    /** Takes one try back, which was right. */
    void takeBack(String who) {
        StateKey key = key(who);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<String> counted = store.get(key).map(StateEntry::value);
            int before = counted.map(Integer::parseInt).orElse(0);
            if (before == 0
                    || store.compareAndSet(
                            key, counted.orElse(""), StateEntry.of(Integer.toString(before - 1)), rest)) {
                return;
            }
        }
    }

    /** Forgets all tries of somebody. */
    void forget(String who) {
        store.take(key(who));
    }

    private StateKey key(String who) {
        return new StateKey(namespace, Sha256.base64Url(who));
    }
}
