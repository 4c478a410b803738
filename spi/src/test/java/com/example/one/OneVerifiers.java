package com.example.one;

import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;

/** An implementation of somebody. */
public final class OneVerifiers implements TokenVerifierFactory {
    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        throw new UnsupportedOperationException(OneVerifiers.class.getName());
    }
}
