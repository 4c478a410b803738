package org.mcpoauth.server.authorization;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.store.AuthenticatedStore;
import org.mcpoauth.spi.support.store.BoundedStore;
import org.mcpoauth.spi.support.store.ProcessStore;

/**
 * What one issuer has in a store that others may use as well. Its namespaces end with a digest of the issuer, so that
 * each issuer has names and room of its own, and all nodes of an issuer have the same.
 */
final class IssuerStore implements AuthenticatedStore, ProcessStore, BoundedStore {
    /** With the longest namespace as long as a namespace may be. */
    private static final int DIGEST_LENGTH = 24;

    private final StateStore store;
    private final String suffix;

    IssuerStore(StateStore store, Issuer issuer) {
        this.store = Objects.requireNonNull(store, "store");
        this.suffix = "." + Sha256.hex(issuer.value()).substring(0, DIGEST_LENGTH);
    }

    @Override
    public boolean isAuthenticated() {
        return AuthenticatedStore.isAuthenticated(store);
    }

    @Override
    public Changing<List<Secret>> secrets(String purpose) {
        return AuthenticatedStore.secrets(store, purpose);
    }

    @Override
    public boolean isOfProcess() {
        return ProcessStore.isOfProcess(store);
    }

    @Override
    public boolean isOfProcess(String namespace) {
        return ProcessStore.isOfProcess(store, own(namespace));
    }

    @Override
    public OptionalInt bound(String namespace) {
        return BoundedStore.bound(store, own(namespace));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return store.putIfAbsent(own(key), entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return store.get(own(key));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        return store.compareAndSet(own(key), expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        return store.compareAndRemove(own(key), expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return store.take(own(key));
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        StatePage page = store.scan(own(namespace), owner, from, limit);
        Map<StateKey, StateEntry> entries = new LinkedHashMap<>();
        page.entries().forEach((key, entry) -> entries.put(new StateKey(namespace, key.id()), entry));
        return new StatePage(entries, page.next());
    }

    @Override
    public long count(String namespace) {
        return store.count(own(namespace));
    }

    private StateKey own(StateKey key) {
        return new StateKey(own(key.namespace()), key.id());
    }

    private String own(String namespace) {
        return namespace + suffix;
    }
}
