package org.mcpoauth.spi.support.http;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parsed documents by URL, bounded by number and bytes. Of a host that takes more than a sixteenth of the room the one
 * unused for longest goes first, so that a host with many or large documents pushes out its own. Where no host does, the
 * one unused for longest of all goes: who has a few documents more than each of many strangers does not pay for them.
 */
final class CachedDocuments<T> {
    private static final int SHARERS = 16;

    private final Map<String, Cached<T>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Taken> hosts = new HashMap<>();
    private final Lock lock = new ReentrantLock();
    private final int maxEntries;
    private final long maxBytes;
    private long bytes;

    /**
     * A document and what it says.
     *
     * @param freshUntil until when it is used without asking
     * @param retryAt when a stale one is fetched again
     * @param staleUntil until when it is used if it cannot be fetched again
     */
    record Entry<T>(T value, Document document, Instant freshUntil, Instant retryAt, Instant staleUntil) {
        boolean isFresh(Instant now) {
            return now.isBefore(freshUntil);
        }

        boolean isUsable(Instant now) {
            return now.isBefore(staleUntil);
        }

        Entry<T> retriedAt(Instant time) {
            return new Entry<>(value, document, freshUntil, time, staleUntil);
        }

        private long size() {
            return document.body().length;
        }
    }

    /** An entry and whose it is. */
    private record Cached<T>(String host, Entry<T> entry) {}

    /** The room that a host takes. */
    private record Taken(int entries, long bytes) {
        static final Taken NOTHING = new Taken(0, 0);

        Taken and(int moreEntries, long moreBytes) {
            return new Taken(entries + moreEntries, bytes + moreBytes);
        }
    }

    CachedDocuments(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    @Nullable
    Entry<T> find(String url) {
        lock.lock();
        try {
            Cached<T> cached = entries.get(url);
            return cached == null ? null : cached.entry();
        } finally {
            lock.unlock();
        }
    }

    void put(String url, Entry<T> entry) {
        Cached<T> cached = new Cached<>(host(url), entry);
        lock.lock();
        try {
            drop(url);
            add(url, cached);
        } finally {
            lock.unlock();
        }
    }

    /** Puts an entry that came from elsewhere, unless there is one. */
    void adopt(String url, Entry<T> entry) {
        Cached<T> cached = new Cached<>(host(url), entry);
        lock.lock();
        try {
            if (!entries.containsKey(url)) {
                add(url, cached);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Replaces an entry unless it is no longer the one in place. */
    void replace(String url, Entry<T> entry, Entry<T> successor) {
        String host = host(url);
        lock.lock();
        try {
            entries.replace(url, new Cached<>(host, entry), new Cached<>(host, successor));
        } finally {
            lock.unlock();
        }
    }

    void remove(String url) {
        lock.lock();
        try {
            drop(url);
        } finally {
            lock.unlock();
        }
    }

    private void add(String url, Cached<T> cached) {
        entries.put(url, cached);
        count(cached, 1);
        while (entries.size() > maxEntries || bytes > maxBytes) {
            drop(bytes > maxBytes ? eldest(Taken::bytes, maxBytes) : eldest(Taken::entries, maxEntries));
        }
    }

    private void drop(String url) {
        Cached<T> cached = entries.remove(url);
        if (cached != null) {
            count(cached, -1);
        }
    }

    private void count(Cached<T> cached, int sign) {
        long size = sign * cached.entry().size();
        bytes += size;
        Taken taken = takenBy(cached).and(sign, size);
        if (taken.entries() == 0) {
            hosts.remove(cached.host());
        } else {
            hosts.put(cached.host(), taken);
        }
    }

    /** The one unused for longest: of the hosts that take most, if that is more than a share; else of all. */
    private String eldest(ToLongFunction<Taken> size, long room) {
        long most = hosts.values().stream().mapToLong(size).max().orElse(0);
        boolean isTooMuch = most > room / SHARERS;
        return entries.entrySet().stream()
                .filter(of -> !isTooMuch || size.applyAsLong(takenBy(of.getValue())) == most)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private Taken takenBy(Cached<T> cached) {
        return hosts.getOrDefault(cached.host(), Taken.NOTHING);
    }

    private static String host(String url) {
        return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
    }
}
