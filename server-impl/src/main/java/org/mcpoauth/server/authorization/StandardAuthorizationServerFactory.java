package org.mcpoauth.server.authorization;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.consent.StoredConsents;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.server.authorization.key.SigningKeySources;
import org.mcpoauth.server.authorization.ready.ReadyProvider;
import org.mcpoauth.server.authorization.ready.StoredClients;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes the authorization servers of this library. */
public final class StandardAuthorizationServerFactory implements AuthorizationServerFactory {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    /** For {@link java.util.ServiceLoader}. */
    public StandardAuthorizationServerFactory() {}

    @Override
    public AuthorizationServer authorizationServer(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            KeySource keys,
            UserSource users,
            McpOAuthServices services) {
        requireProtected(configuration);
        return assembly(configuration, provider, keys, users, own(configuration.issuer(), services))
                .assemble();
    }

    @Override
    public AuthorizationServerProvider<?, ?, ?> readyProvider(
            AuthorizationServerConfiguration configuration,
            KeySource keys,
            GrantPolicy policy,
            McpOAuthServices services) {
        SigningKeySources.requireAlgorithm(configuration.tokens(), keys);
        if (!configuration.tokens().refresh().reuseEndsGrant()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO4593 reuse of refresh tokens is not detected: whoever steals one is not noticed");
        }
        return new ReadyProvider(configuration, keys, policy, own(configuration.issuer(), services));
    }

    @Override
    public Consents consents(Issuer issuer, McpOAuthServices services) {
        return new StoredConsents(own(issuer, services).stateStore(), StrictJson.create(), services.clock());
    }

    @Override
    public RegisteredClients registeredClients(Issuer issuer, McpOAuthServices services) {
        return new StoredClients(own(issuer, services).stateStore(), StrictJson.create(), services.clock());
    }

    @Override
    public KeySource signingKeys(AuthorizationServerConfiguration configuration, McpOAuthServices services) {
        return SigningKeySources.of(configuration, own(configuration.issuer(), services));
    }

    /** What one issuer keeps does not exist for another one on the same store. */
    private static McpOAuthServices own(Issuer issuer, McpOAuthServices services) {
        return services.withStateStore(new IssuerStore(services.stateStore(), issuer));
    }

    /** Gives the wildcards of the provider names. */
    private static <C extends AuthorizationCode, R extends RefreshToken, A extends IssuedAccessToken>
            AuthorizationServerAssembly<C, R, A> assembly(
                    AuthorizationServerConfiguration configuration,
                    AuthorizationServerProvider<C, R, A> provider,
                    KeySource keys,
                    UserSource users,
                    McpOAuthServices services) {
        return new AuthorizationServerAssembly<>(configuration, provider, new KeyRing(keys), users, services);
    }

    /** OAuth 2.1, section 1.5: TLS everywhere but on loopback. */
    private static void requireProtected(AuthorizationServerConfiguration configuration) {
        if (!RedirectUris.isAllowed(configuration.issuer().uri())) {
            throw new ConfigurationException("issuer", "must be https, or http on loopback");
        }
    }
}
