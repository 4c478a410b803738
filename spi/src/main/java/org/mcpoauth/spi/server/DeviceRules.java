package org.mcpoauth.spi.server;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How users authorize devices (RFC 8628), where {@link EndpointPaths#device} offers that. Immutable.
 *
 * @param codeTtl how long a user has to enter the code, 1 to 30 minutes
 * @param interval how long a device waits before it asks again, 1 to 60 seconds
 */
public record DeviceRules(Duration codeTtl, Duration interval) {
    private static final Duration MAX_TTL = Duration.ofMinutes(30);
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    /** Ten minutes, and five seconds. */
    public static final DeviceRules DEFAULT = new DeviceRules(Duration.ofMinutes(10), Duration.ofSeconds(5));

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public DeviceRules {
        if (codeTtl.toMinutes() < 1 || codeTtl.compareTo(MAX_TTL) > 0) {
            throw new ConfigurationException("device.code-ttl", "is 1 to 30 minutes");
        }
        if (interval.toSeconds() < 1 || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new ConfigurationException("device.interval", "is 1 to 60 seconds");
        }
    }

    /**
     * The same with another value: how long a user has to enter the code, 1 to 30 minutes.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public DeviceRules withCodeTtl(Duration value) {
        return new DeviceRules(value, interval);
    }

    /**
     * The same with another value: how long a device waits before it asks again, 1 to 60 seconds.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public DeviceRules withInterval(Duration value) {
        return new DeviceRules(codeTtl, value);
    }
}
