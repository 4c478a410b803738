package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;

/**
 * Counts in the memory of the process, from the first time of a subject on until the period is over. When as many
 * subjects are known as may be, the one that was quiet the longest is forgotten: who fills the memory makes nobody
 * wait, and whoever goes on guessing is not forgotten.
 */
public final class MemoryRateLimiter implements RateLimiter {
    private final InstantSource clock;
    private final Map<Counted, Count> counts;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Counts nothing yet.
     *
     * @param clock what time it is
     * @param maxSubjects how many subjects are known at a time
     */
    public MemoryRateLimiter(InstantSource clock, int maxSubjects) {
        this.clock = clock;
        this.counts = new RecentEntries<>(maxSubjects);
    }

    @Override
    public Duration acquire(RateLimit limit, String subject) {
        Instant now = clock.instant();
        Counted counted = new Counted(limit, subject);
        lock.lock();
        try {
            Count after = Count.next(counts.get(counted), limit, now);
            counts.put(counted, after);
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
            Count count = counts.get(new Counted(limit, subject));
            return count != null && count.isLive(now) && count.times() >= limit.times()
                    ? Duration.between(now, count.end())
                    : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private record Counted(RateLimit limit, String subject) {}

    private record Count(int times, Instant end) {
        /** One more than allowed stands for all that are too many, so nothing overflows. */
        static Count next(@Nullable Count count, RateLimit limit, Instant now) {
            return count == null || !count.isLive(now)
                    ? new Count(1, now.plus(limit.period()))
                    : new Count(Math.min(count.times + 1, limit.times() + 1), count.end);
        }

        boolean isLive(Instant now) {
            return now.isBefore(end);
        }
    }
}
