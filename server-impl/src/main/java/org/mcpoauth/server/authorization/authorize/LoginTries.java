package org.mcpoauth.server.authorization.authorize;

import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.server.authorization.limit.RecentSubjects;
import org.mcpoauth.server.authorization.limit.RequestLimit;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.store.StateStore;

/**
 * Bounds how often passwords may be wrong. A user name: ten times until a quarter of an hour has passed without a try,
 * from wherever it did not log in before; at each address where it did it has a count of its own, so that strangers who
 * know the name do not shut out its user. An address, which may try one password with many names: as often as the limit of failures allows;
 * then only names go on that logged in from there before, so that a stranger at a shared address does not shut out its
 * users.
 * They are told nothing more about wrong passwords than others are.
 */
final class LoginTries {
    private static final Duration REST = Duration.ofMinutes(15);
    private static final int MAX = 10;
    private static final int MAX_KNOWN = 10_000;

    private final Tries names;
    private final RequestLimit addresses;
    private final RecentSubjects known = new RecentSubjects(MAX_KNOWN);

    LoginTries(StateStore store, InstantSource clock, RequestLimit addresses) {
        this.names = new Tries(store, "login-tries", MAX, REST, clock);
        this.addresses = addresses;
    }

    /** Counts a try; gives how long to wait if it is one too many, and is not counted then. */
    Duration begin(String username, EndpointRequest request) {
        String name = folded(username);
        Optional<String> user = knownUser(request, name);
        Duration wait = waitingAt(request, user);
        return wait.isZero() ? names.begin(user.orElse(name)) : wait;
    }

    /** A password was wrong; gives how long to wait if it is one too many at its address. */
    Duration failed(EndpointRequest request) {
        return addresses.acquire(request);
    }

    /** A password was right, which counts for nothing if others used up meanwhile what its address may fail. */
    Duration succeeded(String username, EndpointRequest request) {
        String name = folded(username);
        Optional<String> user = knownUser(request, name);
        Duration wait = waitingAt(request, user);
        if (wait.isZero()) {
            names.forget(user.orElse(name));
            addresses.subject(request, name).ifPresent(known::add);
        }
        return wait;
    }

    private Duration waitingAt(EndpointRequest request, Optional<String> knownUser) {
        return knownUser.isPresent() ? Duration.ZERO : addresses.waiting(request);
    }

    /** A name at an address where it logged in before. */
    private Optional<String> knownUser(EndpointRequest request, String name) {
        return addresses.subject(request, name).filter(known::contains);
    }

    /** User stores take names for equal that differ in case, width or white space, so all of them have one count. */
    private static String folded(String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC)
                .strip()
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
