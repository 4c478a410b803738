package org.mcpoauth.server.resource;

import jakarta.json.JsonString;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.CallerPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.ProtocolEra;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.AnswerBody;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * A request that was judged, with the judgement. Bindings keep it as a property of the request, so that
 * of several on the way of one request only the first asks the guard and looks at the answer.
 */
public final class GuardedExchange {
    /** The request property that holds the exchange. */
    public static final String PROPERTY = "org.mcpoauth.exchange";
    /** The request property that holds the {@link VerifiedToken} for the application. */
    public static final String TOKEN_PROPERTY = "org.mcpoauth.token";

    /** What says how an answer may be cached. */
    public static final String CACHING = "Cache-Control";

    private static final List<String> OF_SESSIONS = List.of("Mcp-Session-Id", "Last-Event-ID");

    private final ProtectedResource resource;
    private final GuardedRequest request;
    private final Object owner;
    private final GuardDecision decision;

    private GuardedExchange(ProtectedResource resource, GuardedRequest request, EndpointDemands demands, Object owner) {
        this.resource = resource;
        this.request = request;
        this.owner = Objects.requireNonNull(owner, "owner");
        this.decision = resource.guard().decide(request, demands);
    }

    /**
     * Has the guard of a resource judge a request.
     *
     * @param demands what the code that serves it demands, as far as the binding knows
     * @param owner the binding that asks; it alone looks at the answer
     */
    public static GuardedExchange judge(
            ProtectedResource resource, GuardedRequest request, EndpointDemands demands, Object owner) {
        return new GuardedExchange(resource, request, demands, owner);
    }

    /** The exchange of a property value, {@code null} if there is none. */
    public static @Nullable GuardedExchange from(@Nullable Object property) {
        return property instanceof GuardedExchange exchange ? exchange : null;
    }

    public GuardDecision decision() {
        return decision;
    }

    /** Whether the request was judged for this resource: a token for one is worth nothing at another. */
    public boolean isFor(ProtectedResource other) {
        return resource.configuration().resource().equals(other.configuration().resource());
    }

    public boolean isOwnedBy(Object binding) {
        return owner == binding;
    }

    /** The accepted token, {@code null} if the request was refused or is open to everybody. */
    public @Nullable VerifiedToken token() {
        return decision instanceof GuardDecision.Permitted permitted ? permitted.token() : null;
    }

    /** The answer to a permitted request that does not meet what its code demands; {@code null} if it does. */
    public @Nullable EndpointResponse refusal(EndpointDemands demands) {
        return resource.guard().refusal(request, token(), demands);
    }

    /** What the application must see as the body of the request, {@code null} for what was received. */
    public byte @Nullable [] body() {
        return decision instanceof GuardDecision.Permitted permitted ? permitted.body() : null;
    }

    /** What happens to the body of the answer, {@code null} for nothing. */
    public @Nullable AnswerBody answerBody() {
        return decision instanceof GuardDecision.Permitted permitted ? permitted.answer() : null;
    }

    /** The caller by the first name that the token has of those that configuration looks for. */
    public CallerPrincipal caller(VerifiedToken accepted) {
        for (String claim : resource.configuration().identity().principalClaims()) {
            if (accepted.claims().get(claim) instanceof JsonString name
                    && !name.getString().isEmpty()) {
                return new CallerPrincipal(name.getString(), accepted.principal());
            }
        }
        return new CallerPrincipal(accepted.principal().getName(), accepted.principal());
    }

    /**
     * The headers that must be hidden from the application: those of sessions and of streams that are taken
     * up again, neither of which the revision knows and nobody has judged (MCP 2026-07-28, transports).
     */
    public List<String> hiddenHeaders() {
        return ProtocolEra.isStateless(request.headers()) ? OF_SESSIONS : List.of();
    }

    /** Tells that the binding itself refuses the request, which the guard has permitted. */
    public void refuse(RejectionReason reason) {
        resource.guard().refusedByBinding(reason, token());
    }

    /**
     * The header lines that the guard adds to the answer.
     *
     * @param isCachingSet whether the answer says itself how it may be cached
     */
    public HttpHeaders addedHeaders(boolean isCachingSet) {
        HttpHeaders added = resource.guard().responseHeaders(request);
        return isCachingSet && added.firstValue(CACHING).isPresent()
                ? HttpHeaders.of(added.map(), (name, value) -> !CACHING.equalsIgnoreCase(name))
                : added;
    }

    /**
     * Lets the guard look at the answer of the application.
     *
     * @throws org.mcpoauth.api.error.McpOAuthException if the answer must not be sent
     */
    public void afterCall(int status, HttpHeaders headers) {
        if (decision instanceof GuardDecision.Permitted) {
            resource.guard().afterCall(request, token(), status, headers);
        }
    }
}
