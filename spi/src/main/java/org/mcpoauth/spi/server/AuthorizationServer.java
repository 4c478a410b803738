package org.mcpoauth.spi.server;

import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointGroup;

/** A configured authorization server. Safe for use by several threads. */
public interface AuthorizationServer extends EndpointGroup {

    /**
     * What it was made from.
     *
     * @return the configuration
     */
    AuthorizationServerConfiguration configuration();

    /**
     * What it publishes about itself (RFC 8414, section 2).
     *
     * @return the metadata
     */
    AuthorizationServerMetadata metadata();

    /**
     * Who knows its tokens, for a protected resource in the same process.
     *
     * @return the provider
     */
    AuthorizationServerProvider<?, ?, ?> provider();
}
