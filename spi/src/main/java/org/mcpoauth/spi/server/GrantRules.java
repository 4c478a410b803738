package org.mcpoauth.spi.server;

import java.util.Objects;

/**
 * Which grants are offered beside authorization code and refresh token. Immutable.
 *
 * @param clientCredentials whether confidential clients may get tokens for themselves (RFC 6749, section 4.4)
 * @param identityAssertions whose identity assertions are taken for tokens (RFC 7523, section 2.1)
 */
public record GrantRules(boolean clientCredentials, IdentityAssertionRules identityAssertions) {
    /** Client credentials only. */
    public static final GrantRules DEFAULT = new GrantRules(true, IdentityAssertionRules.OFF);

    /** Checks that nothing is missing. */
    public GrantRules {
        Objects.requireNonNull(identityAssertions, "identityAssertions");
    }

    /**
     * The same with another value: whether confidential clients may get tokens for themselves (RFC 6749, section 4.4).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withClientCredentials(boolean value) {
        return new GrantRules(value, identityAssertions);
    }

    /**
     * The same with another value: whose identity assertions are taken for tokens (RFC 7523, section 2.1).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withIdentityAssertions(IdentityAssertionRules value) {
        return new GrantRules(clientCredentials, value);
    }
}
