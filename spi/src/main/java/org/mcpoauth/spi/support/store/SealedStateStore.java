package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.SealingKeys;

/**
 * Keeps values sealed in another store (AES-256-GCM). A value is bound to its key and owner, so that whoever can write
 * the other store can neither read it, nor change it, nor put it elsewhere. The end of its life is not bound: they can make
 * it live longer or shorter, remove it, and put back what was there before, also after its end. Keys and owners stay readable, as the other store looks entries up by them.
 *
 * <p>An entry that no key of the ring opens is not taken for absent, because an absent revocation is an open door: every
 * verb that would need its value fails, and it stays where it is.
 *
 * <p>A sealed value is longer: 49100 bytes of UTF-8 are the most that fit. A change compares the sealed text that it has
 * read and opened, which is unique for each write, so that it is as atomic as in the other store.
 */
public final class SealedStateStore implements AuthenticatedStore, ProcessStore, BoundedStore {
    private static final String PREFIX = "s1.";
    private static final int MAX_SEALED = 65_536;
    /** Each round that fails is a write of somebody else. */
    private static final int MAX_TRIES = 1000;

    private final StateStore store;
    private final Changing<SealingKeys> keys;

    /**
     * Seals what goes into a store.
     *
     * @param store the other store; entries that are in it already cannot be read
     * @param keys the first seals, all open; asked with each verb
     */
    public SealedStateStore(StateStore store, Changing<SealingKeys> keys) {
        this.store = Objects.requireNonNull(store, "store");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public Changing<List<Secret>> secrets(String purpose) {
        return keys.map(ring -> ring.secrets(purpose));
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
        return store.putIfAbsent(key, seal(key, entry), ttl);
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return store.get(key).map(kept -> opened(key, kept));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        StateEntry next = seal(key, entry);
        return changed(key, expectedValue, now -> store.compareAndSet(key, now, next, ttl))
                .isPresent();
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        return changed(key, expectedValue, now -> store.compareAndRemove(key, now))
                .isPresent();
    }

    /** Opens it first, so that what cannot be opened is not lost. */
    @Override
    public Optional<StateEntry> take(StateKey key) {
        return changed(key, null, now -> store.compareAndRemove(key, now));
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        StatePage page = store.scan(namespace, owner, from, limit);
        Map<StateKey, StateEntry> opened = new LinkedHashMap<>();
        page.entries().forEach((key, kept) -> opened.put(key, opened(key, kept)));
        return new StatePage(opened, page.next());
    }

    @Override
    public long count(String namespace) {
        return store.count(namespace);
    }

    /** A verb of the other store, given the sealed text that must still be there. */
    private interface Change {
        boolean isDone(String kept);
    }

    /**
     * Changes an entry whose value is the expected one.
     *
     * @param expected the value, {@code null} for any
     * @return what was there; empty when there is nothing to change
     */
    private Optional<StateEntry> changed(StateKey key, @Nullable String expected, Change change) {
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry kept = store.get(key).orElse(null);
            if (kept == null) {
                return Optional.empty();
            }
            StateEntry entry = opened(key, kept);
            if (expected != null && !expected.equals(entry.value())) {
                return Optional.empty();
            }
            if (change.isDone(kept.value())) {
                return Optional.of(entry);
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the entry is changed all the time", null);
    }

    private StateEntry seal(StateKey key, StateEntry entry) {
        byte[] kept = keys.current().seal(context(key, entry.owner()), StoredText.bytes(entry.value()));
        String text = PREFIX + Base64Url.encode(kept);
        if (text.length() > MAX_SEALED) {
            throw new StorageException(FailureCode.STORE_FULL, "the value is too long to be sealed", null);
        }
        return new StateEntry(text, entry.owner());
    }

    private StateEntry opened(StateKey key, StateEntry kept) {
        return unsealed(kept.value())
                .flatMap(bytes -> keys.current().open(context(key, kept.owner()), bytes))
                .map(bytes -> new StateEntry(StoredText.text(bytes), kept.owner()))
                .orElseThrow(() -> new StorageException(
                        FailureCode.STORE_UNAVAILABLE,
                        "an entry of " + key.namespace() + " was not sealed with these keys, or was changed",
                        null));
    }

    private static Optional<byte[]> unsealed(String text) {
        try {
            return text.startsWith(PREFIX)
                    ? Optional.of(Base64Url.decode(text, PREFIX.length(), text.length()))
                    : Optional.empty();
        } catch (MalformedException changed) {
            return Optional.empty();
        }
    }

    /** No two keys and owners give one text: the lengths stand before the parts. */
    private static byte[] context(StateKey key, @Nullable String owner) {
        String ownerPart = owner == null ? "-" : owner.length() + ":" + owner;
        return StoredText.bytes(
                PREFIX + key.namespace() + "\n" + key.id().length() + ":" + key.id() + "\n" + ownerPart);
    }
}
