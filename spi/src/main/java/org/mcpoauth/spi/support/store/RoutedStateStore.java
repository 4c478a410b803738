package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/**
 * Keeps some namespaces in one store and the rest in another. No verb is about two namespaces, so that each is as atomic
 * as in the store it goes to; where one of the two cannot be used, the verbs of the other go on.
 */
public final class RoutedStateStore implements AuthenticatedStore, ProcessStore, BoundedStore {
    private final StateStore lasting;
    private final StateStore shortLived;
    private final Predicate<String> isShortLived;

    /**
     * Routes by namespace.
     *
     * @param lasting keeps what must not be lost
     * @param shortLived keeps the rest
     * @param isShortLived whether the entries of a namespace are of the rest; always the same for the same namespace
     */
    public RoutedStateStore(StateStore lasting, StateStore shortLived, Predicate<String> isShortLived) {
        this.lasting = Objects.requireNonNull(lasting, "lasting");
        this.shortLived = Objects.requireNonNull(shortLived, "shortLived");
        this.isShortLived = Objects.requireNonNull(isShortLived, "isShortLived");
    }

    /**
     * Takes the short-lived entries of this library out of a store.
     *
     * @param lasting keeps what must not be lost, and the namespaces of others
     * @param shortLived keeps what somebody can begin again
     * @return the store
     */
    public static RoutedStateStore ofShortLived(StateStore lasting, StateStore shortLived) {
        return new RoutedStateStore(lasting, shortLived, ShortLivedNamespaces::contains);
    }

    /** Whether one of the two is, and the other is as well or is seen by nobody else. */
    @Override
    public boolean isAuthenticated() {
        return AuthenticatedStore.isAuthenticated(keyed())
                && isUnchangedByOthers(lasting)
                && isUnchangedByOthers(shortLived);
    }

    @Override
    public Changing<List<Secret>> secrets(String purpose) {
        return isAuthenticated() ? AuthenticatedStore.secrets(keyed(), purpose) : Changing.of(List.of());
    }

    @Override
    public boolean isOfProcess() {
        return ProcessStore.isOfProcess(lasting) && ProcessStore.isOfProcess(shortLived);
    }

    @Override
    public boolean isOfProcess(String namespace) {
        return ProcessStore.isOfProcess(of(namespace), namespace);
    }

    @Override
    public OptionalInt bound(String namespace) {
        return BoundedStore.bound(of(namespace), namespace);
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        return of(key).putIfAbsent(key, entry, ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return of(key).get(key);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        return of(key).compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        return of(key).compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return of(key).take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        return of(namespace).scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        return of(namespace).count(namespace);
    }

    /** The one whose keys are those of both. */
    private StateStore keyed() {
        return AuthenticatedStore.isAuthenticated(lasting) ? lasting : shortLived;
    }

    private static boolean isUnchangedByOthers(StateStore store) {
        return AuthenticatedStore.isAuthenticated(store) || ProcessStore.isOfProcess(store);
    }

    private StateStore of(StateKey key) {
        return of(key.namespace());
    }

    private StateStore of(String namespace) {
        return isShortLived.test(namespace) ? shortLived : lasting;
    }
}
