package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;

/**
 * Counts in the memory of the process, from the first time of a subject on until the period is over. When as many
 * subjects are known as may be, further ones share a count: the flood that filled the memory does not get around
 * it.
 */
public final class MemoryRateLimiter implements RateLimiter {
    private static final String OTHERS = "others";
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final int maxSubjects;
    private final Map<Counted, Count> counts = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    /**
     * Counts nothing yet.
     *
     * @param clock what time it is
     * @param maxSubjects how many subjects are told apart
     */
    public MemoryRateLimiter(InstantSource clock, int maxSubjects) {
        this.clock = clock;
        this.maxSubjects = maxSubjects;
    }

    @Override
    public Duration acquire(RateLimit limit, String subject) {
        Instant now = clock.instant();
        Counted counted = counted(limit, subject, now);
        Count after = counts.compute(counted, (key, count) -> Count.next(count, limit, now));
        return after.times() > limit.times() ? Duration.between(now, after.end()) : Duration.ZERO;
    }

    /** Who has no count of its own does not wait for others, who may have filled the memory for that. */
    @Override
    public Duration waiting(RateLimit limit, String subject) {
        Instant now = clock.instant();
        Count count = counts.get(new Counted(limit, subject));
        return count != null && count.isLive(now) && count.times() >= limit.times()
                ? Duration.between(now, count.end())
                : Duration.ZERO;
    }

    private Counted counted(RateLimit limit, String subject, Instant now) {
        Counted own = new Counted(limit, subject);
        if (counts.size() < maxSubjects || counts.containsKey(own)) {
            return own;
        }
        sweep(now);
        return counts.size() < maxSubjects ? own : new Counted(limit, OTHERS);
    }

    /** Not at each request: a flood would make each of them look at everything. */
    private void sweep(Instant now) {
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_EVERY))) {
            counts.values().removeIf(count -> !count.isLive(now));
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
