package org.mcpoauth.spi.resource;

import java.util.Objects;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * The scopes of a resource beyond those of its operations. Immutable.
 *
 * @param required the scopes every request needs
 * @param supported the scopes the metadata names; those that are needed somewhere are added
 * @param challenge which scopes a challenge names
 */
public record ScopeRules(Scopes required, Scopes supported, ChallengeScope challenge) {
    /** No scopes; challenges name those of the operation. */
    public static final ScopeRules DEFAULT = new ScopeRules(Scopes.NONE, Scopes.NONE, ChallengeScope.OPERATION);

    /** Which scopes a challenge names. */
    public enum ChallengeScope {
        /** Those that the request needs. */
        OPERATION,
        /** All that the metadata names. */
        ALL,
        /** None. */
        NONE
    }

    /**
     * Checks the scopes.
     *
     * @throws ConfigurationException if one is {@code offline_access}, which is no scope of a resource
     */
    public ScopeRules {
        Objects.requireNonNull(challenge, "challenge");
        requireOfResource("scopes-supported", required);
        requireOfResource("scopes-supported", supported);
    }

    /** MCP authorization, "Refresh Tokens": a resource neither publishes nor challenges for this scope. */
    static void requireOfResource(String where, Scopes scopes) {
        if (scopes.contains("offline_access")) {
            throw new ConfigurationException(where, "must not name offline_access");
        }
    }

    /**
     * The same with other required scopes.
     *
     * @param value the scopes every request needs
     * @return a new value
     */
    public ScopeRules withRequired(Scopes value) {
        return new ScopeRules(value, supported, challenge);
    }

    /**
     * The same with other supported scopes.
     *
     * @param value the scopes the metadata names
     * @return a new value
     */
    public ScopeRules withSupported(Scopes value) {
        return new ScopeRules(required, value, challenge);
    }

    /**
     * The same with other challenges.
     *
     * @param value which scopes a challenge names
     * @return a new value
     */
    public ScopeRules withChallenge(ChallengeScope value) {
        return new ScopeRules(required, supported, value);
    }
}
