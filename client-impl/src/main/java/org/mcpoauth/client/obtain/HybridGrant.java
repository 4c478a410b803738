package org.mcpoauth.client.obtain;

import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;

/** A user authorizes the client for herself; where there is none, the client acts for itself. */
final class HybridGrant implements TokenGrant {
    private final TokenGrant ofUsers;
    private final TokenGrant ofApplication;

    HybridGrant(TokenGrant ofUsers, TokenGrant ofApplication) {
        this.ofUsers = ofUsers;
        this.ofApplication = ofApplication;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        return of(owner).obtain(owner, target, demand);
    }

    @Override
    public boolean asksUser(Owner owner) {
        return of(owner).asksUser(owner);
    }

    private TokenGrant of(Owner owner) {
        return owner.user() == null ? ofApplication : ofUsers;
    }
}
