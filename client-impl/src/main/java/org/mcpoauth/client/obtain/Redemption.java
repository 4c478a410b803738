package org.mcpoauth.client.obtain;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.client.proof.BoundTokens;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.Tokens;

/** Presents a grant at the token endpoint of a target (RFC 6749, section 3.2); every way to new tokens ends here. */
public final class Redemption {
    private final BoundTokens grants;
    private final Targets targets;

    public Redemption(BoundTokens grants, Targets targets) {
        this.grants = grants;
        this.targets = targets;
    }

    /** Tokens for the grant; {@code scopes} are what was asked for. */
    StoredTokens redeem(Target target, Scopes scopes, Grant grant) {
        StoredTokens tokens = Tokens.first(target, scopes, grants.present(target.client(), grant, target.binding()));
        targets.bindCredentials(target);
        return tokens;
    }
}
