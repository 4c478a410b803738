package org.mcpoauth.server.resource;

import java.util.List;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.UserAuthentication;

/**
 * The refusals with a challenge (RFC 6750, section 3; RFC 9470, section 3; RFC 9728, section 5.1). None
 * tells which check a token failed.
 */
final class GuardAnswers {
    /** No scope of a resource: it says how long a client may come back. */
    static final String OFFLINE_ACCESS = "offline_access";

    private final ResourceServerConfiguration configuration;
    private final Responses responses;
    private final GuardChallenges challenges;
    private final Scopes supported;

    /** Answers for a resource whose metadata names these scopes. */
    GuardAnswers(ResourceServerConfiguration configuration, Responses responses, Scopes supported) {
        this.configuration = configuration;
        this.responses = responses;
        this.challenges = new GuardChallenges(configuration);
        this.supported = supported;
    }

    /** RFC 6750, section 3.1: no error code for a request without credentials. */
    EndpointResponse rejected(GuardedRequest request, TokenRejectedException e, Scopes needed) {
        if (e.reason() == RejectionReason.NO_TOKEN) {
            List<String> lines = challenges.lines(request, named(needed), challenge -> challenge);
            return responses.oauthError(401, null, "authorization required", lines);
        }
        boolean isMalformed = e.code() == FailureCode.REQUEST_INVALID;
        String description = isMalformed ? "malformed authorization" : "token not accepted";
        return answer(request, isMalformed ? 400 : 401, needed, e.error(), description, challenge -> challenge);
    }

    /** MCP authorization, "Runtime Insufficient Scope Errors": all scopes of the operation at once. */
    EndpointResponse insufficientScope(GuardedRequest request, Scopes needed) {
        return answer(request, 403, needed, ErrorCode.INSUFFICIENT_SCOPE, "scope not granted", challenge -> challenge);
    }

    /** With the scopes too, so that one authorization request brings both. */
    EndpointResponse insufficientAuthentication(GuardedRequest request, UserAuthentication demanded, Scopes needed) {
        return answer(
                request,
                401,
                needed,
                ErrorCode.INSUFFICIENT_USER_AUTHENTICATION,
                "another user authentication is required",
                challenge -> demanded.maxAge() == null
                        ? challenge.acrValues(demanded.acrValues())
                        : challenge.acrValues(demanded.acrValues()).maxAge(demanded.maxAge()));
    }

    private EndpointResponse answer(
            GuardedRequest request,
            int status,
            Scopes needed,
            ErrorCode error,
            String description,
            UnaryOperator<Challenge.Builder> more) {
        List<String> lines = challenges.lines(
                request,
                named(needed),
                challenge -> more.apply(challenge.error(error).errorDescription(description)));
        return responses.oauthError(status, error, description, lines);
    }

    /** MCP authorization, "Refresh Tokens": {@code offline_access} is demanded where code says so, and never named. */
    private Scopes named(Scopes needed) {
        return wanted(needed).minus(Scopes.of(OFFLINE_ACCESS));
    }

    private Scopes wanted(Scopes needed) {
        return switch (configuration.scopes().challenge()) {
            case OPERATION -> needed;
            case ALL -> supported.union(needed);
            case NONE -> Scopes.NONE;
        };
    }
}
