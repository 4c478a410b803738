package org.mcpoauth.client.resource;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.client.RedirectQuery;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** Obtains new tokens: from the user, or for the client itself. */
final class Authorizations {
    private final ClientConfiguration configuration;
    private final Grants grants;
    private final Targets targets;
    private final PendingStore pending;
    private final InstantSource clock;

    Authorizations(
            ClientConfiguration configuration,
            Grants grants,
            Targets targets,
            PendingStore pending,
            InstantSource clock) {
        this.configuration = configuration;
        this.grants = grants;
        this.targets = targets;
        this.pending = pending;
        this.clock = clock;
    }

    /** Tokens for these scopes; asks the user if the grant needs one. */
    StoredTokens obtain(Owner owner, Target target, Scopes scopes) {
        if (configuration.grant() == ClientConfiguration.GrantKind.CLIENT_CREDENTIALS) {
            return tokens(target, scopes, new Grant.ClientCredentials(scopes, target.resource()));
        }
        AuthorizationAgent agent = configuration.agent();
        if (agent == null) {
            URI uri = start(owner, target, scopes);
            throw new AuthorizationRequiredException("the user has to authorize " + configuration.name(), uri);
        }
        AuthorizationRequest request = request(target, scopes);
        AuthorizationResponse response = grants.authorizationResponse(request, agent.authorize(request));
        return redeem(target, response);
    }

    /** Prepares a request whose answer comes with a later call. */
    URI start(Owner owner, Target target, Scopes scopes) {
        AuthorizationRequest request = request(target, scopes);
        pending.keep(owner, new PendingStore.Pending(request, target.source()), clock.instant());
        return request.uri();
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
            return redeem(new Target(request.resource(), Scopes.NONE, client, waiting.source()), response);
        } catch (OAuthErrorException refusal) {
            // so that the next start registers anew
            targets.dropsForgotten(request.issuer(), refusal);
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
                .orElseThrow(Authorizations::nothingWaits);
    }

    private static ResponseViolationException nothingWaits() {
        return new ResponseViolationException(
                FailureCode.STATE_MISMATCH, new Rule("RFC 6749", "10.12"), "no authorization waits for this answer");
    }

    private AuthorizationRequest request(Target target, Scopes scopes) {
        AuthorizationRequestOptions options = new AuthorizationRequestOptions(
                redirectUri(), target.resource(), scopes, null, configuration.additionalParameters());
        return target.client().server().requirePushedAuthorizationRequests()
                ? grants.pushedAuthorizationRequest(target.client(), options)
                : grants.authorizationRequest(target.client(), options);
    }

    private StoredTokens redeem(Target target, AuthorizationResponse response) {
        return tokens(target, response.request().scopes(), new Grant.AuthorizationCode(response));
    }

    private StoredTokens tokens(Target target, Scopes scopes, Grant grant) {
        StoredTokens tokens = Tokens.first(target, scopes, grants.token(target.client(), grant, null));
        targets.bindCredentials(target);
        return tokens;
    }

    private URI redirectUri() {
        return configuration.metadata().redirectUris().stream()
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("redirect-uri", "is needed to ask a user"));
    }
}
