package org.mcpoauth.client.obtain;

import org.mcpoauth.api.client.Grant;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;

/** The client acts for itself (RFC 6749, section 4.4; MCP extension "OAuth Client Credentials"). */
final class ClientGrant implements TokenGrant {
    private final Redemption redemption;

    ClientGrant(Redemption redemption) {
        this.redemption = redemption;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        Grant grant = new Grant.ClientCredentials(demand.scopes(), target.resource());
        return redemption.redeem(target, demand.scopes(), grant);
    }

    @Override
    public boolean asksUser(Owner owner) {
        return false;
    }
}
