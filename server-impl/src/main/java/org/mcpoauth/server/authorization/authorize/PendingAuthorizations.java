package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * The authorization requests that wait for their users, for ten minutes. Each belongs to one browser, of which a
 * bounded number waits, and ends once: whoever removes it goes on with it.
 */
final class PendingAuthorizations {
    /** Requests whose users look at a page. */
    static final String PAGES = "pending-authorization";
    /** Requests whose users log in upstream, by the state of that login. */
    static final String UPSTREAM = "upstream-state";

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_ID = 64;

    private final String namespace;
    private final StateStore store;
    private final BrowserRequests ofBrowser;
    private final PendingJson json;
    private final RandomIds random;

    PendingAuthorizations(String namespace, StateStore store, PendingJson json, RandomIds random) {
        this.namespace = namespace;
        this.store = store;
        this.ofBrowser = new BrowserRequests(store, namespace, LIFETIME);
        this.json = json;
        this.random = random;
    }

    /** Adds the request of a browser that is told its cookie only now. */
    StoredPending addFirst(PendingAuthorization pending) {
        return add(pending, BrowserRequests.firstId(pending.browser()));
    }

    /** Adds a request, which may end the oldest one of its browser. */
    StoredPending add(PendingAuthorization pending) {
        String id = random.next();
        ofBrowser.add(pending.browser(), key(id).id()).ifPresent(oldest -> store.take(new StateKey(namespace, oldest)));
        return add(pending, id);
    }

    private StoredPending add(PendingAuthorization pending, String id) {
        StoredPending stored = new StoredPending(id, pending, json.write(pending));
        if (!store.putIfAbsent(key(stored.id()), StateEntry.of(stored.text()), LIFETIME)) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a new request has the id of another one", null);
        }
        return stored;
    }

    /** Finds the request of a form; whether it is of this browser is for the caller. */
    Optional<StoredPending> find(String id) {
        return id.length() > MAX_ID
                ? Optional.empty()
                : store.get(key(id)).map(StateEntry::value).map(text -> new StoredPending(id, json.read(text), text));
    }

    /** Changes a request, empty if it has been changed or ended meanwhile. */
    Optional<StoredPending> replace(StoredPending stored, PendingAuthorization changed) {
        String text = json.write(changed);
        return store.compareAndSet(key(stored.id()), stored.text(), StateEntry.of(text), LIFETIME)
                ? Optional.of(new StoredPending(stored.id(), changed, text))
                : Optional.empty();
    }

    /** Ends a request; {@code true} for one caller only. */
    boolean end(StoredPending stored) {
        return store.compareAndRemove(key(stored.id()), stored.text());
    }

    private StateKey key(String id) {
        return new StateKey(namespace, BrowserRequests.key(id));
    }
}
