package org.mcpoauth.spi.support.oauth;

import java.util.Objects;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.ClientAuthentication;

/**
 * Who calls an endpoint of an authorization server: a client, or a resource server, which is a client of
 * the introspection endpoint (RFC 7662, section 2.1).
 *
 * @param server the authorization server
 * @param clientId the identifier of the caller there
 * @param authentication how the caller authenticates there
 */
public record OAuthCaller(Issuer server, String clientId, ClientAuthentication authentication) {

    public OAuthCaller {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(authentication, "authentication");
    }
}
