package org.mcpoauth.client.pending;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps what a call lacked until its user comes to log in: scopes (MCP authorization, "Step-Up Authorization Flow") and
 * ways to authenticate (RFC 9470, section 4). At most ten minutes, one record for each owner.
 */
public final class DemandStore {
    private static final String NAMESPACE = "client-demand";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_TRIES = 100;

    private final StateStore store;
    private final StrictJson json;

    public DemandStore(StateStore store, StrictJson json) {
        this.store = store;
        this.json = json;
    }

    /** Keeps a demand beside those of earlier calls: all their scopes, and the latest way to authenticate. */
    public void keep(Owner owner, Demand demand) {
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry there = store.get(key(owner)).orElse(null);
            Demand all = there == null ? demand : united(read(there), demand);
            if (isWritten(key(owner), there, StateEntry.of(write(all)))) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "what a call lacked cannot be stored", null);
    }

    public Optional<Demand> find(Owner owner) {
        return store.get(key(owner)).map(this::read);
    }

    public void forget(Owner owner) {
        store.take(key(owner));
    }

    private boolean isWritten(StateKey key, @Nullable StateEntry there, StateEntry entry) {
        return there == null
                ? store.putIfAbsent(key, entry, LIFETIME)
                : store.compareAndSet(key, there.value(), entry, LIFETIME);
    }

    private static Demand united(Demand before, Demand demand) {
        boolean saysHow = !demand.acrValues().isEmpty() || demand.maxAge() != null;
        return (saysHow ? demand : before).withScopes(ScopeChoice.union(before.scopes(), demand.scopes()));
    }

    private String write(Demand demand) {
        JsonArrayBuilder acrValues = json.array();
        demand.acrValues().forEach(acrValues::add);
        JsonObjectBuilder record =
                json.object().add("scope", demand.scopes().toString()).add("acr_values", acrValues);
        Duration maxAge = demand.maxAge();
        if (maxAge != null) {
            record.add("max_age", maxAge.toSeconds());
        }
        return json.write(record.build());
    }

    private Demand read(StateEntry entry) {
        StoredText record = StoredText.read(json, entry.value());
        List<String> acrValues = record.all().getJsonArray("acr_values").getValuesAs(JsonString::getString);
        Duration maxAge = record.all().containsKey("max_age")
                ? Duration.ofSeconds(record.all().getJsonNumber("max_age").longValueExact())
                : null;
        return new Demand(Scopes.parse(record.text("scope")), acrValues, maxAge);
    }

    private static StateKey key(Owner owner) {
        return new StateKey(NAMESPACE, owner.tokens().id());
    }
}
