package org.mcpoauth.server.token.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Requests that bring the same token at the same time. The first asks about it, the others wait for that
 * answer: they take no place of anybody else, yet only so many threads may wait, few of them for one
 * token. Thread-safe.
 */
final class TokenCrowds {
    private static final int SHARE_OF_ONE = 8;

    private final QuestionLimit limit;
    private final int mostOfOne;
    private final Semaphore room;
    private final ConcurrentMap<TokenDigest, Integer> callers = new ConcurrentHashMap<>();

    TokenCrowds(QuestionLimit limit) {
        this.limit = limit;
        this.mostOfOne = 1 + Math.max(1, limit.most() / SHARE_OF_ONE);
        this.room = new Semaphore(2 * limit.most());
    }

    /**
     * Works among those who bring the same token.
     *
     * @throws org.mcpoauth.api.error.TransportException if too many wait already
     */
    <T> T run(TokenDigest digest, Supplier<T> work) {
        boolean isFirst = enter(digest) == 1;
        try {
            return isFirst ? work.get() : waiting(work);
        } finally {
            callers.computeIfPresent(digest, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private int enter(TokenDigest digest) {
        int count = callers.merge(digest, 1, Integer::sum);
        if (count > mostOfOne) {
            callers.computeIfPresent(digest, (same, now) -> now == 1 ? null : now - 1);
            throw limit.busy();
        }
        return count;
    }

    private <T> T waiting(Supplier<T> work) {
        if (!room.tryAcquire()) {
            throw limit.busy();
        }
        try {
            return work.get();
        } finally {
            room.release();
        }
    }
}
