package org.mcpoauth.server.resource;

import java.net.http.HttpHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
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

    private final ProtectedResource resource;
    private final GuardedRequest request;
    private final Object owner;
    private final GuardDecision decision;

    private GuardedExchange(ProtectedResource resource, GuardedRequest request, Object owner) {
        this.resource = resource;
        this.request = request;
        this.owner = Objects.requireNonNull(owner, "owner");
        this.decision = resource.guard().decide(request);
    }

    /**
     * Has the guard of a resource judge a request.
     *
     * @param owner the binding that asks; it alone looks at the answer
     */
    public static GuardedExchange judge(ProtectedResource resource, GuardedRequest request, Object owner) {
        return new GuardedExchange(resource, request, owner);
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

    /** Whether the header {@code Mcp-Session-Id} must be hidden from the application. */
    public boolean hidesSession() {
        return ProtocolEra.isStateless(request.headers());
    }

    /** The header lines that CORS adds to the answer. */
    public HttpHeaders corsHeaders() {
        return resource.guard().responseHeaders(request);
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
