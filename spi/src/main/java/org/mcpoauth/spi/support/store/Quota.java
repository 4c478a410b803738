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
 *
 * <p>A larger bound makes a count dearer and what it granted larger, so it is good for longer: ten seconds for each
 * 100000 of the bound and ten minutes at most. A full namespace of that size is counted again after a tenth of that time
 * and not before.
 */
public final class Quota {
    private static final long GRANT_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long REFUSAL_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long NEVER = -1;
    private static final int LARGE = 100_000;
    private static final int LONGEST = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final int bound;
    private final Duration patience;
    private final int factor;
    private final AtomicLong unfinished = new AtomicLong();
    /** What may have made room: ended puts and removals. */
    private final AtomicLong events = new AtomicLong();

    private long granted;
    private long validUntil = Long.MIN_VALUE;
    /** What {@link #events} was before the count that found the namespace full. */
    private long refusedAt = NEVER;

    /**
     * A quota that nothing was granted from.
     *
     * @param bound how many live entries there may be
     * @param patience how long to wait for another thread that counts
     */
    Quota(int bound, Duration patience) {
        this.bound = bound;
        this.patience = patience;
        this.factor = Math.max(1, Math.min(LONGEST, bound / LARGE));
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
            if (stale || (granted == 0 && mayHaveRoom())) {
                count(now, counter);
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
        events.incrementAndGet();
    }

    /** Tells that this node removed an entry. */
    void freed() {
        events.incrementAndGet();
    }

    /**
     * Entries under way may or may not be in the count, so they are taken for entries that are not. They
     * are noted before the count, because one that ends meanwhile may be in neither; and so is what
     * happened, because one that ends meanwhile may be in both, and then a refusal is not to be kept.
     */
    private void count(long now, Supplier<Live> counter) {
        long before = events.get();
        long underWay = unfinished.get();
        Live live = counter.get();
        long room = bound - live.count - underWay;
        granted = Math.max(0, Math.min(room, Math.max(1, bound / 100)));
        refusedAt = granted == 0 ? before : NEVER;
        validUntil = now + factor * (granted == 0 ? REFUSAL_MILLIS : GRANT_MILLIS);
        if (granted == 0 && !isDear()) {
            validUntil = Math.min(live.firstExpiry, validUntil);
        }
    }

    /** Whether what was granted is used up, or what was refused may have become free. */
    private boolean mayHaveRoom() {
        return isDear() ? refusedAt == NEVER : refusedAt != events.get();
    }

    private boolean isDear() {
        return factor > 1;
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
