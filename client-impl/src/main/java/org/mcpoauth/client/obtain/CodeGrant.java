package org.mcpoauth.client.obtain;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationAttempt;

/**
 * A user authorizes the client in a browser (RFC 6749, section 4.1): at once where an agent brings the
 * answer, else at the login that is served, or with a later
 * call of {@link PendingAuthorizations}.
 */
final class CodeGrant implements TokenGrant {
    private final Grants grants;
    private final CodeRequests requests;
    private final PendingAuthorizations pending;
    private final Redemption redemption;
    private final ServedLogins logins;
    private final @Nullable AuthorizationAgent agent;

    CodeGrant(
            Grants grants,
            CodeRequests requests,
            PendingAuthorizations pending,
            Redemption redemption,
            ServedLogins logins,
            @Nullable AuthorizationAgent agent) {
        this.grants = grants;
        this.requests = requests;
        this.pending = pending;
        this.redemption = redemption;
        this.logins = logins;
        this.agent = agent;
    }

    @Override
    public StoredTokens obtain(Owner owner, Target target, Demand demand) {
        if (agent == null && logins.areServed()) {
            throw logins.required(owner, demand);
        }
        if (agent == null) {
            throw new AuthorizationRequiredException(
                    "the user has to authorize " + owner.client(),
                    pending.start(owner, target, demand).uri());
        }
        AuthorizationResponse response = answer(agent, target, demand);
        return redemption.redeem(target, response.request().scopes(), new Grant.AuthorizationCode(response));
    }

    /** Whatever the agent brings is judged in one place, so no code comes past the checks. */
    private AuthorizationResponse answer(AuthorizationAgent present, Target target, Demand demand) {
        try (AuthorizationAttempt attempt = present.begin(requests.redirectUri())) {
            AuthorizationRequest request = requests.request(target, demand, attempt.redirectUri());
            return grants.authorizationResponse(request, attempt.authorize(request));
        }
    }

    @Override
    public boolean asksUser(Owner owner) {
        return true;
    }
}
