package org.mcpoauth.client.obtain;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.client.RedirectQuery;
import org.mcpoauth.client.pending.PendingStore;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;

/** Authorizations whose answer comes with a later call, as in a web application (RFC 6749, section 4.1.2). */
public final class PendingAuthorizations {
    private final Grants grants;
    private final CodeRequests requests;
    private final Targets targets;
    private final PendingStore pending;
    private final Redemption redemption;
    private final InstantSource clock;

    public PendingAuthorizations(
            Grants grants,
            CodeRequests requests,
            Targets targets,
            PendingStore pending,
            Redemption redemption,
            InstantSource clock) {
        this.grants = grants;
        this.requests = requests;
        this.targets = targets;
        this.pending = pending;
        this.redemption = redemption;
        this.clock = clock;
    }

    /** Prepares a request; its URL is what the browser has to open. */
    AuthorizationRequest start(Owner owner, Target target, Demand demand) {
        AuthorizationRequest request = requests.request(target, demand, requests.redirectUri());
        pending.keep(owner, new PendingStore.Pending(request, target.source(), target.binding()), clock.instant());
        return request;
    }

    /** Takes up a request that was prepared, exactly once. */
    StoredTokens complete(Owner owner, URI redirect) {
        PendingStore.Pending waiting = waiting(owner, redirect);
        AuthorizationResponse response = grants.authorizationResponse(waiting.request(), redirect);
        AuthorizationRequest request = response.request();
        RegisteredClient client = targets.known(request.issuer(), waiting.source());
        if (!client.information().clientId().equals(request.clientId())) {
            throw nothingWaits();
        }
        try {
            Target target = new Target(request.resource(), Scopes.NONE, client, waiting.source(), waiting.binding());
            return redemption.redeem(target, request.scopes(), new Grant.AuthorizationCode(response));
        } catch (OAuthErrorException refusal) {
            // so that the next start registers anew
            targets.dropsForgotten(request.issuer(), request.clientId(), refusal);
            throw refusal;
        }
    }

    private PendingStore.Pending waiting(Owner owner, URI redirect) {
        List<String> states = RedirectQuery.of(redirect).values("state");
        if (states.size() > 1) {
            throw new ResponseViolationException(
                    FailureCode.DUPLICATE_PARAMETER, new Rule("RFC 6749", "3.1"), "state occurs twice");
        }
        return states.stream()
                .findFirst()
                .flatMap(state -> pending.take(owner, state))
                .orElseThrow(PendingAuthorizations::nothingWaits);
    }

    private static ResponseViolationException nothingWaits() {
        return new ResponseViolationException(
                FailureCode.STATE_MISMATCH, new Rule("RFC 6749", "10.12"), "no authorization waits for this answer");
    }
}
