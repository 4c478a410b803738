package org.mcpoauth.spi.server;

import java.util.Objects;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * An OpenID Connect issuer where users log in; the authorization server is one client of it. Each MCP client is
 * agreed to by the user before the browser goes there (MCP security best practices, "Confused Deputy Problem"). Its
 * tokens go to nobody and are not kept. Users are told apart by issuer and subject. Immutable.
 *
 * @param issuer the issuer, whose metadata say where its endpoints are
 * @param clientId the identifier of the authorization server there
 * @param authentication how the authorization server authenticates there; that may be exchanged
 * @param scopes what is asked for there, {@code openid} among it
 */
public record UpstreamProvider(
        Issuer issuer, String clientId, Changing<ClientAuthentication> authentication, Scopes scopes) {
    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the client identifier is empty, or {@code openid} is not among the scopes
     */
    public UpstreamProvider {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(authentication, "authentication");
        if (clientId.isEmpty()) {
            throw new ConfigurationException("upstream.client-id", "is missing");
        }
        if (!scopes.contains("openid")) {
            throw new ConfigurationException("upstream.scopes", "must contain openid");
        }
    }

    /**
     * An issuer where the authorization server authenticates in one way.
     *
     * @param issuer the issuer, whose metadata say where its endpoints are
     * @param clientId the identifier of the authorization server there
     * @param authentication how the authorization server authenticates there
     * @param scopes what is asked for there, {@code openid} among it
     * @throws ConfigurationException if the client identifier is empty, or {@code openid} is not among the scopes
     */
    public UpstreamProvider(Issuer issuer, String clientId, ClientAuthentication authentication, Scopes scopes) {
        this(issuer, clientId, Changing.of(authentication), scopes);
    }
}
