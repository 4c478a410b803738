package org.mcpoauth.spi.client;

import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.AccessToken;

/**
 * Gives access tokens that the host of this application obtains by itself.
 *
 * <p>Safe for use by several threads. It is asked again when a token ends or is refused.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * A token for an MCP server, issued by the configured authorization server.
     *
     * @param resource the MCP server, as its metadata name it
     * @return a token for exactly this resource
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to act first
     */
    AccessToken token(ResourceIdentifier resource);
}
