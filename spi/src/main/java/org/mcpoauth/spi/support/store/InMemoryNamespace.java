package org.mcpoauth.spi.support.store;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;

/**
 * The entries of one namespace, by id for everybody and by expiry for whoever holds the lock. Both
 * hold the same entries whenever the lock is free.
 */
final class InMemoryNamespace {
    /** How many expired entries one new entry removes at most; above one, so that purging wins. */
    private static final int PURGE_BATCH = 8;

    private final NavigableMap<String, Held> byId = new ConcurrentSkipListMap<>();
    private final TreeSet<Held> byExpiry =
            new TreeSet<>(Comparator.comparingLong(Held::expiresAt).thenComparing(Held::id));
    private final ReentrantLock writing = new ReentrantLock();
    private final int bound;

    InMemoryNamespace(int bound) {
        this.bound = bound;
    }

    boolean putIfAbsent(String id, StateEntry entry, long expiresAt, long now) {
        // a replay is answered without the lock
        return live(id, now) == null
                && writing(() -> {
                    purge(now, PURGE_BATCH);
                    if (live(id, now) != null) {
                        return false;
                    }
                    remove(byId.get(id));
                    requireRoom();
                    add(new Held(id, entry, expiresAt));
                    return true;
                });
    }

    @Nullable
    StateEntry get(String id, long now) {
        Held held = live(id, now);
        return held == null ? null : held.entry;
    }

    boolean compareAndSet(String id, String expected, StateEntry entry, long expiresAt, long now) {
        return writing(() -> {
            Held held = live(id, now);
            if (held == null || !held.entry.value().equals(expected)) {
                return false;
            }
            byExpiry.remove(held);
            add(new Held(id, entry, expiresAt));
            return true;
        });
    }

    boolean compareAndRemove(String id, String expected, long now) {
        return writing(() -> {
            Held held = live(id, now);
            if (held == null || !held.entry.value().equals(expected)) {
                return false;
            }
            remove(held);
            return true;
        });
    }

    @Nullable
    StateEntry take(String id, long now) {
        Held taken = writing(() -> {
            Held held = live(id, now);
            remove(held);
            return held;
        });
        return taken == null ? null : taken.entry;
    }

    StatePage scan(String namespace, @Nullable String owner, String from, int limit, long now) {
        Map<StateKey, StateEntry> page = new LinkedHashMap<>();
        for (Held held : byId.tailMap(from).values()) {
            if (held.isLive(now) && (owner == null || owner.equals(held.entry.owner()))) {
                if (page.size() == limit) {
                    return new StatePage(page, held.id);
                }
                page.put(new StateKey(namespace, held.id), held.entry);
            }
        }
        return new StatePage(page, null);
    }

    long count(long now) {
        return writing(() -> {
            purge(now, Integer.MAX_VALUE);
            return byExpiry.size();
        });
    }

    /** How many entries take up memory, expired ones included. */
    int held() {
        return writing(byExpiry::size);
    }

    private @Nullable Held live(String id, long now) {
        Held held = byId.get(id);
        return held != null && held.isLive(now) ? held : null;
    }

    /** After a purge that left a full namespace every entry is live, for it would have removed one. */
    private void requireRoom() {
        if (byExpiry.size() >= bound) {
            throw new StorageException(FailureCode.STORE_FULL, "the namespace is full", null);
        }
    }

    private void add(Held held) {
        byId.put(held.id, held);
        byExpiry.add(held);
    }

    private void remove(@Nullable Held held) {
        if (held != null) {
            byId.remove(held.id);
            byExpiry.remove(held);
        }
    }

    private void purge(long now, int atMost) {
        for (int i = 0; i < atMost && !byExpiry.isEmpty(); i++) {
            Held first = byExpiry.first();
            if (first.isLive(now)) {
                return;
            }
            remove(first);
        }
    }

    private <T extends @Nullable Object> T writing(Supplier<T> action) {
        writing.lock();
        try {
            return action.get();
        } finally {
            writing.unlock();
        }
    }

    private record Held(String id, StateEntry entry, long expiresAt) {
        boolean isLive(long now) {
            return now < expiresAt;
        }
    }
}
