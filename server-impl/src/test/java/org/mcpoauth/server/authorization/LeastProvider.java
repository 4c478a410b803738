package org.mcpoauth.server.authorization;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.provider.TokenRequest;

/** A provider with nothing but what it must have: it knows nobody, and its defaults are those of the interface. */
final class LeastProvider implements AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken> {
    /** Takes the place of another one. */
    LeastProvider(AuthorizationServerProvider<?, ?, ?> replaced) {}

    @Override
    public Optional<Client> client(String clientId) {
        return Optional.empty();
    }

    @Override
    public AuthorizationDecision authorize(Client client, AuthorizationParameters parameters, Interaction interaction) {
        return new AuthorizationDecision.Denied(ErrorCode.ACCESS_DENIED, null);
    }

    @Override
    public Optional<AuthorizationCode> loadAuthorizationCode(Client client, Secret code) {
        return Optional.empty();
    }

    @Override
    public IssuedTokens exchangeAuthorizationCode(Client client, AuthorizationCode code, TokenRequest request) {
        throw new IllegalStateException("there is no code");
    }

    @Override
    public Optional<RefreshToken> loadRefreshToken(Client client, Secret refreshToken) {
        return Optional.empty();
    }

    @Override
    public IssuedTokens exchangeRefreshToken(Client client, RefreshToken refreshToken, TokenRequest request) {
        throw new IllegalStateException("there is no refresh token");
    }

    @Override
    public Optional<IssuedAccessToken> loadAccessToken(Secret accessToken) {
        return Optional.empty();
    }

    @Override
    public void revokeRefreshToken(Client client, RefreshToken refreshToken) {}

    @Override
    public void revokeAccessToken(Client client, IssuedAccessToken accessToken) {}
}
