package org.mcpoauth.spi;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;

/**
 * Makes token verifiers; found by {@link java.util.ServiceLoader}. Has a public constructor without
 * parameters and is safe for use by several threads.
 */
public interface TokenVerifierFactory {

    /**
     * Makes the verifier of one protected resource. Nothing is fetched yet.
     *
     * @param configuration what to accept
     * @param services what to work with
     * @return the verifier
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services);

    /**
     * Makes the verifier of a protected resource in the process of an authorization server it trusts: the
     * provider is asked about the tokens of that issuer, and about tokens that name no issuer. Tokens of
     * the other trusted issuers are verified as ever. By default the issuer is treated as if it were
     * elsewhere.
     *
     * @param configuration what to accept
     * @param issuer the authorization server in this process; one of the trusted issuers
     * @param provider knows its tokens
     * @param services what to work with
     * @return the verifier
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    default TokenVerifier embedded(
            ResourceServerConfiguration configuration,
            Issuer issuer,
            AuthorizationServerProvider<?, ?, ?> provider,
            McpOAuthServices services) {
        return verifier(configuration, services);
    }
}
