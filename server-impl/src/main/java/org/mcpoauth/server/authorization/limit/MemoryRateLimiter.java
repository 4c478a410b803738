package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;

/**
 * Counts in the memory of the process, from the first time of a subject on until the period is over. When as many
 * subjects are known as may be, one of those that are the furthest from their limit is forgotten, the oldest first.
 * Whoever reached a limit is remembered until the period is over: nobody gets rid of a count with a flood of new
 * subjects. Where all reached theirs, whoever is not among them waits as well until the first may go.
 */
public final class MemoryRateLimiter implements RateLimiter {
    private final InstantSource clock;
    private final int maxSubjects;
    // in the order in which they began, which is that in which they end where the periods are the same
    private final Map<Counted, Count> counts = new LinkedHashMap<>();
    // those below their limit, by how often they may go on
    private final NavigableMap<Integer, LinkedHashSet<Counted>> open = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Counts nothing yet.
     *
     * @param clock what time it is
     * @param maxSubjects how many subjects are known at a time
     */
    public MemoryRateLimiter(InstantSource clock, int maxSubjects) {
        this.clock = clock;
        this.maxSubjects = maxSubjects;
    }

    @Override
    public Duration acquire(RateLimit limit, String subject) {
        Instant now = clock.instant();
        Counted counted = new Counted(limit, subject);
        lock.lock();
        try {
            forgetEnded(now);
            Count before = live(counted, now);
            if (before == null && !makeRoom()) {
                return untilRoom(now);
            }
            Count after = before == null ? new Count(1, now.plus(limit.period())) : before.next(limit);
            keep(counted, before, after);
            return after.times() > limit.times() ? Duration.between(now, after.end()) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration waiting(RateLimit limit, String subject) {
        Instant now = clock.instant();
        lock.lock();
        try {
            forgetEnded(now);
            Count count = live(new Counted(limit, subject), now);
            if (count == null) {
                return isFull() && open.isEmpty() ? untilRoom(now) : Duration.ZERO;
            }
            return count.times() >= limit.times() ? Duration.between(now, count.end()) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private void forgetEnded(Instant now) {
        Iterator<Map.Entry<Counted, Count>> oldest = counts.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Counted, Count> entry = oldest.next();
            if (entry.getValue().isLive(now)) {
                return;
            }
            close(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    private @Nullable Count live(Counted counted, Instant now) {
        Count count = counts.get(counted);
        if (count == null || count.isLive(now)) {
            return count;
        }
        forget(counted);
        return null;
    }

    private boolean isFull() {
        return counts.size() >= maxSubjects;
    }

    private boolean makeRoom() {
        if (!isFull()) {
            return true;
        }
        Map.Entry<Integer, LinkedHashSet<Counted>> furthest = open.lastEntry();
        if (furthest == null) {
            return false;
        }
        forget(furthest.getValue().iterator().next());
        return true;
    }

    /** All reached their limits and the first of them began before the others. */
    private Duration untilRoom(Instant now) {
        Count oldest = counts.values().iterator().next();
        return Duration.between(now, oldest.end());
    }

    private void keep(Counted counted, @Nullable Count before, Count after) {
        if (before != null) {
            close(counted, before);
        }
        counts.put(counted, after);
        int left = after.left(counted.limit());
        if (left > 0) {
            open.computeIfAbsent(left, some -> new LinkedHashSet<>()).add(counted);
        }
    }

    private void forget(Counted counted) {
        Count count = counts.remove(counted);
        if (count != null) {
            close(counted, count);
        }
    }

    private void close(Counted counted, Count count) {
        open.computeIfPresent(count.left(counted.limit()), (left, some) -> {
            some.remove(counted);
            return some.isEmpty() ? null : some;
        });
    }

    private record Counted(RateLimit limit, String subject) {}

    private record Count(int times, Instant end) {
        /** One more than allowed stands for all that are too many, so nothing overflows. */
        Count next(RateLimit limit) {
            return new Count(Math.min(times + 1, limit.times() + 1), end);
        }

        int left(RateLimit limit) {
            return limit.times() - times;
        }

        boolean isLive(Instant now) {
            return now.isBefore(end);
        }
    }
}
