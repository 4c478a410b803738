package org.mcpoauth.spi.server;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How often something may happen within a time.
 *
 * @param times how often, at least once
 * @param period the time, a second to a day
 */
public record RateLimit(int times, Duration period) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if one is out of range
     */
    public RateLimit {
        if (times <= 0 || period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("rate-limit.<endpoint>", "is at least once in a second to a day");
        }
    }
}
