package com.example.two;

import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;

/** An implementation of somebody else. */
public final class TwoVerifiers implements TokenVerifierFactory {
    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        throw new UnsupportedOperationException(TwoVerifiers.class.getName());
    }
}
