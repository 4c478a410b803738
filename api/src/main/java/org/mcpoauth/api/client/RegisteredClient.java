package org.mcpoauth.api.client;

import java.util.Objects;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;

/**
 * A client at one authorization server: everything a request to its endpoints needs. Credentials of one
 * server never go to another (RFC 6749, section 2.2; MCP authorization, "Authorization Server Binding").
 *
 * @param server the metadata of the authorization server
 * @param information identifier and credentials of the client
 * @param authentication how the client authenticates there
 */
public record RegisteredClient(
        AuthorizationServerMetadata server, ClientInformation information, ClientAuthentication authentication) {

    /**
     * Checks that the credentials belong to the server.
     *
     * @throws IllegalArgumentException if the client information is of another issuer
     */
    public RegisteredClient {
        Objects.requireNonNull(authentication, "authentication");
        if (!server.issuer().equals(information.issuer())) {
            throw new IllegalArgumentException("the client is registered at another authorization server");
        }
    }

    /** Gives issuer and client identifier. */
    @Override
    public String toString() {
        return "RegisteredClient[issuer=" + server.issuer() + ", clientId=" + information.clientId() + "]";
    }
}
