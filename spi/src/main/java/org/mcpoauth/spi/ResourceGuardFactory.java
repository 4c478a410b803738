package org.mcpoauth.spi;

import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Makes the guards of protected resources; found by {@link java.util.ServiceLoader}. Has a public
 * constructor without parameters and is safe for use by several threads.
 */
public interface ResourceGuardFactory {

    /**
     * Makes a protected resource.
     *
     * @param configuration what to guard and how
     * @param verifier the verifier to ask
     * @param services what to work with
     * @return the protected resource
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    ProtectedResource protectedResource(
            ResourceServerConfiguration configuration, TokenVerifier verifier, McpOAuthServices services);
}
