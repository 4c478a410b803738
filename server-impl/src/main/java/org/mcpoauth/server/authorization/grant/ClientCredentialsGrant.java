package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;

/** Issues a token to a confidential client itself (RFC 6749, section 4.4), never with a refresh token. */
final class ClientCredentialsGrant implements GrantHandler {
    private final OwnTokens own;

    ClientCredentialsGrant(OwnTokens own) {
        this.own = own;
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
    public JudgedGrant judge(TokenCall call) {
        return own.judge(call);
    }
}
