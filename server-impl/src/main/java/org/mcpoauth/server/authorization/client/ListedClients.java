package org.mcpoauth.server.authorization.client;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Whom the nodes of an issuer have on the lists of its deployer, so that a start finds out who left while no server was
 * there. All of them are one entry of the state store, changed by one compare-and-set.
 */
public final class ListedClients {
    private static final String NAMESPACE = "listed-clients";
    private static final String IDS = "ids";
    private static final JsonLimits LIMITS = new JsonLimits(256 << 10, 32, 32 << 10, 32 << 10, 64);
    // it counts until somebody changes it, an entry must have an end
    private static final Duration A_CENTURY = Duration.ofDays(36_500);
    private static final int TRIES = 100;

    private final StateStore store;
    private final StateKey key;
    private final StrictJson json;

    /**
     * Remembers in a store.
     *
     * @param store keeps them
     * @param issuer whose clients they are
     * @param json reads and writes them
     */
    public ListedClients(StateStore store, Issuer issuer, StrictJson json) {
        this.store = store;
        this.key = new StateKey(NAMESPACE, Sha256.base64Url(issuer.value()));
        this.json = json;
    }

    Set<String> ids() {
        return stored().map(this::read).orElse(Set.of());
    }

    void add(String clientId) {
        change(ids -> ids.add(clientId));
    }

    void remove(String clientId) {
        change(ids -> ids.remove(clientId));
    }

    private void change(Predicate<Set<String>> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> found = stored();
            Set<String> ids = new LinkedHashSet<>(found.map(this::read).orElse(Set.of()));
            if (!change.test(ids) || put(found, StateEntry.of(write(ids)))) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the listed clients change too fast", null);
    }

    private boolean put(Optional<String> found, StateEntry entry) {
        return found.isPresent()
                ? store.compareAndSet(key, found.get(), entry, A_CENTURY)
                : store.putIfAbsent(key, entry, A_CENTURY);
    }

    private Optional<String> stored() {
        return store.get(key).map(StateEntry::value);
    }

    private String write(Set<String> ids) {
        JsonArrayBuilder array = json.array();
        ids.forEach(array::add);
        return json.write(json.object().add(IDS, array).build());
    }

    private Set<String> read(String text) {
        try {
            Set<String> ids = new LinkedHashSet<>();
            json.readObject(text, LIMITS)
                    .getJsonArray(IDS)
                    .getValuesAs(JsonString.class)
                    .forEach(id -> ids.add(id.getString()));
            return ids;
        } catch (MalformedException | NullPointerException | ClassCastException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the listed clients cannot be read", e);
        }
    }
}
