package org.mcpoauth.spi.resource;

import java.time.Duration;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How sessions, tasks and other handles are bound to principals. Immutable.
 *
 * @param sessions how sessions are bound
 * @param idleTimeout how long an unused session or task stays bound
 * @param tasksBound whether tasks are bound; {@code false} weakens security
 * @param keyBound whether the DPoP key of a token is part of the principal, so that a new key of the
 *     client opens nothing of the old one
 * @param maxPerPrincipal how many handles of one kind a principal may have at a time, 1 to 100000; with
 *     ended ones, which stay known until their idle time is over, twice as many
 */
public record BindingRules(
        SessionBinding sessions, Duration idleTimeout, boolean tasksBound, boolean keyBound, int maxPerPrincipal) {
    private static final int MOST_PER_PRINCIPAL = 100_000;

    /** Everything is bound, for 30 minutes, whatever the key, and a principal has up to 1000 handles of a kind. */
    public static final BindingRules DEFAULT =
            new BindingRules(SessionBinding.ENFORCE, Duration.ofMinutes(30), true, false, 1000);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the time is not positive or the number of handles out of range
     */
    public BindingRules {
        Objects.requireNonNull(sessions, "sessions");
        Durations.requirePositive(idleTimeout, "session-binding.idle-timeout");
        if (maxPerPrincipal < 1 || maxPerPrincipal > MOST_PER_PRINCIPAL) {
            throw new ConfigurationException(
                    "session-binding.max-per-principal", "is a number from 1 to " + MOST_PER_PRINCIPAL);
        }
    }

    /**
     * The same with another binding of sessions.
     *
     * @param value how sessions are bound
     * @return a new value
     */
    public BindingRules withSessions(SessionBinding value) {
        return new BindingRules(value, idleTimeout, tasksBound, keyBound, maxPerPrincipal);
    }

    /**
     * The same with another idle time.
     *
     * @param value how long an unused session or task stays bound
     * @return a new value
     */
    public BindingRules withIdleTimeout(Duration value) {
        return new BindingRules(sessions, value, tasksBound, keyBound, maxPerPrincipal);
    }

    /**
     * The same with tasks bound or not.
     *
     * @param value whether tasks are bound; {@code false} weakens security
     * @return a new value
     */
    public BindingRules withTasksBound(boolean value) {
        return new BindingRules(sessions, idleTimeout, value, keyBound, maxPerPrincipal);
    }

    /**
     * The same with the DPoP key in the principal or not.
     *
     * @param value whether the DPoP key of a token is part of the principal
     * @return a new value
     */
    public BindingRules withKeyBound(boolean value) {
        return new BindingRules(sessions, idleTimeout, tasksBound, value, maxPerPrincipal);
    }

    /**
     * The same with another number of handles.
     *
     * @param value how many handles of one kind a principal may have at a time, 1 to 100000
     * @return a new value
     * @throws ConfigurationException if the number is out of range
     */
    public BindingRules withMaxPerPrincipal(int value) {
        return new BindingRules(sessions, idleTimeout, tasksBound, keyBound, value);
    }
}
