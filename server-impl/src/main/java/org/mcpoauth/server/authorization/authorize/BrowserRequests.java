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
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Bounds how many requests of one browser wait: twenty, more tabs than anybody looks at. One more ends the oldest, so
 * that a page which opens many of them in the browser of a user (RFC 9700, section 4.7) fills no store and shuts nobody
 * out.
 *
 * <p>A list is kept only of a browser that came back with its cookie: whoever takes no cookies would have one list for
 * each request. The first request of a browser therefore has an id that can be told by its cookie, and the list begins
 * with it.
 */
final class BrowserRequests {
    private static final int MAX = 20;
    private static final int ATTEMPTS = 10;

    private final StateStore store;
    private final String namespace;
    private final Duration lifetime;

    /** Bounds requests that wait as long. Only what begins anew with a try to log in, of which there are few, outlives its list. */
    BrowserRequests(StateStore store, String namespace, Duration lifetime) {
        this.store = store;
        this.namespace = namespace + "-of-browser";
        this.lifetime = lifetime;
    }

    /** The id of the request with which a browser came without a cookie. */
    static String firstId(String browser) {
        return Sha256.base64Url("first " + browser);
    }

    /** The name in the store of a request. */
    static String key(String id) {
        return Sha256.base64Url(id);
    }

    /** Remembers a new request by its key; gives the key of the one that is too many. */
    Optional<String> add(String browser, String request) {
        StateKey key = new StateKey(namespace, browser);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<String> before = store.get(key).map(StateEntry::value);
            List<String> requests = new ArrayList<>(
                    before.map(text -> List.of(text.split(" "))).orElse(List.of(key(firstId(browser)))));
            requests.add(request);
            Optional<String> oldest = requests.size() > MAX ? Optional.of(requests.remove(0)) : Optional.empty();
            StateEntry after = StateEntry.of(String.join(" ", requests));
            boolean isWritten = before.isPresent()
                    ? store.compareAndSet(key, before.get(), after, lifetime)
                    : store.putIfAbsent(key, after, lifetime);
            if (isWritten) {
                return oldest;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a browser asks too often at a time", null);
    }
}
