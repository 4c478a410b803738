package org.mcpoauth.spi.key;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps key sets in a {@link StateStore}, where they outlive a restart if the store does and are seen by
 * every node. Whoever can write the store can then forge tokens of every issuer; see {@link KeySetCache}.
 * Key sets of more than about 60000 characters do not fit and are not kept. Safe for use by several
 * threads.
 */
public final class StoredKeySetCache implements KeySetCache {
    private static final String NAMESPACE = "key-set";
    private static final int TRIES = 3;

    private final StateStore store;
    private final Duration ttl;
    private final StrictJson json = StrictJson.create();

    /**
     * A cache in a store.
     *
     * @param store the store
     * @param ttl how long a set is kept; longer than the resource uses it has no effect
     * @throws IllegalArgumentException if {@code ttl} is not positive
     */
    public StoredKeySetCache(StateStore store, Duration ttl) {
        this.store = Objects.requireNonNull(store, "store");
        this.ttl = Objects.requireNonNull(ttl, "ttl");
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("ttl must be positive");
        }
    }

    @Override
    public Optional<CachedKeySet> load(Issuer issuer) {
        return store.get(key(issuer)).map(entry -> read(entry.value()));
    }

    /** Replaces whatever is there; of two nodes that fetched at the same time either may win. */
    @Override
    public void save(CachedKeySet keySet) {
        StateKey key = key(keySet.issuer());
        StateEntry entry = entry(keySet);
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> before = store.get(key);
            boolean saved = before.isEmpty()
                    ? store.putIfAbsent(key, entry, ttl)
                    : store.compareAndSet(key, before.get().value(), entry, ttl);
            if (saved) {
                return;
            }
        }
    }

    private static StateKey key(Issuer issuer) {
        return new StateKey(
                NAMESPACE, Base64Url.encode(Sha256.digest(issuer.value().getBytes(StandardCharsets.UTF_8))));
    }

    private StateEntry entry(CachedKeySet keySet) {
        JsonObjectBuilder members = json.object()
                .add("issuer", keySet.issuer().value())
                .add("location", keySet.location().toString())
                .add("document", keySet.document())
                .add("fetched_at", keySet.fetchedAt().toString());
        if (keySet.entityTag() != null) {
            members.add("entity_tag", keySet.entityTag());
        }
        try {
            return StateEntry.of(json.write(members.build()));
        } catch (IllegalArgumentException tooLong) {
            throw new StorageException(FailureCode.STORE_FULL, "the key set is too large for an entry", tooLong);
        }
    }

    private CachedKeySet read(String value) {
        try {
            JsonObject members = json.readObject(value, JsonLimits.JWKS);
            return new CachedKeySet(
                    Issuer.of(members.getString("issuer")),
                    URI.create(members.getString("location")),
                    members.getString("document"),
                    Instant.parse(members.getString("fetched_at")),
                    members.containsKey("entity_tag") ? members.getString("entity_tag") : null);
        } catch (MalformedException
                | NullPointerException
                | ClassCastException
                | IllegalArgumentException
                | DateTimeException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the stored key set cannot be read", e);
        }
    }
}
