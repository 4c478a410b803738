package org.mcpoauth.server.resource;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.ResourceGuard;
import org.mcpoauth.spi.resource.SessionBinding;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Judges requests in this order: origin, credentials, token, scopes of the operation, session. The first
 * that fails gives the answer (RFC 6750, section 3; RFC 9728, section 5.1; MCP authorization, "Error
 * Handling").
 */
final class BearerGuard implements ResourceGuard {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;

    private final ResourceServerConfiguration configuration;
    private final TokenVerifier verifier;
    private final Responses responses;
    private final Operations operations;
    private final GuardedPaths paths;
    private final OriginRules origins;
    private final SessionRules sessions;
    private final PresentedTokens presented;
    private final GuardChallenges challenges;
    private final NonceOffers nonces;

    BearerGuard(
            ResourceServerConfiguration configuration,
            TokenVerifier verifier,
            PrincipalBinder binder,
            McpOAuthServices services,
            StrictJson json) {
        this.configuration = configuration;
        this.verifier = verifier;
        this.responses = new Responses(json);
        this.operations = new Operations(json, configuration.maxBodyBytes());
        this.paths = new GuardedPaths(configuration.resource().uri());
        this.origins = new OriginRules(configuration);
        this.sessions = new SessionRules(configuration, binder);
        this.presented = new PresentedTokens(configuration);
        this.challenges = new GuardChallenges(configuration);
        this.nonces = new NonceOffers(ResourceProofs.nonces(configuration, services), json);
    }

    @Override
    public boolean guards(String rawPath) {
        return paths.contains(rawPath);
    }

    @Override
    public @Nullable EndpointResponse beforeMatching(GuardedRequest request) {
        return origins.judge(request);
    }

    @Override
    public GuardDecision decide(GuardedRequest request) {
        EndpointResponse early = beforeMatching(request);
        if (early != null) {
            return new GuardDecision.Refused(early);
        }
        if (!configuration.enabled()) {
            return new GuardDecision.Refused(responses.unavailable(RETRY_AFTER));
        }
        try {
            return judge(request);
        } catch (TokenRejectedException e) {
            logRefusal(e.reason());
            return new GuardDecision.Refused(rejected(request, e));
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4104 token cannot be judged now: " + e.getMessage());
            return new GuardDecision.Refused(
                    responses.unavailable(e.retryAfter().orElse(RETRY_AFTER)));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4105 state cannot be read now: " + e.getMessage());
            return new GuardDecision.Refused(responses.unavailable(RETRY_AFTER));
        }
    }

    @Override
    public void afterCall(GuardedRequest request, @Nullable VerifiedToken token, int status, HttpHeaders headers) {
        sessions.afterCall(request, token, status, headers);
    }

    @Override
    public HttpHeaders responseHeaders(GuardedRequest request) {
        Map<String, String> lines = new LinkedHashMap<>(origins.responseLines(request));
        lines.putAll(nonces.lines(request));
        return Responses.headers(lines);
    }

    private GuardDecision judge(GuardedRequest request) {
        Credentials credentials = Credentials.of(request, configuration.maxBodyBytes());
        if (credentials == null) {
            throw new TokenRejectedException(RejectionReason.NO_TOKEN);
        }
        VerifiedToken token = verifier.verify(presented.of(request, credentials));
        if (configuration.bindings().sessions() == SessionBinding.STRICT
                && !token.principal().isComplete()) {
            throw new TokenRejectedException(RejectionReason.PRINCIPAL);
        }
        EndpointResponse refusal = refusal(request, token);
        return refusal == null ? new GuardDecision.Permitted(token) : new GuardDecision.Refused(refusal);
    }

    private @Nullable EndpointResponse refusal(GuardedRequest request, VerifiedToken token) {
        Scopes needed = configuration.scopes().required();
        if ("POST".equals(request.method())) {
            byte[] body = request.body().read(configuration.maxBodyBytes());
            if (body == null) {
                return responses.oauthError(413, ErrorCode.INVALID_REQUEST, "request body too large", List.of());
            }
            try {
                needed = needed.union(scopesOf(operations.of(body)));
            } catch (MalformedException e) {
                return unreadable(e);
            }
        }
        if (!configuration.scopeEvaluator().missing(token.scopes(), needed).isEmpty()) {
            logRefusal(RejectionReason.SCOPE);
            return insufficientScope(request, needed);
        }
        return sessions.permits(request, token)
                ? null
                : responses.jsonRpcError(404, INVALID_REQUEST, "Session not found");
    }

    private static void logRefusal(RejectionReason reason) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4101 request refused: " + reason);
    }

    private Scopes scopesOf(List<McpOperation> all) {
        Scopes scopes = Scopes.NONE;
        for (McpOperation operation : all) {
            scopes = scopes.union(configuration.operationScopes().requiredFor(operation));
        }
        return scopes;
    }

    private EndpointResponse unreadable(MalformedException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4106 body refused: " + e.getMessage());
        return responses.jsonRpcError(400, PARSE_ERROR, "Parse error");
    }

    /** RFC 6750, section 3.1: no error code for a request without credentials. */
    private EndpointResponse rejected(GuardedRequest request, TokenRejectedException e) {
        Scopes scopes = configuration.scopes().required();
        if (e.reason() == RejectionReason.NO_TOKEN) {
            List<String> lines = challenges.lines(request, scopes, challenge -> challenge);
            return responses.oauthError(401, null, "authorization required", lines);
        }
        boolean isMalformed = e.code() == FailureCode.REQUEST_INVALID;
        String description = isMalformed ? "malformed authorization" : "token not accepted";
        return challenged(request, isMalformed ? 400 : 401, scopes, e.error(), description);
    }

    /** MCP authorization, "Runtime Insufficient Scope Errors": all scopes of the operation at once. */
    private EndpointResponse insufficientScope(GuardedRequest request, Scopes needed) {
        return challenged(request, 403, needed, ErrorCode.INSUFFICIENT_SCOPE, "scope not granted");
    }

    private EndpointResponse challenged(
            GuardedRequest request, int status, Scopes scopes, ErrorCode error, String description) {
        List<String> lines = challenges.lines(
                request, scopes, challenge -> challenge.error(error).errorDescription(description));
        return responses.oauthError(status, error, description, lines);
    }
}
