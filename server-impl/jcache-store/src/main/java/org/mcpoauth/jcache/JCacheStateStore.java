package org.mcpoauth.jcache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.store.BoundedStore;
import org.mcpoauth.spi.support.store.Expiry;
import org.mcpoauth.spi.support.store.Quotas;
import org.mcpoauth.spi.support.store.ScanLimit;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * Keeps state in a cache of JCache (JSR 107), for any number of nodes that share it. Nothing but texts
 * is cached and nothing but put-if-absent, replace and remove with comparison is asked of the engine, so
 * that it needs no class of this library.
 *
 * <p>The cache holds nothing else and is one that forgets nothing: no expiry, no eviction, no near cache,
 * copies written before a call returns. The expiry policy is checked; the rest is the engine's own
 * language and the deployer's duty. Times to live are kept in milliseconds by the clocks of the nodes;
 * where two clocks differ, the ends of entries differ as much.
 *
 * <p>The bound of a namespace is exact with one node; each further node may exceed it by a hundredth and
 * by what its threads store at that moment. An entry whose node died while it was stored or removed may
 * be counted until its time is over. Listing reads the ids of the whole namespace for each page, and all
 * its entries when it looks for an owner.
 *
 * <p>How long a call may take is set at the engine. Safe for use by several threads.
 */
