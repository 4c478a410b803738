package org.mcpoauth.spi.support.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long and how much a {@link DocumentCache} keeps.
 *
 * @param minFresh the shortest time a document counts as fresh, whatever its server says
 * @param defaultFresh how long it counts as fresh when its server says nothing
 * @param maxFresh the longest time it counts as fresh, whatever its server says
 * @param maxStale how long after that it still serves while it cannot be fetched again; zero for not at all
 * @param retryDelay how long a stale document serves after a failure before the next attempt
 * @param maxEntries the largest number of documents; of the host with the most the one unused for longest goes first
 * @param maxBytes the largest sum of their sizes
 * @param noStoreObeyed whether a document that its server forbids to store is fetched each time; else it counts as one
 *     that is not fresh, since frameworks forbid it for whatever they serve
 */
public record CacheLimits(
        Duration minFresh,
        Duration defaultFresh,
        Duration maxFresh,
        Duration maxStale,
        Duration retryDelay,
        int maxEntries,
        long maxBytes,
        boolean noStoreObeyed) {

    public CacheLimits {
        if (minFresh.isNegative() || minFresh.compareTo(defaultFresh) > 0 || defaultFresh.compareTo(maxFresh) > 0) {
            throw new IllegalArgumentException("minFresh, defaultFresh and maxFresh must rise from zero");
        }
        if (maxStale.isNegative() || retryDelay.isNegative()) {
            throw new IllegalArgumentException("maxStale and retryDelay must not be negative");
        }
        if (maxEntries <= 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("maxEntries and maxBytes must be positive");
        }
    }

    /** 30 seconds, 1 hour, 24 hours; nothing stale, next attempt after 30 seconds; 100 documents, 8 MiB. */
    public static CacheLimits standard() {
        return new CacheLimits(
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ZERO,
                Duration.ofSeconds(30),
                100,
                8L << 20,
                false);
    }

    /** The same with other times of freshness. */
    public CacheLimits withFresh(Duration min, Duration unsaid, Duration max) {
        return new CacheLimits(min, unsaid, max, maxStale, retryDelay, maxEntries, maxBytes, noStoreObeyed);
    }

    /** The same, serving stale documents. */
    public CacheLimits withStale(Duration max, Duration delay) {
        return new CacheLimits(minFresh, defaultFresh, maxFresh, max, delay, maxEntries, maxBytes, noStoreObeyed);
    }

    /** The same with other sizes. */
    public CacheLimits withSize(int entries, long bytes) {
        return new CacheLimits(minFresh, defaultFresh, maxFresh, maxStale, retryDelay, entries, bytes, noStoreObeyed);
    }

    /** The same, storing nothing that its server forbids to store (RFC 9111, section 5.2.2.5). */
    public CacheLimits withNoStoreObeyed() {
        return new CacheLimits(minFresh, defaultFresh, maxFresh, maxStale, retryDelay, maxEntries, maxBytes, true);
    }

    /** Until when a document counts as fresh that came now. */
    Instant freshUntil(@Nullable Instant said, Instant now) {
        Duration time = said == null ? defaultFresh : Duration.between(now, said);
        if (time.compareTo(minFresh) < 0) {
            return now.plus(minFresh);
        }
        return now.plus(time.compareTo(maxFresh) > 0 ? maxFresh : time);
    }
}
