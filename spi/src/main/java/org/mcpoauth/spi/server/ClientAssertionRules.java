package org.mcpoauth.spi.server;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * How the assertions are checked that clients authenticate with (RFC 7523, section 3). Immutable.
 *
 * @param secretKeys the keys that the secrets of {@code client_secret_jwt} are derived from, 32 characters or
 *     more each, the same on all nodes: the first makes, all check, so that nothing readable is stored. Empty
 *     where that method is not offered
 * @param tokenEndpointAudience whether the URL of the token endpoint is taken as audience beside the issuer. It
 *     lets an authorization server that a client trusts use its assertions here (draft-ietf-oauth-rfc7523bis),
 *     so it is for clients that cannot be changed
 */
public record ClientAssertionRules(Changing<List<Secret>> secretKeys, boolean tokenEndpointAudience) {
    private static final int MIN_KEY = 32;

    /** No keys, the issuer as only audience. */
    public static final ClientAssertionRules DEFAULT = new ClientAssertionRules(Changing.of(List.of()), false);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a key is shorter than 32 characters
     */
    public ClientAssertionRules {
        if (secretKeys.current().stream().anyMatch(key -> key.reveal().length() < MIN_KEY)) {
            throw new ConfigurationException("client-secret-keys", "have 32 characters or more each");
        }
    }

    /**
     * The same with another value: the keys that the secrets of {@code client_secret_jwt} are derived from.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public ClientAssertionRules withSecretKeys(List<Secret> value) {
        return withSecretKeys(Changing.of(List.copyOf(value)));
    }

    /**
     * The same with keys that may be exchanged.
     *
     * @param value gives the keys; never none once there were some
     * @return a new value
     * @throws ConfigurationException if those of now break a rule
     */
    public ClientAssertionRules withSecretKeys(Changing<List<Secret>> value) {
        return new ClientAssertionRules(value, tokenEndpointAudience);
    }

    /**
     * The same with another value: whether the URL of the token endpoint is taken as audience beside the issuer.
     *
     * @param value the new value
     * @return a new value
     */
    public ClientAssertionRules withTokenEndpointAudience(boolean value) {
        return new ClientAssertionRules(secretKeys, value);
    }
}
