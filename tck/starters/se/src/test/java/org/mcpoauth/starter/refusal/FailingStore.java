package org.mcpoauth.starter.refusal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.ProcessStore;

/** A store that can be switched off. Its failures name what they are about, as those of engines do. */
final class FailingStore implements ProcessStore {
    private final StateStore real;
    private volatile boolean isDown;

    FailingStore(StateStore real) {
        this.real = real;
    }

    void fail() {
        isDown = true;
    }

    @Override
    public boolean isOfProcess() {
        return ProcessStore.isOfProcess(real);
    }

    private StateStore real(Object... parts) {
        if (isDown) {
            StringBuilder text = new StringBuilder("not connected:");
            for (Object part : parts) {
                text.append(' ').append(part);
            }
            throw new StorageException(
                    FailureCode.STORE_UNAVAILABLE, "the store is down", new IOException(text.toString()));
        }
        return real;
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return real(key, entry).putIfAbsent(key, entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return real(key).get(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        return real(key, entry).compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        return real(key).compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return real(key).take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        return real(namespace).scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        return real(namespace).count(namespace);
    }
}
