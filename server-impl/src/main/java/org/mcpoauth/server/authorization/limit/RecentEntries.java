package org.mcpoauth.server.authorization.limit;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps as many entries as it may, and forgets the one that was not asked for the longest. Not thread-safe.
 *
 * @param <K> what an entry is found by
 * @param <V> what is kept
 */
public final class RecentEntries<K, V> extends LinkedHashMap<K, V> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int FIRST_SIZE = 16;
    private static final float LOAD = 0.75f;

    private final int max;

    /**
     * Without entries.
     *
     * @param max how many it keeps
     */
    public RecentEntries(int max) {
        super(FIRST_SIZE, LOAD, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
