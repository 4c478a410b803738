package org.mcpoauth.spi.resource;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How many accepted tokens are remembered, and how long. Refused tokens never are. Immutable.
 *
 * @param size the largest number of tokens, 0 for none, at most 1,000,000
 * @param ttl the longest time an answer is used again; never beyond the end of the token;
 *     at most a day
 */
public record TokenCacheLimits(int size, Duration ttl) {
    private static final int MAX_SIZE = 1_000_000;
    private static final Duration MAX_TTL = Duration.ofDays(1);

    /** 10,000 tokens for one minute. */
    public static final TokenCacheLimits DEFAULT = new TokenCacheLimits(10_000, Duration.ofMinutes(1));

    /** Nothing is remembered. */
    public static final TokenCacheLimits OFF = new TokenCacheLimits(0, Duration.ofMinutes(1));

    /**
     * Checks the limits.
     *
     * @throws ConfigurationException if a value is out of its range
     */
    public TokenCacheLimits {
        if (size < 0 || size > MAX_SIZE) {
            throw new ConfigurationException("token-cache.size", "is 0 to 1000000");
        }
        Durations.requirePositive(ttl, "token-cache.ttl");
        if (ttl.compareTo(MAX_TTL) > 0) {
            throw new ConfigurationException("token-cache.ttl", "is at most a day");
        }
    }
}
