package org.mcpoauth.starter.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** A store that does what another one does, where a defect does not say otherwise. */
class WrappedStore implements StateStore {
    private static final long WINDOW_NANOS = 2_000_000;

    final StateStore real;

    WrappedStore(StateStore real) {
        this.real = real;
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return real.putIfAbsent(key, entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return real.get(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        return real.compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        return real.compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return real.take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        return real.scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        return real.count(namespace);
    }

    /** Looks first and acts then, which lets others act in between. */
    boolean putInTwoSteps(StateKey key, StateEntry entry, Duration ttl) {
        if (real.get(key).isPresent()) {
            return false;
        }
        leaveTimeForOthers();
        real.take(key);
        real.putIfAbsent(key, entry, ttl);
        return true;
    }

    boolean isThere(StateKey key, String expectedValue, BiPredicate<String, String> comparison) {
        return real.get(key)
                .filter(entry -> comparison.test(entry.value(), expectedValue))
                .isPresent();
    }

    static Duration positive(Duration ttl) {
        return ttl.isZero() || ttl.isNegative() ? Duration.ofMillis(1) : ttl;
    }

    static StorageException full() {
        return new StorageException(FailureCode.STORE_FULL, "full", null);
    }

    static void leaveTimeForOthers() {
        LockSupport.parkNanos(WINDOW_NANOS);
    }
}
