package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** Issues a token to a confidential client itself (RFC 6749, section 4.4), never with a refresh token. */
final class ClientCredentialsGrant implements GrantHandler {
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final AuthorizationServerConfiguration configuration;

    ClientCredentialsGrant(
            AuthorizationServerProvider<?, ?, ?> provider, AuthorizationServerConfiguration configuration) {
        this.provider = provider;
        this.configuration = configuration;
    }

    @Override
    public GrantType type() {
        return GrantType.CLIENT_CREDENTIALS;
    }

    @Override
    public boolean isAllowed(Client client) {
        return !ClientAuthenticator.isPublic(client) && GrantHandler.super.isAllowed(client);
    }

    @Override
    public Issuance issue(TokenCall call) {
        Client client = call.client();
        Parameters form = call.form();
        // nobody consents here, so what the client registered is the limit
        Scopes allowed = client.metadata()
                .scope()
                .map(configuration.scopesSupported()::intersect)
                .orElse(configuration.scopesSupported());
        Scopes absent = configuration.scopesDefault().intersect(allowed);
        TokenRequest request = call.request(
                RequestedScopes.within(allowed, absent, form),
                RequestedResources.within(configuration.resourcesAllowed(), form));
        IssuedTokens tokens = provider.exchangeClientCredentials(client, request);
        if (tokens.refreshToken() != null) {
            throw EndpointException.token(ErrorCode.SERVER_ERROR, null);
        }
        return new Issuance(tokens, null);
    }
}
