package org.mcpoauth.api.token;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Protects the {@code requestState} of a multi round-trip request (MCP 2026-07-28, "Multi Round-Trip
 * Requests"): what the client sends back is only accepted from the same principal, for the same method,
 * target and arguments, at the same server and for a short time.
 *
 * <p>Safe for use by several threads. Nodes that share keys read each other's states.
 */
public interface RequestStateCodec {

    /**
     * Seals a state.
     *
     * @param origin the request that has to be retried with the state
     * @param state what the server wants back, at most 8192 characters
     * @return the opaque text for {@code requestState}
     * @throws IllegalArgumentException if the state is too long
     * @throws org.mcpoauth.api.error.ConfigurationException if no keys are configured and other nodes, which share the
     *     store and could not open it, may get it back
     */
    String seal(Origin origin, String state);

    /**
     * Opens a state that a client sent back.
     *
     * @param origin the request that carried it
     * @param requestState the text as received
     * @return what the server had sealed, empty when the text is changed, expired, or belongs to another
     *     principal, request or server; the reason is logged, and the caller answers {@code -32602}
     */
    Optional<String> open(Origin origin, String requestState);

    /**
     * The codec for a request with this token key. Where the configuration binds states to the DPoP key
     * (RFC 9449, section 6.1), a state that was sealed through it opens for a request with the same key
     * only. Elsewhere it is this codec.
     *
     * @param key {@link VerifiedToken#confirmation()} of the request, {@code null} when there is none
     * @return the codec for that key
     */
    default RequestStateCodec forKey(@Nullable Confirmation key) {
        return this;
    }

    /**
     * The request a state belongs to.
     *
     * @param principal who sent it, or {@code null} when it was not authenticated
     * @param method the JSON-RPC method
     * @param target the name of the tool or prompt, or the URI of the resource
     * @param arguments the arguments, without {@code inputResponses} and {@code requestState}
     */
    record Origin(@Nullable TokenPrincipal principal, String method, String target, JsonObject arguments) {}
}
