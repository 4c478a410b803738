package org.mcpoauth.client.obtain;

import org.mcpoauth.api.client.Grants;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.ClientConfiguration;

/** Picks the configured way to tokens. */
public final class GrantChoice {
    private GrantChoice() {}

    /** The grant of a configuration. */
    public static TokenGrant of(
            ClientConfiguration configuration,
            Grants grants,
            CodeRequests requests,
            PendingAuthorizations pending,
            Redemption redemption) {
        return switch (configuration.grant()) {
            case AUTHORIZATION_CODE -> new CodeGrant(grants, requests, pending, redemption, configuration.agent());
            case CLIENT_CREDENTIALS -> new ClientGrant(redemption);
        };
    }
}
