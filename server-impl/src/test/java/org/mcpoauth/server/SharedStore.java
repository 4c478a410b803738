package org.mcpoauth.server;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** A store that says nothing about itself, as that of an application: other nodes may share it. */
public record SharedStore(StateStore store) implements StateStore {

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return store.putIfAbsent(key, entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return store.get(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        return store.compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        return store.compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return store.take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        return store.scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        return store.count(namespace);
    }
}
