package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Issues tokens to clients for themselves, however they proved who they are. Never with a refresh token.
 *
 * @param provider issues
 * @param configuration what may be asked for
 */
record OwnTokens(AuthorizationServerProvider<?, ?, ?> provider, AuthorizationServerConfiguration configuration) {

    JudgedGrant judge(TokenCall call) {
        Client client = call.client();
        Parameters form = call.form();
        // nobody consents here, so what the client registered is the limit
        Scopes allowed = client.metadata()
                .scope()
                .map(configuration.scopesSupported()::intersect)
                .orElse(configuration.scopesSupported());
        Scopes absent = configuration.scopesDefault().intersect(allowed);
        TokenRequest request = new TokenRequest(
                RequestedScopes.within(allowed, absent, form),
                RequestedResources.within(configuration.resourcesAllowed(), form),
                call.confirmation());
        return () -> issue(client, request);
    }

    private Issuance issue(Client client, TokenRequest request) {
        IssuedTokens tokens = provider.exchangeClientCredentials(client, request);
        if (tokens.refreshToken() != null) {
            throw EndpointException.token(ErrorCode.SERVER_ERROR, null);
        }
        return new Issuance(tokens, null);
    }
}
