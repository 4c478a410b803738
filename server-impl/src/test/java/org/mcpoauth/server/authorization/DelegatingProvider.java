package org.mcpoauth.server.authorization;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.TokenRequest;

/** A provider around another one, with the places tests want to change. */
class DelegatingProvider implements AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken> {
    private final AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken> provider;

    @SuppressWarnings("unchecked") // the provider gets back only what it gave
    DelegatingProvider(AuthorizationServerProvider<?, ?, ?> provider) {
        this.provider = (AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken>) provider;
    }

    /** Called before a token is revoked. */
    protected void beforeRevocation() {}

    /** What to decide instead, or {@code null} to let the provider decide. */
    protected @Nullable AuthorizationDecision decision(Interaction interaction) {
        return null;
    }

    @Override
    public Optional<Client> client(String clientId) {
        return provider.client(clientId);
    }

    @Override
    public Client registerClient(RegistrationRequest request) {
        return provider.registerClient(request);
    }

    @Override
    public boolean updateClient(Client current, Client changed) {
        return provider.updateClient(current, changed);
    }

    @Override
    public void deleteClient(Client client) {
        provider.deleteClient(client);
    }

    @Override
    public void restoreClient(Client client) {
        provider.restoreClient(client);
    }

    @Override
    public AuthorizationDecision authorize(Client client, AuthorizationParameters parameters, Interaction interaction) {
        AuthorizationDecision decision = decision(interaction);
        return decision == null ? provider.authorize(client, parameters, interaction) : decision;
    }

    @Override
    public Optional<AuthorizationCode> loadAuthorizationCode(Client client, Secret code) {
        return provider.loadAuthorizationCode(client, code);
    }

    @Override
    public IssuedTokens exchangeAuthorizationCode(Client client, AuthorizationCode code, TokenRequest request) {
        return provider.exchangeAuthorizationCode(client, code, request);
    }

    @Override
    public Optional<RefreshToken> loadRefreshToken(Client client, Secret refreshToken) {
        return provider.loadRefreshToken(client, refreshToken);
    }

    @Override
    public IssuedTokens exchangeRefreshToken(Client client, RefreshToken refreshToken, TokenRequest request) {
        return provider.exchangeRefreshToken(client, refreshToken, request);
    }

    @Override
    public Optional<Scopes> grantableToDevice(Client client, ResourceOwner owner, DeviceRequest request) {
        return provider.grantableToDevice(client, owner, request);
    }

    @Override
    public IssuedTokens exchangeDeviceCode(Client client, DeviceGrant grant, TokenRequest request) {
        return provider.exchangeDeviceCode(client, grant, request);
    }

    @Override
    public Optional<IssuedAccessToken> loadAccessToken(Secret accessToken) {
        return provider.loadAccessToken(accessToken);
    }

    @Override
    public void revokeRefreshToken(Client client, RefreshToken refreshToken) {
        beforeRevocation();
        provider.revokeRefreshToken(client, refreshToken);
    }

    @Override
    public void revokeAccessToken(Client client, IssuedAccessToken accessToken) {
        beforeRevocation();
        provider.revokeAccessToken(client, accessToken);
    }
}
