package org.mcpoauth.server.authorization.token;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.client.AuthenticatedClient;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * The revocation endpoint (RFC 7009). An unknown token is no error, since it is as good as revoked; a
 * token of another client is one, and stays. The hint says only what to look for first, so an unknown
 * hint does no harm (section 2.1).
 *
 * @param <R> the provider's refresh tokens
 * @param <A> the provider's access tokens
 */
public final class RevocationEndpoint<R extends RefreshToken, A extends IssuedAccessToken> implements EndpointHandler {
    private final AuthorizationServerProvider<?, R, A> provider;
    private final ClientAuthenticator authenticator;
    private final ServerAudit audit;

    /**
     * Makes the endpoint.
     *
     * @param provider revokes
     * @param authenticator authenticates clients
     * @param audit learns what is revoked
     */
    public RevocationEndpoint(
            AuthorizationServerProvider<?, R, A> provider, ClientAuthenticator authenticator, ServerAudit audit) {
        this.provider = provider;
        this.authenticator = authenticator;
        this.audit = audit;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        AuthenticatedClient caller = authenticator.authenticate(request, form);
        Secret token = PresentedToken.of(form);
        caller.spend();
        revoke(caller.client(), token, form);
        return ResponseHeaders.notStored().answer(200);
    }

    private void revoke(Client client, Secret token, Parameters form) {
        boolean isAccessTokenLikely =
                form.find("token_type_hint").filter("access_token"::equals).isPresent();
        List<Revocation> order = isAccessTokenLikely
                ? List.of(this::revokeAccessToken, this::revokeRefreshToken)
                : List.of(this::revokeRefreshToken, this::revokeAccessToken);
        for (Revocation kind : order) {
            if (kind.revoke(client, token)) {
                break;
            }
        }
    }

    /** Revokes a token if it is of a certain kind. */
    @FunctionalInterface
    private interface Revocation {
        boolean revoke(Client client, Secret presented);
    }

    private boolean revokeRefreshToken(Client client, Secret presented) {
        return provider.loadRefreshToken(client, presented)
                .map(token -> {
                    requireOwn(client, token.clientId());
                    provider.revokeRefreshToken(client, token);
                    audit.revoked(client.clientId(), token.subject());
                    return true;
                })
                .orElse(false);
    }

    private boolean revokeAccessToken(Client client, Secret presented) {
        return provider.loadAccessToken(presented)
                .map(token -> {
                    requireOwn(client, token.clientId());
                    provider.revokeAccessToken(client, token);
                    audit.revoked(client.clientId(), token.subject());
                    return true;
                })
                .orElse(false);
    }

    private static void requireOwn(Client client, String clientId) {
        if (!client.clientId().equals(clientId)) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the token was issued to another client");
        }
    }
}
