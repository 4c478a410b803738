package org.mcpoauth.server.token;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;

/**
 * Makes verifiers of access tokens: JWTs with the keys of the trusted issuers, and others by asking the
 * authorization server, over HTTP or in this process.
 */
public final class JwtVerifierFactory implements TokenVerifierFactory {

    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        return new VerifierAssembly(configuration, services).verifier();
    }

    @Override
    public TokenVerifier embedded(
            ResourceServerConfiguration configuration,
            Issuer issuer,
            AuthorizationServerProvider<?, ?, ?> provider,
            McpOAuthServices services) {
        return new VerifierAssembly(configuration, services).embedded(issuer, provider);
    }
}
