package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Whether and how tokens are exchanged for others (RFC 8693). Immutable.
 *
 * @param offered whether confidential clients may exchange access tokens of this server
 * @param issuers whose ID tokens and other JWTs they may exchange, too
 * @param policy who may exchange which tokens for what
 */
public record TokenExchangeRules(boolean offered, List<AssertionIssuer> issuers, ExchangePolicy policy) {
    /** Not offered; tokens of this server, for delegation. */
    public static final TokenExchangeRules OFF = new TokenExchangeRules(false, List.of(), ExchangePolicy.DELEGATION);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if an issuer is named twice
     */
    public TokenExchangeRules {
        Objects.requireNonNull(policy, "policy");
        issuers = AssertionIssuer.distinct("token-exchange.trusted-issuers", issuers);
    }

    /**
     * The same with another value: whether confidential clients may exchange access tokens of this server.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenExchangeRules withOffered(boolean value) {
        return new TokenExchangeRules(value, issuers, policy);
    }

    /**
     * The same with another value: whose ID tokens and other JWTs they may exchange, too.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if an issuer is named twice
     */
    public TokenExchangeRules withIssuers(List<AssertionIssuer> value) {
        return new TokenExchangeRules(offered, value, policy);
    }

    /**
     * The same with another value: who may exchange which tokens for what.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenExchangeRules withPolicy(ExchangePolicy value) {
        return new TokenExchangeRules(offered, issuers, value);
    }
}
