package org.mcpoauth.spi.resource;

import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointGroup;

/**
 * A configured protected resource with everything a binding and an application need of it. Safe for use
 * by several threads.
 */
public interface ProtectedResource extends EndpointGroup {

    /**
     * What it was made from.
     *
     * @return the configuration
     */
    ResourceServerConfiguration configuration();

    /**
     * What it publishes about itself (RFC 9728, section 2).
     *
     * @return the metadata
     */
    ProtectedResourceMetadata metadata();

    /**
     * The guard of its endpoints.
     *
     * @return the guard
     */
    ResourceGuard guard();

    /**
     * The verifier behind the guard.
     *
     * @return the verifier
     */
    TokenVerifier verifier();

    /**
     * Binds sessions, tasks and handles to principals.
     *
     * @return the binder
     */
    PrincipalBinder binder();

    /**
     * Protects {@code requestState}.
     *
     * @return the codec
     */
    RequestStateCodec requestStates();
}
