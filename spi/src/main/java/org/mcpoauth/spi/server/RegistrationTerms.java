package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What clients get that register themselves, and for how long (RFC 7591, section 3.2.1; RFC 7592, section 3).
 * Immutable.
 *
 * @param scopeLimit which scopes they may ask users for
 * @param secretTtl how long a client secret lives, positive and at most ten years, {@code null} for ever
 * @param unusedTtl how long a registration lives that brings no token, positive and at most ten years; one that did
 *     lives so long beyond everything it may have brought (tokens, and what users agreed to). Times what an address may register, it should stay far below {@link
 *     DynamicRegistration#maxClients}, else one address keeps all others out
 * @param tokenRotation whether the registration access token is replaced whenever a client reads or updates its
 *     registration (RFC 7592, section 5); a client that misses the answer can then manage it no more
 */
public record RegistrationTerms(
        ScopeLimit scopeLimit, @Nullable Duration secretTtl, Duration unusedTtl, boolean tokenRotation) {
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** All scopes; secrets for ever; a day to get a first token; one registration access token. */
    public static final RegistrationTerms DEFAULT =
            new RegistrationTerms(ScopeLimit.SUPPORTED, null, Duration.ofDays(1), false);

    /**
     * Which scopes a client that said {@code scope} of itself may ask users for (RFC 7591, section 2): at its
     * registration or in its metadata document. One that said nothing may ask for all that are supported, and what
     * a {@link RegistrationPolicy} or the deployer says is a limit in any case.
     */
    public enum ScopeLimit {
        /**
         * All that are supported. MCP clients need this: they register with the scopes of the first challenge and
         * ask for more later without registering again (MCP, "Step-Up Authorization Flow").
         */
        SUPPORTED,
        /** Those it said, as far as they are supported. */
        REQUESTED
    }

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value is missing or breaks a rule
     */
    public RegistrationTerms {
        Objects.requireNonNull(scopeLimit, "scopeLimit");
        requireSensible("dcr.unused-ttl", unusedTtl);
        if (secretTtl != null) {
            requireSensible("dcr.secret-ttl", secretTtl);
        }
    }

    private static void requireSensible(String key, Duration ttl) {
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(key, "must be positive and at most ten years");
        }
    }

    /**
     * The same with another value: which scopes clients may ask users for.
     *
     * @param value the new value
     * @return a new value
     */
    public RegistrationTerms withScopeLimit(ScopeLimit value) {
        return new RegistrationTerms(value, secretTtl, unusedTtl, tokenRotation);
    }

    /**
     * The same with another value: how long a client secret lives, {@code null} for ever.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public RegistrationTerms withSecretTtl(@Nullable Duration value) {
        return new RegistrationTerms(scopeLimit, value, unusedTtl, tokenRotation);
    }

    /**
     * The same with another value: how long a registration lives that brings no token.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public RegistrationTerms withUnusedTtl(Duration value) {
        return new RegistrationTerms(scopeLimit, secretTtl, value, tokenRotation);
    }

    /**
     * The same with another value: whether the registration access token is replaced at each use.
     *
     * @param value the new value
     * @return a new value
     */
    public RegistrationTerms withTokenRotation(boolean value) {
        return new RegistrationTerms(scopeLimit, secretTtl, unusedTtl, value);
    }
}
