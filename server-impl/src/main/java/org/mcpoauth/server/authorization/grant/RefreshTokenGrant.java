package org.mcpoauth.server.authorization.grant;

import java.time.InstantSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** Uses a refresh token (RFC 6749, section 6). Asking for less does not shrink the grant. */
final class RefreshTokenGrant<R extends RefreshToken> implements GrantHandler {
    private static final String OFFLINE_ACCESS = "offline_access";

    private final AuthorizationServerProvider<?, R, ?> provider;
    private final Scopes scopesSupported;
    private final CurrentAccess access;
    private final InstantSource clock;
    private final ReuseWatch reuse;

    RefreshTokenGrant(
            AuthorizationServerProvider<?, R, ?> provider,
            AuthorizationServerConfiguration configuration,
            InstantSource clock,
            ServerAudit audit) {
        this.provider = provider;
        this.scopesSupported = configuration.scopesSupported();
        this.access = new CurrentAccess(configuration);
        this.clock = clock;
        this.reuse = new ReuseWatch(GrantType.REFRESH_TOKEN, audit);
    }

    @Override
    public GrantType type() {
        return GrantType.REFRESH_TOKEN;
    }

    /** Where {@code offline_access} is a scope, clients get refresh tokens by it without registering the grant. */
    @Override
    public boolean isAllowed(Client client) {
        return GrantHandler.super.isAllowed(client) || scopesSupported.contains(OFFLINE_ACCESS);
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        Client client = call.client();
        Parameters form = call.form();
        Secret presented = form.find("refresh_token")
                .map(Secret::of)
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_REQUEST, "refresh_token is missing"));
        R token = provider.loadRefreshToken(client, presented)
                .filter(known -> known.clientId().equals(client.clientId()))
                .filter(known -> clock.instant().isBefore(known.expiresAt()))
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_GRANT, null));
        if (!call.proves(token.confirmation())) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the refresh token is bound to another key");
        }
        Scopes left = access.scopes(client, token.scopes());
        TokenRequest request =
                call.request(RequestedScopes.within(left, left, form), access.resources(token.resources(), form));
        return () -> issue(client, token, request);
    }

    private Issuance issue(Client client, R token, TokenRequest request) {
        IssuedTokens tokens = reuse.exchange(
                client.clientId(), token.subject(), () -> provider.exchangeRefreshToken(client, token, request));
        return new Issuance(tokens, token.subject());
    }
}
