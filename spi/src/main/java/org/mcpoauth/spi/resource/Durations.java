package org.mcpoauth.spi.resource;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/** The rule most durations of a configuration share. */
final class Durations {
    private Durations() {}

    static void requirePositive(Duration value, String key) {
        if (value.isNegative() || value.isZero()) {
            throw new ConfigurationException(key, "must be positive");
        }
    }
}
