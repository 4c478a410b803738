package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;

/**
 * Bounds a namespace of a shared store without counting it for every new entry. A count grants this
 * node up to a hundredth of the bound; the next count comes when that is used up or old. So one node
 * alone never exceeds the bound, and each further node by a hundredth of it at most (or one entry) and
 * by what is under way when it counts.
 *
 * <p>A namespace found full is not counted again before an entry expired, this node removed one or a
 * second went by, so that a flood of refused entries costs the engine nothing.
 */
public final class Quota {
    private static final long GRANT_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long REFUSAL_MILLIS = Duration.ofSeconds(1).toMillis();

    private final ReentrantLock lock = new ReentrantLock();
    private final int bound;
    private final Duration patience;
    private final AtomicLong unfinished = new AtomicLong();
    private long granted;
    private long validUntil = Long.MIN_VALUE;
    private volatile boolean refusing;

    /**
     * A quota that nothing was granted from.
     *
     * @param bound how many live entries there may be
     * @param patience how long to wait for another thread that counts
     */
    Quota(int bound, Duration patience) {
        this.bound = bound;
        this.patience = patience;
    }

    /**
     * What a count found.
     *
     * @param count how many entries live
     * @param firstExpiry when the first of them ends, in milliseconds since 1970; of no meaning when
     *     there is none
     */
    public record Live(long count, long firstExpiry) {}

    /** Reserves room for one entry, to be followed by {@link #finished}; {@code false} when full. */
    boolean reserve(long now, Supplier<Live> counter) {
        lock();
        try {
            boolean stale = now >= validUntil;
            if (stale || (granted == 0 && !refusing)) {
                // read first: what ends while the entries are counted may not be among them
                long underWay = unfinished.get();
                grant(now, counter.get(), underWay);
            }
            if (granted == 0) {
                return false;
            }
            granted--;
            unfinished.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what {@link #reserve} began, whether an entry was stored or not. */
    void finished() {
        unfinished.decrementAndGet();
        refusing = false;
    }

    /** Tells that this node removed an entry. */
    void freed() {
        refusing = false;
    }

    /** Entries under way may or may not be in the count, so they are taken for entries that are not. */
    private void grant(long now, Live live, long underWay) {
        long room = bound - live.count - underWay;
        granted = Math.max(0, Math.min(room, Math.max(1, bound / 100)));
        refusing = granted == 0;
        validUntil = refusing ? Math.min(live.firstExpiry, now + REFUSAL_MILLIS) : now + GRANT_MILLIS;
    }

    private void lock() {
        try {
            if (lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the namespace could not be counted in time", null);
    }
}
