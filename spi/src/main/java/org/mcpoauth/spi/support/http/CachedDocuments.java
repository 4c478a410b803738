package org.mcpoauth.spi.support.http;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parsed documents by URL, bounded by number and bytes. Of the host that takes the most room the one unused for longest
 * goes first, so that a host with many or large documents pushes out its own.
 */
final class CachedDocuments<T> {
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>(16, 0.75f, true);
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

    CachedDocuments(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    @Nullable
    Entry<T> find(String url) {
        lock.lock();
        try {
            return entries.get(url);
        } finally {
            lock.unlock();
        }
    }

    void put(String url, Entry<T> entry) {
        lock.lock();
        try {
            drop(entries.remove(url));
            entries.put(url, entry);
            bytes += entry.size();
            makeRoom();
        } finally {
            lock.unlock();
        }
    }

    /** Puts an entry that came from elsewhere, unless there is one. */
    void adopt(String url, Entry<T> entry) {
        lock.lock();
        try {
            if (!entries.containsKey(url)) {
                entries.put(url, entry);
                bytes += entry.size();
                makeRoom();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Replaces an entry unless it is no longer the one in place. */
    void replace(String url, Entry<T> entry, Entry<T> successor) {
        lock.lock();
        try {
            entries.replace(url, entry, successor);
        } finally {
            lock.unlock();
        }
    }

    void remove(String url) {
        lock.lock();
        try {
            drop(entries.remove(url));
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        while (entries.size() > maxEntries || bytes > maxBytes) {
            drop(entries.remove(bytes > maxBytes ? eldestOfLargest(Entry::size) : eldestOfLargest(entry -> 1)));
        }
    }

    /** Of hosts that take the same room the one whose document is the eldest. */
    private String eldestOfLargest(ToLongFunction<Entry<T>> size) {
        Map<String, Long> sizes = new HashMap<>();
        entries.forEach((url, entry) -> sizes.merge(host(url), size.applyAsLong(entry), Long::sum));
        Long largest = Collections.max(sizes.values());
        return entries.keySet().stream()
                .filter(url -> largest.equals(sizes.get(host(url))))
                .findFirst()
                .orElseThrow();
    }

    private static String host(String url) {
        return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
    }

    private void drop(@Nullable Entry<T> entry) {
        if (entry != null) {
            bytes -= entry.size();
        }
    }
}
