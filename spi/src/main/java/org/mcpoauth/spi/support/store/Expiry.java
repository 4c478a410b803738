package org.mcpoauth.spi.support.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * When entries end, in milliseconds since 1970. The end is rounded up and the present rounded down, so
 * that an entry lives its whole time and less than a millisecond more.
 */
final class Expiry {
    private Expiry() {}

    static long of(Instant now, Duration ttl) {
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
