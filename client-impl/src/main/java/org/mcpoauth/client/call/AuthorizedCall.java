package org.mcpoauth.client.call;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.client.IgnoredBody;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.proof.ResourceProofs;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenManager;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * One call of the application: sent with the token at hand, and again after each challenge that could be
 * met, a bounded number of times (MCP authorization, "Step-Up Authorization Flow").
 */
public final class AuthorizedCall<T> {
    private static final int MAX_RENEWALS = 2;

    private final ClientConfiguration configuration;
    private final Owner owner;
    private final TokenManager tokens;
    private final ApplicationHttp application;
    private final HttpRequest request;
    private final Presentation presentation;
    private final BodyHandler<T> bodyHandler;
    private int renewals;
    private int stepUps;

    AuthorizedCall(
            ClientConfiguration configuration,
            Owner owner,
            TokenManager tokens,
            ApplicationHttp application,
            ResourceProofs proofs,
            HttpRequest request,
            BodyHandler<T> bodyHandler) {
        this.configuration = configuration;
        this.owner = owner;
        this.tokens = tokens;
        this.application = application;
        this.request = request;
        this.presentation = new Presentation(proofs, request);
        this.bodyHandler = bodyHandler;
    }

    HttpResponse<T> send() throws IOException, InterruptedException {
        StoredTokens current = tokens.usable(owner).orElse(null);
        while (true) {
            HttpResponse<T> response = application.send(presentation.with(current), this::readUnlessChallenged);
            presentation.learn(response.headers());
            if (!isChallenged(response.statusCode(), response.headers())) {
                return response;
            }
            if (!presentation.canFollowNonce(current, response.statusCode(), response.headers())) {
                current = answer(response, current);
            }
        }
    }

    private StoredTokens answer(HttpResponse<T> response, @Nullable StoredTokens current) {
        Challenges challenges = ApplicationHttp.challenges(response);
        if (current != null && OAuthChallenges.refusesProof(response.headers())) {
            // another token would have the same proof beside it
            throw unresolved(response, challenges);
        }
        if (response.statusCode() == 401 || current == null) {
            if (renewals++ >= MAX_RENEWALS) {
                throw unresolved(response, challenges);
            }
            // a refresh that did not help once will not help twice
            return current == null
                    ? tokens.first(owner, challenges)
                    : tokens.renewed(owner, current, challenges, renewals == 1);
        }
        if (stepUps++ >= configuration.maxStepUps() || !mayStepUp(current, challenges)) {
            throw unresolved(response, challenges);
        }
        return tokens.widened(owner, current, challenges);
    }

    private boolean mayStepUp(StoredTokens current, Challenges challenges) {
        Scopes wanted = ScopeChoice.union(current.scopesSoFar(), OAuthChallenges.scopes(challenges));
        return configuration.stepUpGate().allows(configuration.resource(), wanted);
    }

    /** The body of a challenge is not the application's. */
    private HttpResponse.BodySubscriber<T> readUnlessChallenged(ResponseInfo info) {
        if (isChallenged(info.statusCode(), info.headers())) {
            return new IgnoredBody<>();
        }
        return bodyHandler.apply(info);
    }

    /** A 403 is a challenge only if it says so; servers also refuse origins with it. */
    private static boolean isChallenged(int status, HttpHeaders headers) {
        if (status != 403) {
            return status == 401;
        }
        return OAuthChallenges.isInsufficientScope(Challenges.parse(headers.allValues("WWW-Authenticate")));
    }

    private ChallengeException unresolved(HttpResponse<T> response, Challenges challenges) {
        return new ChallengeException(request.uri(), response.statusCode(), challenges);
    }
}
