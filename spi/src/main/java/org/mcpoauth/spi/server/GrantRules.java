package org.mcpoauth.spi.server;

import java.util.Objects;

/**
 * Which grants are offered beside authorization code and refresh token. Immutable.
 *
 * @param clientCredentials whether confidential clients may get tokens for themselves (RFC 6749, section 4.4)
 * @param identityAssertions whose identity assertions are taken for tokens (RFC 7523, section 2.1)
 * @param workloads which workloads get tokens for what their platform signed (RFC 7523, section 2.1)
 * @param tokenExchange whether and how tokens are exchanged for others (RFC 8693)
 */
public record GrantRules(
        boolean clientCredentials,
        IdentityAssertionRules identityAssertions,
        WorkloadRules workloads,
        TokenExchangeRules tokenExchange) {
    /** Client credentials only. */
    public static final GrantRules DEFAULT =
            new GrantRules(true, IdentityAssertionRules.OFF, WorkloadRules.OFF, TokenExchangeRules.OFF);

    /** Checks that nothing is missing. */
    public GrantRules {
        Objects.requireNonNull(identityAssertions, "identityAssertions");
        Objects.requireNonNull(workloads, "workloads");
        Objects.requireNonNull(tokenExchange, "tokenExchange");
    }

    /**
     * The same with another value: whether confidential clients may get tokens for themselves (RFC 6749, section 4.4).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withClientCredentials(boolean value) {
        return new GrantRules(value, identityAssertions, workloads, tokenExchange);
    }

    /**
     * The same with another value: whose identity assertions are taken for tokens (RFC 7523, section 2.1).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withIdentityAssertions(IdentityAssertionRules value) {
        return new GrantRules(clientCredentials, value, workloads, tokenExchange);
    }

    /**
     * The same with another value: which workloads get tokens for what their platform signed (RFC 7523, section 2.1).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withWorkloads(WorkloadRules value) {
        return new GrantRules(clientCredentials, identityAssertions, value, tokenExchange);
    }

    /**
     * The same with another value: whether and how tokens are exchanged for others (RFC 8693).
     *
     * @param value the new value
     * @return a new value
     */
    public GrantRules withTokenExchange(TokenExchangeRules value) {
        return new GrantRules(clientCredentials, identityAssertions, workloads, value);
    }
}
