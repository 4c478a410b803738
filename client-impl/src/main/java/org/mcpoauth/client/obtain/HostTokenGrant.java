package org.mcpoauth.client.obtain;

import java.time.InstantSource;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.client.TokenSource;

/**
 * The host obtains the tokens. They are used only while the MCP server names the configured issuer
 * (MCP authorization, "Authorization Server Binding").
 */
final class HostTokenGrant implements TokenGrant {
    private final TokenSource host;
    private final InstantSource clock;

    HostTokenGrant(TokenSource host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        AccessToken token = host.token(target.resource());
        require(
                token.resource().equals(target.resource()),
                "the TokenSource has to give a token for " + target.resource() + ", not for another server");
        require(
                token.scheme() == PresentedToken.Scheme.BEARER,
                "the TokenSource has to give a bearer token: the key of another one is not here");
        String nobody = target.client().information().clientId();
        return new StoredTokens(
                target.issuer(),
                nobody,
                token,
                null,
                demand.scopes(),
                target.source(),
                clock.instant(),
                null,
                StoredTokens.Standing.GOOD);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new ConfigurationException("grant", message);
        }
    }

    @Override
    public boolean asksUser(Owner owner) {
        return false;
    }
}
