package org.mcpoauth.spi.resource;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How long the key set of an issuer is used. Immutable.
 *
 * @param refreshInterval after how long a set is fetched anew behind the requests, unless the issuer says
 *     sooner
 * @param forcedRefreshInterval the least time between two fetches that unknown keys may cause
 * @param retainOnError how long the last good set is used while no new one can be had; at least the
 *     refresh interval
 */
public record KeySetCaching(Duration refreshInterval, Duration forcedRefreshInterval, Duration retainOnError) {
    /** One hour, 30 seconds, 24 hours. */
    public static final KeySetCaching DEFAULT =
            new KeySetCaching(Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofHours(24));

    /**
     * Checks the durations.
     *
     * @throws ConfigurationException if one is not positive, or sets would be dropped before they are
     *     fetched anew
     */
    public KeySetCaching {
        Durations.requirePositive(refreshInterval, "jwks.refresh-interval");
        Durations.requirePositive(forcedRefreshInterval, "jwks.forced-refresh-interval");
        if (retainOnError.compareTo(refreshInterval) < 0) {
            throw new ConfigurationException("jwks.retain-on-error", "is at least jwks.refresh-interval");
        }
    }
}
