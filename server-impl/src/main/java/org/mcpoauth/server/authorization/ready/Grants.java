package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/** The grants in the state store. */
final class Grants {
    private static final String NAMESPACE = "grant";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int TRIES = 100;
    private static final int PAGE = 100;

    private final StateStore store;
    private final GrantJson json;
    private final GrantTimes times;
    private final InstantSource clock;

    Grants(StateStore store, GrantJson json, GrantTimes times, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.times = times;
        this.clock = clock;
    }

    void add(String id, Grant grant) {
        if (!addOnce(id, grant)) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a new grant has the id of another one", null);
        }
    }

    /** Whether the grant was not added before, revoked or not. */
    boolean addOnce(String id, Grant grant) {
        return store.putIfAbsent(key(id), entry(grant, json.write(grant)), left(grant));
    }

    /** A grant that is not revoked. */
    Optional<StoredGrant> find(String id) {
        return read(id).filter(stored -> !stored.grant().revoked());
    }

    /** Changes a grant if nobody has changed it since it was read. */
    boolean replace(StoredGrant stored, Grant changed) {
        return store.compareAndSet(key(stored.id()), stored.text(), entry(changed, json.write(changed)), left(changed));
    }

    /** Ends a grant, whatever happens to it meanwhile. */
    void revoke(String id) {
        for (int i = 0; i < TRIES; i++) {
            Optional<StoredGrant> stored = find(id);
            if (stored.isEmpty() || replace(stored.get(), revoked(stored.get().grant()))) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a grant changes too fast to be revoked", null);
    }

    private Grant revoked(Grant grant) {
        return grant.asRevoked(grant.isOfDevice() ? times.deviceEnd() : times.accessEnd());
    }

    /** Ends all grants of a client that are there when this is done. */
    void revokeAll(String clientId) {
        String from = null;
        do {
            StatePage page = store.scan(NAMESPACE, owner(clientId), from, PAGE);
            page.entries().keySet().forEach(key -> revoke(key.id()));
            from = page.next();
        } while (from != null);
    }

    private Optional<StoredGrant> read(String id) {
        return store.get(key(id)).map(StateEntry::value).map(text -> new StoredGrant(id, json.read(text), text));
    }

    private Duration left(Grant grant) {
        Duration left = Duration.between(clock.instant(), grant.keepUntil());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private static StateKey key(String id) {
        return new StateKey(NAMESPACE, id);
    }

    private static StateEntry entry(Grant grant, String text) {
        return new StateEntry(text, owner(grant.terms().clientId()));
    }

    /** An identifier may be longer than an owner. */
    private static String owner(String clientId) {
        return Sha256.base64Url(clientId);
    }
}
