package org.mcpoauth.spi.resource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * How {@code requestState} is protected (MCP 2026-07-28). Immutable.
 *
 * @param sealed whether the bindings seal and open request states by themselves; {@code false} leaves it to
 *     the application and weakens security
 * @param keys the keys, 32 characters or more each, asked for each time; the first one seals, all open; empty for a key
 *     made out of those of the store, or of this process where no other one can see the store
 * @param ttl how long a request state is accepted
 * @param audience the server a state is for, the same on all nodes, or {@code null} for the resource
 * @param keyBound whether a state is bound to the DPoP key of the token too
 */
public record RequestStateRules(
        boolean sealed,
        Changing<List<Secret>> keys,
        Duration ttl,
        @Nullable String audience,
        boolean keyBound) {
    private static final int MIN_KEY = 32;

    /** Sealed with a key of this process for 10 minutes. */
    public static final RequestStateRules DEFAULT =
            new RequestStateRules(true, Changing.of(List.of()), Duration.ofMinutes(10), null, false);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a key is short or there twice, or the time is not positive
     */
    public RequestStateRules {
        requireUsable(keys.current());
        Durations.requirePositive(ttl, "request-state.ttl");
    }

    private static void requireUsable(List<Secret> keys) {
        if (keys.stream().anyMatch(key -> key.reveal().length() < MIN_KEY)) {
            throw new ConfigurationException("request-state.keys", "have 32 characters or more each");
        }
        if (new HashSet<>(keys).size() < keys.size()) {
            throw new ConfigurationException("request-state.keys", "must differ from each other");
        }
    }

    /**
     * The same with other keys.
     *
     * @param values the keys; empty for a key of this process
     * @return a new value
     */
    public RequestStateRules withKeys(List<Secret> values) {
        return withKeys(Changing.of(List.copyOf(values)));
    }

    /**
     * The same with keys that may be exchanged. A key stays in the ring until the states it sealed have ended.
     *
     * @param values gives the keys; never none once there were some
     * @return a new value
     * @throws ConfigurationException if those of now break a rule
     */
    public RequestStateRules withKeys(Changing<List<Secret>> values) {
        return new RequestStateRules(sealed, values, ttl, audience, keyBound);
    }

    /**
     * The same with another time to live.
     *
     * @param value how long a request state is accepted
     * @return a new value
     */
    public RequestStateRules withTtl(Duration value) {
        return new RequestStateRules(sealed, keys, value, audience, keyBound);
    }

    /**
     * The same with states sealed or not.
     *
     * @param value whether the bindings seal and open states by themselves; {@code false} weakens security
     * @return a new value
     */
    public RequestStateRules withSealed(boolean value) {
        return new RequestStateRules(value, keys, ttl, audience, keyBound);
    }

    /**
     * The same with another audience.
     *
     * @param value the server a state is for, or {@code null} for the resource
     * @return a new value
     */
    public RequestStateRules withAudience(@Nullable String value) {
        return new RequestStateRules(sealed, keys, ttl, value, keyBound);
    }

    /**
     * The same with states bound to the DPoP key or not.
     *
     * @param value whether a state is bound to the DPoP key of the token too
     * @return a new value
     */
    public RequestStateRules withKeyBound(boolean value) {
        return new RequestStateRules(sealed, keys, ttl, audience, value);
    }
}
