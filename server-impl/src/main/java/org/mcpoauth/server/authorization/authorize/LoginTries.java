package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Locale;
import org.mcpoauth.server.authorization.limit.RequestLimit;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.store.StateStore;

/**
 * Bounds how often a user name may be tried without success: ten times until a quarter of an hour has
 * passed without a try. Who tries many names is bounded by the address: what fails is counted there.
 */
final class LoginTries {
    /** How long a user name rests after too many tries. */
    static final Duration REST = Duration.ofMinutes(15);

    private static final int MAX = 10;

    private final Tries tries;
    private final RequestLimit addresses;

    LoginTries(StateStore store, RequestLimit addresses) {
        this.tries = new Tries(store, "login-tries", MAX, REST);
        this.addresses = addresses;
    }

    /** Counts a try; {@code false} if there were too many of the name, or failures from the address. */
    boolean mayTry(String username, EndpointRequest request) {
        return addresses.waiting(request).isZero() && tries.mayTry(username.toLowerCase(Locale.ROOT));
    }

    void failed(EndpointRequest request) {
        addresses.acquire(request);
    }

    void succeeded(String username) {
        tries.forget(username.toLowerCase(Locale.ROOT));
    }
}
