package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/**
 * Bounds how many requests of one browser wait: twenty, more tabs than anybody looks at. One more ends the oldest, so
 * that a page which opens many of them in the browser of a user (RFC 9700, section 4.7) fills no store and shuts nobody
 * out.
 */
final class BrowserRequests {
    private static final int MAX = 20;
    private static final int ATTEMPTS = 10;
    /** Longer than a request waits, whose time begins anew with each of its few tries to log in. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final StateStore store;
    private final String namespace;

    BrowserRequests(StateStore store, String namespace) {
        this.store = store;
        this.namespace = namespace + "-of-browser";
    }

    /** Remembers a new request by its key; gives the key of the one that is too many. */
    Optional<String> add(String browser, String request) {
        StateKey key = new StateKey(namespace, browser);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<String> before = store.get(key).map(StateEntry::value);
            List<String> requests =
                    new ArrayList<>(before.map(text -> List.of(text.split(" "))).orElse(List.of()));
            requests.add(request);
            Optional<String> oldest = requests.size() > MAX ? Optional.of(requests.remove(0)) : Optional.empty();
            StateEntry after = StateEntry.of(String.join(" ", requests));
            boolean isWritten = before.isPresent()
                    ? store.compareAndSet(key, before.get(), after, REMEMBERED)
                    : store.putIfAbsent(key, after, REMEMBERED);
            if (isWritten) {
                return oldest;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a browser asks too often at a time", null);
    }
}