public final class JCacheStateStore implements BoundedStore, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.jcache");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_TRIES = 20;
    private static final int TAG_LENGTH = 9;

    private final Map<String, NamespaceIndex> indexes = new ConcurrentHashMap<>();
    private final RandomIds random = new RandomIds();
    private final Cells cells;
    private final InstantSource clock;
    private final StoreLimits limits;
    private final Quotas quotas;
    private final Runnable onClose;

    private JCacheStateStore(Cache<String, String> cache, InstantSource clock, StoreLimits limits, Runnable onClose) {
        EternalCaches.require(cache);
        this.cells = new Cells(cache);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.quotas = new Quotas(limits, PATIENCE);
        this.onClose = onClose;
    }

    /**
     * A store with room for 100000 live entries in each namespace. Closing it leaves the cache as it is.
     *
     * @param cache an eternal cache that holds nothing else
     * @param clock tells when entries expire
     * @return the store
     * @throws org.mcpoauth.api.error.ConfigurationException if the cache lets entries expire by itself
     */
    public static JCacheStateStore on(Cache<String, String> cache, InstantSource clock) {
        return new JCacheStateStore(cache, clock, StoreLimits.defaults(), () -> {});
    }

    /**
     * A store with other bounds. Closing it leaves the cache as it is.
     *
     * @param cache an eternal cache that holds nothing else
     * @param clock tells when entries expire
     * @param bound how many live entries a namespace may hold; at least 1
     * @param boundByNamespace other bounds of single namespaces, or of all whose name begins with that and a dot
     * @return the store
     * @throws org.mcpoauth.api.error.ConfigurationException if the cache lets entries expire by itself
     */
    public static JCacheStateStore on(
            Cache<String, String> cache, InstantSource clock, int bound, Map<String, Integer> boundByNamespace) {
        return new JCacheStateStore(cache, clock, new StoreLimits(bound, boundByNamespace), () -> {});
    }

    static JCacheStateStore opened(Cache<String, String> cache, InstantSource clock, Runnable onClose) {
        return new JCacheStateStore(cache, clock, StoreLimits.defaults(), onClose);
    }

    @Override
    public OptionalInt bound(String namespace) {
        return OptionalInt.of(limits.bound(namespace));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(entry, "entry");
        Instant instant = clock.instant();
        Held held = new Held(entry, Expiry.of(instant, ttl), newTag());
        long now = instant.toEpochMilli();
        // a replay costs one read
        if (get(key).isPresent()) {
            return false;
        }
        NamespaceIndex index = index(key.namespace());
        return quotas.put(
                key.namespace(),
                now,
                () -> index.live(now),
                () -> put(index, CellText.encode(key.id()), held, now),
                () -> get(key).isPresent());
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        long now = clock.millis();
        return Optional.ofNullable(cells.get(cell(key)))
                .map(Held::parse)
                .filter(held -> held.isLive(now))
                .map(Held::entry);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(expectedValue, "expectedValue");
        Instant now = clock.instant();
        long expiresAt = Expiry.of(now, ttl);
        Held replaced = change(key, expectedValue, now.toEpochMilli(), (cell, text, held) -> {
            return cells.replace(cell, text, new Held(entry, expiresAt, held.tag()).text());
        });
        if (replaced != null && expiresAt < replaced.expiresAt()) {
            tidy(() -> index(key.namespace()).shorten(CellText.encode(key.id()), replaced.tag(), expiresAt));
        }
        return replaced != null;
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        return removed(key, expectedValue) != null;
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        Held taken = removed(key, null);
        return taken == null ? Optional.empty() : Optional.of(taken.entry());
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        ScanLimit.require(limit);
        SortedMap<String, String> ids = index(namespace).ids();
        return new Scan(index(namespace), namespace, owner, clock.millis())
                .page(ids.tailMap(from == null ? "" : from), limit);
    }

    @Override
    public long count(String namespace) {
        return index(namespace).live(clock.millis()).count();
    }

    /** Closes the cache manager if this store opened it, and nothing else. */
    @Override
    public void close() {
        onClose.run();
    }

    /** The line comes first; it goes again when another entry was there, and stays when nobody knows. */
    private boolean put(NamespaceIndex index, String id, Held held, long now) {
        index.add(new IndexLine(id, held.expiresAt(), held.tag()));
        boolean won = put(index, index.cell(id), id, held.text(), now);
        if (!won) {
            tidy(() -> index.remove(id, held.tag()));
        }
        return won;
    }

    private boolean put(NamespaceIndex index, String cell, String id, String text, long now) {
        for (int i = 0; i < MAX_TRIES; i++) {
            if (cells.putIfAbsent(cell, text)) {
                return true;
            }
            String there = cells.get(cell);
            if (text.equals(there)) {
                // an engine that lost a member may do a call twice and answer for the second time
                return true;
            }
            if (there != null) {
                Held old = Held.parse(there);
                if (old.isLive(now)) {
                    return false;
                }
                if (cells.replace(cell, there, text)) {
                    tidy(() -> index.remove(id, old.tag()));
                    return true;
                }
            }
        }
        throw Cells.unusable("an entry changes all the time");
    }

    private @Nullable Held removed(StateKey key, @Nullable String expectedValue) {
        Held removed = change(key, expectedValue, clock.millis(), (cell, text, held) -> cells.remove(cell, text));
        if (removed != null) {
            tidy(() -> index(key.namespace()).remove(CellText.encode(key.id()), removed.tag()));
            quotas.freed(key.namespace());
        }
        return removed;
    }

    /** One change of one cell, of exactly the text that was read. */
    private interface Change {
        boolean apply(String cell, String text, Held held);
    }

    /** What was there before the change; {@code null} when there was no such live entry. */
    private @Nullable Held change(StateKey key, @Nullable String expectedValue, long now, Change change) {
        String cell = cell(key);
        for (int i = 0; i < MAX_TRIES; i++) {
            String text = cells.get(cell);
            if (text == null) {
                return null;
            }
            Held held = Held.parse(text);
            if (!held.isLive(now) || !held.hasValue(expectedValue)) {
                return null;
            }
            if (change.apply(cell, text, held)) {
                return held;
            }
        }
        throw Cells.unusable("an entry changes all the time");
    }

    private String cell(StateKey key) {
        return index(key.namespace()).cell(CellText.encode(key.id()));
    }

    private NamespaceIndex index(String namespace) {
        return indexes.computeIfAbsent(namespace, name -> new NamespaceIndex(cells, name));
    }

    private String newTag() {
        return Base64Url.encode(random.bytes(TAG_LENGTH));
    }

    /** What was done is done; a line that stays goes when its time is over. */
    private static void tidy(Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4601 a line of the index stays for now: " + e.getMessage());
        }
    }
}
