package org.mcpoauth.server.resource;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.proof.NonceOffers;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ResourceGuard;
import org.mcpoauth.spi.resource.SessionBinding;

/**
 * Judges requests in this order: origin, size of the headers, credentials, token, body and the headers
 * that mirror it, user authentication, scopes, session, task, {@code requestState}. The first that fails
 * gives the answer (RFC 6750, section 3; RFC 9728, section 5.1; MCP authorization, "Error Handling").
 */
final class BearerGuard implements ResourceGuard {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final ResourceServerConfiguration configuration;
    private final TokenVerifier verifier;
    private final Responses responses;
    private final GuardAnswers answers;
    private final MessageRules messages;
    private final NeedRules needs;
    private final GuardedPaths paths;
    private final OriginRules origins;
    private final SessionRules sessions;
    private final HandleRules handles;
    private final PresentedTokens presented;
    private final NonceOffers nonces;
    private final Audit audit;

    BearerGuard(ResourceServerConfiguration configuration, TokenVerifier verifier, Parts parts) {
        this.configuration = configuration;
        this.verifier = verifier;
        this.responses = parts.responses();
        this.answers = parts.answers();
        this.messages = parts.messages();
        this.needs = parts.needs();
        this.paths = new GuardedPaths(configuration.resource().uri());
        this.origins = new OriginRules(configuration);
        this.sessions = parts.sessions();
        this.handles = parts.handles();
        this.presented = new PresentedTokens(configuration);
        this.nonces = parts.nonces();
        this.audit = parts.audit();
    }

    /** The rules, one class per judged thing. */
    record Parts(
            Responses responses,
            GuardAnswers answers,
            MessageRules messages,
            NeedRules needs,
            SessionRules sessions,
            HandleRules handles,
            NonceOffers nonces,
            Audit audit) {}

    @Override
    public boolean guards(String rawPath) {
        return paths.contains(rawPath);
    }

    @Override
    public @Nullable EndpointResponse beforeMatching(GuardedRequest request) {
        return origins.judge(request);
    }

    @Override
    public GuardDecision decide(GuardedRequest request, EndpointDemands demands) {
        EndpointResponse early = beforeMatching(request);
        if (early != null) {
            return early.status() == 204
                    ? new GuardDecision.Refused(early)
                    : refused(null, new Refusal(RejectionReason.ORIGIN, early));
        }
        Refusal untouched = beforeToken(request);
        if (untouched != null) {
            return refused(null, untouched);
        }
        try {
            return judge(request, demands);
        } catch (TokenRejectedException e) {
            EndpointResponse answer = answers.rejected(request, e, needs.known(demands));
            return refused(null, new Refusal(e.reason(), answer));
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4104 token cannot be judged now: " + e.getMessage());
            return refused(null, unavailable(e.retryAfter().orElse(RETRY_AFTER)));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4105 state cannot be read now: " + e.getMessage());
            return refused(null, unavailable(RETRY_AFTER));
        }
    }

    @Override
    public @Nullable EndpointResponse refusal(
            GuardedRequest request, @Nullable VerifiedToken token, EndpointDemands demands) {
        if (demands.equals(EndpointDemands.NONE)) {
            return null;
        }
        if (token == null && demands.tokenNeeded()) {
            return refused(null, withoutTokenRefusal(request, demands)).response();
        }
        MessageRules.Outcome read = messages.read(request);
        JudgedRequest judged = new JudgedRequest(request, read.body(), token, demands);
        Refusal refusal = read.refusal() != null ? read.refusal() : needs.refusal(judged);
        return refusal == null ? null : refused(token, refusal).response();
    }

    @Override
    public void afterCall(GuardedRequest request, @Nullable VerifiedToken token, int status, HttpHeaders headers) {
        sessions.afterCall(request, token, status, headers);
    }

    @Override
    public void refusedByBinding(RejectionReason reason, @Nullable VerifiedToken token) {
        audit.refused(reason, token);
    }

