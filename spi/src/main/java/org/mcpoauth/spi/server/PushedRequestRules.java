package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How authorization requests are pushed (RFC 9126), where {@link EndpointPaths#par} offers that. Immutable.
 *
 * @param required whether all clients must push; those whose metadata says so must in any case
 * @param ttl how long a pushed request waits for its browser, up to 90 seconds
 */
public record PushedRequestRules(boolean required, Duration ttl) {
    private static final Duration MAX_TTL = Duration.ofSeconds(90);

    /** As clients like; for a minute. */
    public static final PushedRequestRules DEFAULT = new PushedRequestRules(false, Duration.ofSeconds(60));

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public PushedRequestRules {
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.toSeconds() < 1 || ttl.compareTo(MAX_TTL) > 0) {
            throw new ConfigurationException("par.ttl", "is 1 to 90 seconds");
        }
    }

    /**
     * The same with another value: whether all clients must push.
     *
     * @param value the new value
     * @return a new value
     */
    public PushedRequestRules withRequired(boolean value) {
        return new PushedRequestRules(value, ttl);
    }

    /**
     * The same with another value: how long a pushed request waits for its browser, up to 90 seconds.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public PushedRequestRules withTtl(Duration value) {
        return new PushedRequestRules(required, value);
    }
}
