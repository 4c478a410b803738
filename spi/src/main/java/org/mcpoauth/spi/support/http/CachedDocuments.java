package org.mcpoauth.spi.support.http;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Parsed documents by URL, bounded by number and bytes; the one unused for longest goes first. */
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
        Iterator<Entry<T>> eldest = entries.values().iterator();
        while (entries.size() > maxEntries || bytes > maxBytes) {
            Entry<T> entry = eldest.next();
            eldest.remove();
            drop(entry);
        }
    }

    private void drop(@Nullable Entry<T> entry) {
        if (entry != null) {
            bytes -= entry.size();
        }
    }
}
