package org.mcpoauth.spi;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.server.UserSource;

/**
 * Makes authorization servers; found by {@link java.util.ServiceLoader}. Has a public constructor
 * without parameters and is safe for use by several threads. What an issuer keeps in the state store does not exist for
 * another issuer on the same store.
 */
public interface AuthorizationServerFactory {

    /**
     * Makes the endpoints around a provider.
     *
     * @param configuration the issuer and its rules
     * @param provider who decides and stores
     * @param keys the keys that sign access tokens, for the key set endpoint
     * @param users where the users come from
     * @param services what to work with
     * @return the authorization server
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    AuthorizationServer authorizationServer(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            KeySource keys,
            UserSource users,
            McpOAuthServices services);

    /**
     * Makes the ready provider, which keeps everything in the state store and issues access tokens in the
     * configured format.
     *
     * @param configuration the issuer and its rules
     * @param keys the keys that sign access tokens
     * @param policy what users may grant
     * @param services what to work with
     * @return the provider
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    AuthorizationServerProvider<?, ?, ?> readyProvider(
            AuthorizationServerConfiguration configuration,
            KeySource keys,
            GrantPolicy policy,
            McpOAuthServices services);

    /**
     * What users agreed to at the ready provider of an issuer.
     *
     * @param issuer the issuer, whose consents another one on the same store does not have
     * @param services what that works with
     * @return the consents
     */
    Consents consents(Issuer issuer, McpOAuthServices services);

    /**
     * The clients that are registered at the ready provider of an issuer.
     *
     * @param issuer the issuer, whose clients another one on the same store does not have
     * @param services what that works with
     * @return the clients
     */
    RegisteredClients registeredClients(Issuer issuer, McpOAuthServices services);

    /**
     * Makes the keys that the configuration names.
     *
     * @param configuration names their origin and algorithm
     * @param services what to work with
     * @return the keys
     * @throws org.mcpoauth.api.error.ConfigurationException if they cannot be read or used
     * @throws org.mcpoauth.api.error.StorageException if they are in the state store, and it cannot be used
     */
    KeySource signingKeys(AuthorizationServerConfiguration configuration, McpOAuthServices services);
}
