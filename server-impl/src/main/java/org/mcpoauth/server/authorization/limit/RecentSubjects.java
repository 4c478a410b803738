package org.mcpoauth.server.authorization.limit;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Knows again whom it saw, in the memory of the process; when it is full the one seen the longest ago is forgotten. */
public final class RecentSubjects {
    private final Map<String, Boolean> seen;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Knows nobody yet.
     *
     * @param max how many it knows at a time
     */
    public RecentSubjects(int max) {
        this.seen = new RecentEntries<>(max);
    }

    /**
     * Remembers somebody.
     *
     * @param subject who
     */
    public void add(String subject) {
        lock.lock();
        try {
            seen.put(subject, Boolean.TRUE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether somebody is known.
     *
     * @param subject who
     * @return {@code true} if it was added and has not been forgotten
     */
    public boolean contains(String subject) {
        lock.lock();
        try {
            // not containsKey, which would not make it recent
            return seen.get(subject) != null;
        } finally {
            lock.unlock();
        }
    }
}
