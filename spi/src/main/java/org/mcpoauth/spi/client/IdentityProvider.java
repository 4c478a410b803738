package org.mcpoauth.spi.client;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * The identity provider of an enterprise, which decides who may use which MCP server, and our client
 * there (MCP extension "Enterprise-Managed Authorization"). The text form shows no secret.
 *
 * @param issuer the issuer identifier of the identity provider
 * @param clientId the identifier of the client that the user signed in to, not empty
 * @param authentication how that client authenticates at the identity provider, asked for each time
 * @param tokenEndpoint where tokens are exchanged, or {@code null} to find it in the metadata of the issuer
 */
public record IdentityProvider(
        Issuer issuer,
        String clientId,
        Changing<ClientAuthentication> authentication,
        @Nullable URI tokenEndpoint) {

    /**
     * Checks that nothing needed is missing.
     *
     * @throws ConfigurationException if the client identifier is empty
     */
    public IdentityProvider {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(authentication, "authentication");
        if (clientId.isEmpty()) {
            throw new ConfigurationException("id-jag.idp-client-id", "must not be empty");
        }
    }

    /**
     * An identity provider where our client authenticates in one way.
     *
     * @param issuer the issuer identifier of the identity provider
     * @param clientId the identifier of the client that the user signed in to, not empty
     * @param authentication how that client authenticates at the identity provider
     * @param tokenEndpoint where tokens are exchanged, or {@code null} to find it in the metadata of the issuer
     * @throws ConfigurationException if the client identifier is empty
     */
    public IdentityProvider(
            Issuer issuer, String clientId, ClientAuthentication authentication, @Nullable URI tokenEndpoint) {
        this(issuer, clientId, Changing.of(authentication), tokenEndpoint);
    }
}
