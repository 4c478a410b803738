package org.mcpoauth.spi.support.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * When entries end, in milliseconds since 1970. The end is rounded up and the present rounded down, so
 * that an entry lives its whole time and less than a millisecond more.
 */
public final class Expiry {
    private Expiry() {}

    /**
     * When an entry ends.
     *
     * @param now when it is stored
     * @param ttl how long it lives; positive
     * @return the end; as late as can be said when it lies further ahead
     * @throws IllegalArgumentException if {@code ttl} is not positive
     */
    public static long of(Instant now, Duration ttl) {
        if (ttl.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException("a time to live must be positive");
        }
        try {
            // the largest fraction below a millisecond rounds up
            return now.plus(ttl).plusNanos(999_999).toEpochMilli();
        } catch (DateTimeException | ArithmeticException tooFar) {
            return Long.MAX_VALUE;
        }
    }
}
