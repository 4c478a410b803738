package org.mcpoauth.client.call;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.CallAuthorization;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.audit.ClientAudit;
import org.mcpoauth.client.proof.ResourceProofs;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenManager;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * The token at hand, and another one after each challenge that can be met, a bounded number of times (MCP
 * authorization, "Step-Up Authorization Flow"; RFC 9470, section 4).
 */
final class StandardCallAuthorization implements CallAuthorization {
    private static final int MAX_RENEWALS = 2;

    private final Owner owner;
    private final TokenManager tokens;
    private final Presentation presentation;
    private final StepUps stepUps;
    private final String method;
    private final URI uri;
    private @Nullable StoredTokens current;
    private int renewals;

    StandardCallAuthorization(
            ClientConfiguration configuration,
            Owner owner,
            TokenManager tokens,
            ResourceProofs proofs,
            StepUpMemory memory,
            ClientAudit audit,
            String method,
            URI uri) {
        this.owner = owner;
        this.tokens = tokens;
        this.presentation = new Presentation(proofs, method, uri);
        this.stepUps = new StepUps(configuration, memory, audit);
        this.method = Objects.requireNonNull(method, "method");
        this.uri = uri;
        this.current = tokens.usable(owner).orElse(null);
    }

    @Override
    public Map<String, String> headers() {
        return current == null ? Map.of() : presentation.headers(current);
    }

    @Override
    public boolean resolve(int status, HttpHeaders answer) {
        presentation.learn(answer);
        if (!isChallenged(status, answer)) {
            stepUps.succeeded();
            return false;
        }
        if (!presentation.canFollowNonce(current, status, answer)) {
            current = better(status, answer);
        }
        return true;
    }

    /** A 403 is a challenge only if it says so; servers also refuse origins with it. */
    static boolean isChallenged(int status, HttpHeaders answer) {
        return status == 401 || (status == 403 && asksForMore(challenges(answer)));
    }

    private StoredTokens better(int status, HttpHeaders answer) {
        Challenges challenges = challenges(answer);
        StoredTokens now = current;
        if (now != null && OAuthChallenges.refusesProof(answer)) {
            // another token would have the same proof beside it
            throw unresolved(status, challenges);
        }
        boolean isRefused = status == 401
                && OAuthChallenges.insufficientAuthentication(challenges).isEmpty();
        if (now == null || isRefused) {
            return renewed(now, status, challenges);
        }
        return steppedUp(now, unresolved(status, challenges), challenges);
    }

    private StoredTokens steppedUp(StoredTokens now, ChallengeException otherwise, Challenges challenges) {
        Demand demanded = Demand.of(OAuthChallenges.scopes(challenges), challenges);
        boolean isAboutTheUser =
                OAuthChallenges.insufficientAuthentication(challenges).isPresent();
        StepUpMemory.Operation operation = StepUpMemory.Operation.of(owner, method, uri, demanded);
        // only a user can authenticate in another way (RFC 9470, section 4)
        stepUps.begin(operation, !isAboutTheUser || tokens.asksUser(owner), otherwise);
        return tokens.widened(
                owner,
                now,
                challenges,
                (latest, wanted, authorization) -> stepUps.decide(operation, latest, wanted, authorization, otherwise));
    }

    private StoredTokens renewed(@Nullable StoredTokens refused, int status, Challenges challenges) {
        if (renewals++ >= MAX_RENEWALS) {
            throw unresolved(status, challenges);
        }
        // a refresh that did not help once will not help twice
        return refused == null
                ? tokens.first(owner, challenges)
                : tokens.renewed(owner, refused, challenges, renewals == 1);
    }

    /** The token is good, but not for this. */
    private static boolean asksForMore(Challenges challenges) {
        return OAuthChallenges.isInsufficientScope(challenges)
                || OAuthChallenges.insufficientAuthentication(challenges).isPresent();
    }

    private static Challenges challenges(HttpHeaders answer) {
        return Challenges.parse(answer.allValues("WWW-Authenticate"));
    }

    private ChallengeException unresolved(int status, Challenges challenges) {
        return new ChallengeException(uri, status, challenges);
    }
}
