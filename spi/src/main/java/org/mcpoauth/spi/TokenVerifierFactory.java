package org.mcpoauth.spi;

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
}
