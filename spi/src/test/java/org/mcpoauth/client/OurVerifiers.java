package org.mcpoauth.client;

import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;

/** An implementation with the name of one of ours. */
public final class OurVerifiers implements TokenVerifierFactory {
    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        throw new UnsupportedOperationException(OurVerifiers.class.getName());
    }
}
