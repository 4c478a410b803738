package org.mcpoauth.spi.server;

/**
 * Which grants are offered beside authorization code and refresh token. Immutable.
 *
 * @param clientCredentials whether confidential clients may get tokens for themselves (RFC 6749, section 4.4)
 */
public record GrantRules(boolean clientCredentials) {
    /** Client credentials only. */
    public static final GrantRules DEFAULT = new GrantRules(true);

    /**
     * The same with another value: whether confidential clients may get tokens for themselves (RFC 6749, section 4.4).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withClientCredentials(boolean value) {
        return new GrantRules(value);
    }
}
