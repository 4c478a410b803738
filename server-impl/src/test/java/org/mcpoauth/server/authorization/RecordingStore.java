package org.mcpoauth.server.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.BoundedStore;
import org.mcpoauth.spi.support.store.ProcessStore;

/** Remembers every text that was ever written, and fails when it is told to. */
public final class RecordingStore implements ProcessStore, BoundedStore {
    private final StateStore store;
    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile boolean broken;
    private volatile Readers readers = new Readers("", new CountDownLatch(0));
    private volatile String full = "";
    private volatile String last = "";
    private volatile String unsaid = "";

    /** Writes to another store. */
    public RecordingStore(StateStore store) {
        this.store = store;
    }

    /** All keys and values that were written. */
    public List<String> written() {
        return written;
    }

    /** Makes every verb fail, or work again. */
    public void setBroken(boolean isBroken) {
        broken = isBroken;
    }

    /** Makes every verb fail as soon as there is one more entry in namespaces that begin with a text. */
    public void breakAfter(String namespaces) {
        last = namespaces;
    }

    /** Makes every verb fail from the next new entry in a namespace of an issuer on, which is written without saying so. */
    public void breakUnsaid(String namespace) {
        unsaid = namespace;
    }

    /** Keeps readers of a namespace of an issuer until there are so many, so that all of them know the same. */
    public void awaitReaders(String namespace, int count) {
        readers = new Readers(namespace, new CountDownLatch(count));
    }

    /** Lets namespaces that begin with a text take no new entries, or, by an empty text, all of them again. */
    public void setFull(String namespaces) {
        full = namespaces;
    }

    @Override
    public boolean isOfProcess() {
        return ProcessStore.isOfProcess(store);
    }

    @Override
    public boolean isOfProcess(String namespace) {
        return ProcessStore.isOfProcess(store, namespace);
    }

    @Override
    public OptionalInt bound(String namespace) {
        return BoundedStore.bound(store, namespace);
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        requireWhole();
        if (!full.isEmpty() && key.namespace().startsWith(full)) {
            throw new StorageException(FailureCode.STORE_FULL, "the namespace is full", null);
        }
        written.add(key.id() + " " + entry.value());
        boolean isNew = store.putIfAbsent(key, entry, ttl);
        if (!last.isEmpty() && key.namespace().startsWith(last)) {
            last = "";
            broken = true;
        }
        if (!unsaid.isEmpty() && key.namespace().startsWith(unsaid + ".")) {
            unsaid = "";
            broken = true;
            requireWhole();
        }
        return isNew;
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        requireWhole();
        Optional<StateEntry> found = store.get(key);
        if (key.namespace().startsWith(readers.namespace() + ".")) {
            readers.meet();
        }
        return found;
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        requireWhole();
        written.add(key.id() + " " + entry.value());
        return store.compareAndSet(key, expectedValue, entry, ttl);
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        requireWhole();
        return store.compareAndRemove(key, expectedValue);
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        requireWhole();
        return store.take(key);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        requireWhole();
        return store.scan(namespace, owner, from, limit);
    }

    @Override
    public long count(String namespace) {
        requireWhole();
        return store.count(namespace);
    }

    private record Readers(String namespace, CountDownLatch missing) {
        void meet() {
            try {
                missing.countDown();
                if (!missing.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody else reads " + namespace);
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody else reads " + namespace, e);
            }
        }
    }

    private void requireWhole() {
        if (broken) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the database is down: jdbc:secret", null);
        }
    }
}
