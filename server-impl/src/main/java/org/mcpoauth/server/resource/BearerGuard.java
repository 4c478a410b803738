package org.mcpoauth.server.resource;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
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

    BearerGuard(
            ResourceServerConfiguration configuration,
            TokenVerifier verifier,
            PrincipalBinder binder,
            StrictJson json) {
        this.configuration = configuration;
        this.verifier = verifier;
        this.responses = new Responses(json);
        this.operations = new Operations(json, configuration.maxBodyBytes());
        this.paths = new GuardedPaths(configuration.resource().uri());
        this.origins = new OriginRules(configuration);
        this.sessions = new SessionRules(configuration, binder);
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
            return new GuardDecision.Refused(rejected(e));
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
        return Responses.headers(origins.responseLines(request));
    }

    private GuardDecision judge(GuardedRequest request) {
        Credentials credentials = Credentials.of(request, configuration.maxBodyBytes());
        if (credentials == null) {
            throw new TokenRejectedException(RejectionReason.NO_TOKEN);
        }
        VerifiedToken token = verifier.verify(presented(request, credentials));
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
                return responses.oauthError(413, ErrorCode.INVALID_REQUEST, "request body too large", null);
            }
            try {
                needed = needed.union(scopesOf(operations.of(body)));
            } catch (MalformedException e) {
                return unreadable(e);
            }
        }
        if (!configuration.scopeEvaluator().missing(token.scopes(), needed).isEmpty()) {
            logRefusal(RejectionReason.SCOPE);
            return insufficientScope(needed);
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

    private PresentedToken presented(GuardedRequest request, Credentials credentials) {
        return new PresentedToken(
                credentials.scheme(),
                credentials.token(),
                request.method(),
                publicUrl(request.rawPath()),
                request.headers().allValues("DPoP"),
                request.clientCertificate());
    }

    /** The origin is that of the configuration: headers of a request do not tell who we are. */
    private URI publicUrl(String rawPath) {
        URI resource = configuration.resource().uri();
        String origin = resource.getScheme() + "://" + resource.getRawAuthority();
        try {
            return URI.create(origin + rawPath);
        } catch (IllegalArgumentException notAUrl) {
            return resource;
        }
    }

    /** RFC 6750, section 3.1: no error code for a request without credentials. */
    private EndpointResponse rejected(TokenRejectedException e) {
        if (e.reason() == RejectionReason.NO_TOKEN) {
            String challenge =
                    challenge(configuration.scopes().required()).build().toHeaderValue();
            return responses.oauthError(401, null, "authorization required", challenge);
        }
        boolean isMalformed = e.code() == FailureCode.REQUEST_INVALID;
        String description = isMalformed ? "malformed authorization" : "token not accepted";
        String challenge = challenge(configuration.scopes().required())
                .error(e.error())
                .errorDescription(description)
                .build()
                .toHeaderValue();
        return responses.oauthError(isMalformed ? 400 : 401, e.error(), description, challenge);
    }

    /** MCP authorization, "Runtime Insufficient Scope Errors": all scopes of the operation at once. */
    private EndpointResponse insufficientScope(Scopes needed) {
        String description = "scope not granted";
        String challenge = challenge(needed)
                .error(ErrorCode.INSUFFICIENT_SCOPE)
                .errorDescription(description)
                .build()
                .toHeaderValue();
        return responses.oauthError(403, ErrorCode.INSUFFICIENT_SCOPE, description, challenge);
    }

    private Challenge.Builder challenge(Scopes scopes) {
        Challenge.Builder challenge = Challenge.bearer();
        if (!configuration.realm().isEmpty()) {
            challenge.realm(configuration.realm());
        }
        URI metadata = Objects.requireNonNull(configuration.effectiveMetadataUrl());
        return challenge.resourceMetadata(metadata).scope(scopes);
    }
}
