package org.mcpoauth.client.obtain;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;

/**
 * The identity provider of an enterprise decides for its users (MCP extension "Enterprise-Managed
 * Authorization"): first it issues an assertion, then the authorization server takes that for a token.
 */
final class EnterpriseGrant implements TokenGrant {
    private final IdentityAssertions assertions;
    private final Redemption redemption;

    EnterpriseGrant(IdentityAssertions assertions, Redemption redemption) {
        this.assertions = assertions;
        this.redemption = redemption;
    }

    /** The assertion names the scopes, so the second request does not. */
    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        Grant grant = new Grant.JwtBearer(assertions.assertion(owner, target, demand), Scopes.NONE, target.resource());
        return redemption.redeem(target, demand.scopes(), grant);
    }

    @Override
    public boolean asksUser(Owner owner) {
        return false;
    }
}
