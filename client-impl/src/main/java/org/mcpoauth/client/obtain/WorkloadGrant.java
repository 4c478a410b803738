package org.mcpoauth.client.obtain;

import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.client.AssertionSource;

/**
 * The platform vouches for this workload (MCP extension "Workload Identity Federation"; RFC 7523, section
 * 2.1). A refusal is told to the caller: nothing is tried again, and no other grant is.
 */
final class WorkloadGrant implements TokenGrant {
    private final AssertionSource assertions;
    private final AssertionAudience audience;
    private final boolean isIssuerPinned;
    private final Redemption redemption;

    WorkloadGrant(
            AssertionSource assertions, AssertionAudience audience, boolean isIssuerPinned, Redemption redemption) {
        this.assertions = assertions;
        this.audience = audience;
        this.isIssuerPinned = isIssuerPinned;
        this.redemption = redemption;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        Secret assertion = assertions.assertion(target.issuer());
        requireMeantFor(target, assertion);
        Grant grant = new Grant.JwtBearer(assertion, demand.scopes(), target.resource());
        return redemption.redeem(target, demand.scopes(), grant);
    }

    /** An MCP server must not bring somebody else's authorization server into possession of the token. */
    private void requireMeantFor(Target target, Secret assertion) {
        if (!isIssuerPinned && !audience.names(assertion, target.client().server())) {
            throw new ConfigurationException(
                    "issuer",
                    "the audience of the workload's token does not name " + target.issuer()
                            + "; configure this issuer if it is the right one, else the audience of the token");
        }
    }

    @Override
    public boolean asksUser(Owner owner) {
        return false;
    }
}
