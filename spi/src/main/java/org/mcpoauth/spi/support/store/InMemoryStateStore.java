package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;

/**
 * Keeps state in the memory of this JVM: right for one node whose state may end with it.
 *
 * <p>Reads take no lock; writes lock their namespace for a few map operations. There is no background
 * thread: each new entry pays for removing some expired ones. The bound of a namespace is exact.
 */
public final class InMemoryStateStore implements ProcessStore, BoundedStore {
    private final Map<String, InMemoryNamespace> namespaces = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final StoreLimits limits;

    /**
     * An empty store.
     *
     * @param clock tells when entries expire
     * @param limits how many entries each namespace may hold
     */
    public InMemoryStateStore(InstantSource clock, StoreLimits limits) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    @Override
    public boolean isOfProcess() {
        return true;
    }

    @Override
    public OptionalInt bound(String namespace) {
        return OptionalInt.of(limits.bound(namespace));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(entry, "entry");
        Instant now = clock.instant();
        long expiresAt = Expiry.of(now, ttl);
        return namespaces
                .computeIfAbsent(key.namespace(), name -> new InMemoryNamespace(limits.bound(name)))
                .putIfAbsent(key.id(), entry, expiresAt, now.toEpochMilli());
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return Optional.ofNullable(namespace(key.namespace()).get(key.id(), clock.millis()));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        Objects.requireNonNull(entry, "entry");
        Instant now = clock.instant();
        long expiresAt = Expiry.of(now, ttl);
        return namespace(key.namespace()).compareAndSet(key.id(), expectedValue, entry, expiresAt, now.toEpochMilli());
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        return namespace(key.namespace()).compareAndRemove(key.id(), expectedValue, clock.millis());
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return Optional.ofNullable(namespace(key.namespace()).take(key.id(), clock.millis()));
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        ScanLimit.require(limit);
        return namespace(namespace).scan(namespace, owner, from == null ? "" : from, limit, clock.millis());
    }

    @Override
    public long count(String namespace) {
        return namespace(namespace).count(clock.millis());
    }

    /** A namespace nothing was put into needs no place in the map. */
    private InMemoryNamespace namespace(String name) {
        InMemoryNamespace known = namespaces.get(name);
        return known == null ? new InMemoryNamespace(1) : known;
    }
}
