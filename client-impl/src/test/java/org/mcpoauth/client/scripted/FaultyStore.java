package org.mcpoauth.client.scripted;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** A store that stops keeping tokens, or stops altogether, when a test tells it to. */
public final class FaultyStore implements StateStore {
    private static final String TOKENS = "client-tokens";
    private static final String LEASES = "client-refresh";
    private static final String REGISTERING = "client-registering";

    /** Counts the nodes that asked for a lease that another one had. */
    public final AtomicInteger leasesRefused = new AtomicInteger();
    /** Whether writes of tokens fail. */
    public volatile boolean keepsNoTokens;
    /** Whether every verb fails. */
    public volatile boolean isDown;
    /** Where every verb fails, or nothing. */
    public volatile String broken = "";
    /** Runs whenever a node is about to ask for the lease to register. */
    public volatile Runnable beforeRegistering = () -> {};

    private final StateStore store;

    /** A store that keeps what it is given in another one. */
    public FaultyStore(StateStore store) {
        this.store = store;
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        requireWritable(key);
        if (key.namespace().equals(REGISTERING)) {
            beforeRegistering.run();
        }
        boolean isPut = store.putIfAbsent(key, entry, ttl);
        if (!isPut && key.namespace().equals(LEASES)) {
            leasesRefused.incrementAndGet();
        }
        return isPut;
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        requireUp(key);
        return store.get(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        requireWritable(key);
        return store.compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        requireUp(key);
        return store.compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        requireUp(key);
        return store.take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        requireUp();
        return store.scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        requireUp();
        return store.count(namespace);
    }

    /** Puts a text of the test in the place of whatever tokens are there. */
    public void spoilTokens(String text) {
        change(TOKENS, value -> text);
    }

    /** Changes every value of a namespace. */
    public void change(String namespace, UnaryOperator<String> change) {
        store.scan(namespace, null, null, 1000)
                .entries()
                .forEach((key, entry) -> store.compareAndSet(
                        key, entry.value(), StateEntry.of(change.apply(entry.value())), Duration.ofDays(1)));
    }

    private void requireWritable(StateKey key) {
        requireUp(key);
        if (keepsNoTokens && key.namespace().equals(TOKENS)) {
            throw down();
        }
    }

    private void requireUp(StateKey key) {
        requireUp();
        if (key.namespace().equals(broken)) {
            throw down();
        }
    }

    private void requireUp() {
        if (isDown) {
            throw down();
        }
    }

    private static StorageException down() {
        return new StorageException(FailureCode.STORE_UNAVAILABLE, "the test stopped the store", null);
    }
}
