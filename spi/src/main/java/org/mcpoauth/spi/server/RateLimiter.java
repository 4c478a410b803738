package org.mcpoauth.spi.server;

import java.time.Duration;

/**
 * Counts what happens and says who has to wait. What is remembered is bounded. Safe for use by several threads, and
 * quick: it is asked at each request of a limited endpoint.
 */
public interface RateLimiter {

    /**
     * Counts that something happens, if it may.
     *
     * @param limit how often it may
     * @param subject what happens and by whom, such as {@code register 192.0.2.1}; up to 128 characters, the same text
     *     for the same subject
     * @return zero if it may happen, else how long to wait; then it is not counted
     */
    Duration acquire(RateLimit limit, String subject);

    /**
     * Whether something could happen; counts nothing.
     *
     * @param limit how often it may
     * @param subject what happens and by whom, as for {@link #acquire}
     * @return zero if it could, else how long to wait
     */
    Duration waiting(RateLimit limit, String subject);
}
