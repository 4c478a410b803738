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
 */
public record BindingRules(SessionBinding sessions, Duration idleTimeout, boolean tasksBound, boolean keyBound) {
    /** Everything is bound, for 30 minutes, whatever the key. */
    public static final BindingRules DEFAULT =
            new BindingRules(SessionBinding.ENFORCE, Duration.ofMinutes(30), true, false);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the time is not positive
     */
    public BindingRules {
        Objects.requireNonNull(sessions, "sessions");
        Durations.requirePositive(idleTimeout, "session-binding.idle-timeout");
    }

    /**
     * The same with another binding of sessions.
     *
     * @param value how sessions are bound
     * @return a new value
     */
    public BindingRules withSessions(SessionBinding value) {
        return new BindingRules(value, idleTimeout, tasksBound, keyBound);
    }

    /**
     * The same with another idle time.
     *
     * @param value how long an unused session or task stays bound
     * @return a new value
     */
    public BindingRules withIdleTimeout(Duration value) {
        return new BindingRules(sessions, value, tasksBound, keyBound);
    }

    /**
     * The same with tasks bound or not.
     *
     * @param value whether tasks are bound; {@code false} weakens security
     * @return a new value
     */
    public BindingRules withTasksBound(boolean value) {
        return new BindingRules(sessions, idleTimeout, value, keyBound);
    }

    /**
     * The same with the DPoP key in the principal or not.
     *
     * @param value whether the DPoP key of a token is part of the principal
     * @return a new value
     */
    public BindingRules withKeyBound(boolean value) {
        return new BindingRules(sessions, idleTimeout, tasksBound, value);
    }
}
