package org.mcpoauth.server.authorization;

import java.util.List;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.server.AuthorizationServer;

/**
 * The endpoints of an authorization server, ready to be served.
 *
 * @param configuration what it was made from
 * @param published what it publishes, which follows the algorithms of its keys
 * @param provider who knows its tokens
 * @param endpoints who answers where
 */
record StandardAuthorizationServer(
        AuthorizationServerConfiguration configuration,
        Changing<AuthorizationServerMetadata> published,
        AuthorizationServerProvider<?, ?, ?> provider,
        List<Endpoint> endpoints)
        implements AuthorizationServer {
    StandardAuthorizationServer {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public AuthorizationServerMetadata metadata() {
        return published.current();
    }
}
