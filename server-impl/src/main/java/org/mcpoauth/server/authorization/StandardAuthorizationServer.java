package org.mcpoauth.server.authorization;

import java.util.List;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.server.AuthorizationServer;

/**
 * The endpoints of an authorization server, ready to be served.
 *
 * @param configuration what it was made from
 * @param metadata what it publishes
 * @param provider who knows its tokens
 * @param endpoints who answers where
 */
record StandardAuthorizationServer(
        AuthorizationServerConfiguration configuration,
        AuthorizationServerMetadata metadata,
        AuthorizationServerProvider<?, ?, ?> provider,
        List<Endpoint> endpoints)
        implements AuthorizationServer {
    StandardAuthorizationServer {
        endpoints = List.copyOf(endpoints);
    }
}
