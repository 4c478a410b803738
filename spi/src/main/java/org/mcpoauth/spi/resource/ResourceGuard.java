package org.mcpoauth.spi.resource;

import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/**
 * The guard of a protected resource: extracts the token, verifies it, checks scopes and bindings. It
 * knows no framework; bindings call it before any application code runs.
 *
 * <p>Safe for use by several threads.
 */
public interface ResourceGuard {

    /**
     * Whether a path belongs to the guarded endpoints. Bindings decide by declared paths where they can;
     * this is for those that see request text only.
     *
     * @param rawPath the path as it was received
     * @return {@code true} if it must be guarded; also for spellings a server might map to a guarded path
     */
    boolean guards(String rawPath);

    /**
     * Judges the parts of a request that come before any token: {@code Origin}, {@code Host} and CORS
     * preflight (MCP, "Streamable HTTP", security warning).
     *
     * @param request the request
     * @return the answer to send instead of going on, or {@code null} to go on
     */
    @Nullable
    EndpointResponse beforeMatching(GuardedRequest request);

    /**
     * Judges a request.
     *
     * @param request the request
     * @return permission, or the answer to send
     */
    default GuardDecision decide(GuardedRequest request) {
        return decide(request, EndpointDemands.NONE);
    }

    /**
     * Judges a request to code with demands of its own. They and those of the configuration stand in one
     * challenge.
     *
     * @param request the request
     * @param demands what the code demands
     * @return permission, or the answer to send
     */
    GuardDecision decide(GuardedRequest request, EndpointDemands demands);

    /**
     * Judges the demands of the code that turned out to serve a request after it was permitted.
     *
     * @param request the request that was permitted
     * @param token the accepted token, or {@code null} as in {@link GuardDecision.Permitted}
     * @param demands what the code demands
     * @return the answer to send, or {@code null} to go on
     */
    @Nullable
    EndpointResponse refusal(GuardedRequest request, @Nullable VerifiedToken token, EndpointDemands demands);

    /**
     * Looks at the answer of the application: binds the session it opens to the principal, ends the one
     * it deletes. Called before the answer is sent; when it fails, the answer must not be sent.
     *
     * @param request the request that was permitted
     * @param token the accepted token, or {@code null} as in {@link GuardDecision.Permitted}
     * @param status the status of the answer
     * @param headers the header lines of the answer
     * @throws org.mcpoauth.api.error.McpOAuthException if a session cannot be bound
     */
    void afterCall(GuardedRequest request, @Nullable VerifiedToken token, int status, HttpHeaders headers);

    /**
     * Learns that the binding itself refused a permitted request, as for a role that is missing, so that
     * auditors are told.
     *
     * @param reason why
     * @param token the accepted token, or {@code null} as in {@link GuardDecision.Permitted}
     */
    default void refusedByBinding(RejectionReason reason, @Nullable VerifiedToken token) {}

    /**
     * The headers to add to the answer of the application, refusals included: those of CORS where the origin
     * is on the allow-list, and the nonce for the next DPoP proof where one is due. With a nonce comes {@code
     * Cache-Control} (RFC 9449, section 8.2), for answers that have none of their own.
     *
     * @param request the request
     * @return header lines by name; may be empty
     */
    HttpHeaders responseHeaders(GuardedRequest request);
}
