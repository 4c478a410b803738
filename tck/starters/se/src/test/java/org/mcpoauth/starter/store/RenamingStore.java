package org.mcpoauth.starter.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** Every verb under another key. */
final class RenamingStore extends WrappedStore {
    private final UnaryOperator<StateKey> name;

    RenamingStore(StateStore real, UnaryOperator<StateKey> name) {
        super(real);
        this.name = name;
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return real.putIfAbsent(name.apply(key), entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return real.get(name.apply(key));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
        return real.compareAndSet(name.apply(key), expected, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expected) {
        return real.compareAndRemove(name.apply(key), expected);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return real.take(name.apply(key));
    }

    @Override
    public long count(String namespace) {
        return real.count(name.apply(new StateKey(namespace, "id")).namespace());
    }
}
