package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Bounds how often a user name may be tried without success: ten times until a quarter of an hour has
 * passed without a try. A try is counted before the password is looked at, so parallel ones count too.
 */
final class LoginTries {
    /** How long a user name rests after too many tries. */
    static final Duration REST = Duration.ofMinutes(15);

    private static final String NAMESPACE = "login-tries";
    private static final int MAX = 10;

    private final StateStore store;

    LoginTries(StateStore store) {
        this.store = store;
    }

    /** Counts a try; {@code false} if there were too many. */
    boolean mayTry(String username) {
        StateKey key = key(username);
        for (int i = 0; i < MAX; i++) {
            Optional<String> counted = store.get(key).map(StateEntry::value);
            int before = counted.map(Integer::parseInt).orElse(0);
            if (before >= MAX) {
                return false;
            }
            StateEntry next = StateEntry.of(Integer.toString(before + 1));
            boolean isCounted = counted.isPresent()
                    ? store.compareAndSet(key, counted.get(), next, REST)
                    : store.putIfAbsent(key, next, REST);
            if (isCounted) {
                return true;
            }
        }
        // so many others got in between that the limit is reached anyway
        return false;
    }

    void succeeded(String username) {
        store.take(key(username));
    }

    private static StateKey key(String username) {
        return new StateKey(NAMESPACE, Sha256.base64Url(username.toLowerCase(Locale.ROOT)));
    }
}