    @Override
    public HttpHeaders responseHeaders(GuardedRequest request) {
        Map<String, String> ofOrigin = origins.responseLines(request);
        Map<String, String> ofNonces = nonces.lines(request.headers());
        if (ofOrigin.isEmpty() && ofNonces.isEmpty()) {
            return Responses.NO_HEADERS;
        }
        Map<String, String> lines = new LinkedHashMap<>(ofOrigin);
        lines.putAll(ofNonces);
        return Responses.headers(lines);
    }

    private @Nullable Refusal beforeToken(GuardedRequest request) {
        if (!configuration.enabled()) {
            return unavailable(RETRY_AFTER);
        }
        return HeaderLimits.fit(request.headers())
                ? null
                : new Refusal(
                        RejectionReason.REQUEST_TOO_LARGE,
                        responses.oauthError(431, ErrorCode.INVALID_REQUEST, "request headers too large", List.of()));
    }

    private GuardDecision judge(GuardedRequest request, EndpointDemands demands) {
        Credentials credentials = Credentials.of(request);
        if (credentials == null) {
            return withoutToken(request, demands);
        }
        VerifiedToken token = verifier.verify(presented.of(request, credentials));
        Credentials.refuseInForm(request, configuration.maxBodyBytes());
        if (configuration.bindings().sessions() == SessionBinding.STRICT
                && !token.principal().isComplete()) {
            throw new TokenRejectedException(RejectionReason.PRINCIPAL);
        }
        return judge(request, token, demands);
    }

    /** Nobody learns anything about a body that is not opened to everybody, not even that it is malformed. */
    private GuardDecision withoutToken(GuardedRequest request, EndpointDemands demands) {
        boolean mayBeOpen = !configuration.anonymousMethods().isEmpty() && !demands.tokenNeeded();
        RpcBody body = mayBeOpen ? messages.read(request).body() : RpcBody.EMPTY;
        if (!needs.isOpen(body, demands)) {
            throw new TokenRejectedException(RejectionReason.NO_TOKEN);
        }
        return judge(request, null, demands);
    }

    private GuardDecision judge(GuardedRequest request, @Nullable VerifiedToken token, EndpointDemands demands) {
        MessageRules.Outcome read = messages.read(request);
        if (read.refusal() != null) {
            return refused(token, read.refusal());
        }
        JudgedRequest judged = new JudgedRequest(request, read.body(), token, demands);
        Refusal refusal = needs.refusal(judged);
        if (refusal == null && !sessions.permits(request, token)) {
            refusal = new Refusal(RejectionReason.SESSION, responses.sessionNotFound());
        }
        if (refusal == null) {
            refusal = handles.refusal(judged);
        }
        return refusal == null ? permitted(judged) : refused(token, refusal);
    }

    private GuardDecision permitted(JudgedRequest judged) {
        HandleRules.Opened opened = handles.open(judged);
        return opened.refusal() == null
                ? new GuardDecision.Permitted(judged.token(), opened.changedBody(), handles.answer(judged))
                : refused(judged.token(), opened.refusal());
    }

    /** Every refusal comes by here. */
    private GuardDecision.Refused refused(@Nullable VerifiedToken token, Refusal refusal) {
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "MCPO4101 request refused with "
                        + refusal.response().status() + ": " + refusal.reason()
                        + (token == null ? "" : " for an accepted token"));
        audit.refused(refusal.reason(), token);
        return new GuardDecision.Refused(refusal.response());
    }

    private Refusal withoutTokenRefusal(GuardedRequest request, EndpointDemands demands) {
        TokenRejectedException none = new TokenRejectedException(RejectionReason.NO_TOKEN);
        return new Refusal(none.reason(), answers.rejected(request, none, needs.known(demands)));
    }

    private Refusal unavailable(Duration retryAfter) {
        return new Refusal(RejectionReason.UNAVAILABLE, responses.unavailable(retryAfter));
    }
}
