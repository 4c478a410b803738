package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Locale;
import org.mcpoauth.spi.store.StateStore;

/**
 * Bounds how often a user name may be tried without success: ten times until a quarter of an hour has
 * passed without a try.
 */
final class LoginTries {
    /** How long a user name rests after too many tries. */
    static final Duration REST = Duration.ofMinutes(15);

    private static final int MAX = 10;

    private final Tries tries;

    LoginTries(StateStore store) {
        this.tries = new Tries(store, "login-tries", MAX, REST);
    }

    /** Counts a try; {@code false} if there were too many. */
    boolean mayTry(String username) {
        return tries.mayTry(username.toLowerCase(Locale.ROOT));
    }

    void succeeded(String username) {
        tries.forget(username.toLowerCase(Locale.ROOT));
    }
}
