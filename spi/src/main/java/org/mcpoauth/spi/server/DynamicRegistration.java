package org.mcpoauth.spi.server;

import org.mcpoauth.api.error.ConfigurationException;

/**
 * Whether and how clients register themselves (RFC 7591). Immutable.
 *
 * @param offered whether they may
 * @param maxClients how many may, at least one
 */
public record DynamicRegistration(boolean offered, int maxClients) {
    /** Not offered. */
    public static final DynamicRegistration OFF = new DynamicRegistration(false, 1000);

    /** Offered to everybody, to a thousand clients at most. */
    public static final DynamicRegistration OPEN = OFF.withOffered(true);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is missing or breaks a rule
     */
    public DynamicRegistration {
        if (maxClients <= 0) {
            throw new ConfigurationException("dcr.max-clients", "must be positive");
        }
    }

    /**
     * The same with another value: whether they may.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public DynamicRegistration withOffered(boolean value) {
        return new DynamicRegistration(value, maxClients);
    }

    /**
     * The same with another value: how many may, at least one.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public DynamicRegistration withMaxClients(int value) {
        return new DynamicRegistration(offered, value);
    }
}
