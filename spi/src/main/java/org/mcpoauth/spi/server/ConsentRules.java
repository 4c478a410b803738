package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * When users are asked whether they agree, and how long that holds. Immutable.
 *
 * @param mode when they are asked
 * @param lifetime how long what a user agreed to is remembered; positive, at most ten years
 */
public record ConsentRules(ConsentMode mode, Duration lifetime) {
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Once for each client, scope and resource, for 90 days. */
    public static final ConsentRules DEFAULT = new ConsentRules(ConsentMode.ALWAYS_FOR_NEW_CLIENT, Duration.ofDays(90));

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public ConsentRules {
        Objects.requireNonNull(mode, "mode");
        if (lifetime.isZero() || lifetime.isNegative() || lifetime.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("consent.ttl", "is positive and at most ten years");
        }
    }

    /**
     * The same with another value: when users are asked.
     *
     * @param value the new value
     * @return a new value
     */
    public ConsentRules withMode(ConsentMode value) {
        return new ConsentRules(value, lifetime);
    }

    /**
     * The same with another value: how long what a user agreed to is remembered.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public ConsentRules withLifetime(Duration value) {
        return new ConsentRules(mode, value);
    }
}
