package org.mcpoauth.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.Optional;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.CallAuthorization;

/**
 * Calls one protected MCP server and takes care of everything OAuth: discovery, registration,
 * authorization, refresh, step-up and storage of tokens (MCP authorization).
 *
 * <pre>{@code
 * @Inject
 * @McpOAuth("crm")
 * McpOAuthClient crm;
 *
 * HttpResponse<String> answer = crm.send(
 *         HttpRequest.newBuilder(crm.resource().uri())
 *                 .header("Content-Type", "application/json")
 *                 .header("Accept", "application/json, text/event-stream")
 *                 .POST(BodyPublishers.ofString(message))
 *                 .build(),
 *         BodyHandlers.ofString());
 * }</pre>
 *
 * <p>Safe for use by several threads: callers that need a new token at the same time cause one request
 * for it, and no lock is held while the MCP server is called. Calls block; interruption ends them.
 */
public interface McpOAuthClient {

    /**
     * The configured name of the MCP server.
     *
     * @return the value of {@link McpOAuth} that injects this client
     */
    String name();

    /**
     * The MCP server.
     *
     * @return its canonical identifier
     */
    ResourceIdentifier resource();

    /**
     * Sends a request to the MCP server with an access token, and answers its challenges: after a 401
     * the token is refreshed or the user asked once more, after a 403 {@code insufficient_scope} the
     * missing scopes are asked for, after {@code insufficient_user_authentication} the user authenticates
     * as demanded (RFC 9470), each a limited number of times; then the request is sent again.
     *
     * @param request the request; its URL must belong to {@link #resource()}, it must not have an {@code
     *     Authorization} or {@code DPoP} header, and its body publisher must be usable several times, as
     *     those of {@link java.net.http.HttpRequest.BodyPublishers} for strings and bytes are
     * @param bodyHandler reads the body of the final answer, streams included
     * @param <T> the type of the body
     * @return the answer; a challenge only if it could not be resolved and {@code bodyHandler} was given
     *     its body
     * @throws IllegalArgumentException if the request is not one for this resource
     * @throws IOException if the MCP server cannot be reached
     * @throws InterruptedException if the thread was interrupted
     * @throws org.mcpoauth.api.error.ChallengeException if the server keeps asking for more
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to act first
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException;

    /**
     * This client as one of {@code java.net.http}, for libraries that are given such a client. What it sends
     * goes through {@link #send}, with the same rules and exceptions. An asynchronous call takes one thread
     * of the runtime's executor until its body handler has its answer, and cancelling its future ends it.
     * Redirects are not followed, pushed answers are refused, and closing it closes nothing.
     *
     * @return a client that sends requests to {@link #resource()} only
     */
    HttpClient httpClient();

    /**
     * The authorization of one call that a transport of the application sends.
     *
     * @param method the HTTP method
     * @param uri the URL; it must belong to {@link #resource()}
     * @return what gives the headers and answers the challenges
     * @throws IllegalArgumentException if the URL is not one of this resource
     * @throws org.mcpoauth.api.error.McpOAuthException if the stored tokens cannot be used
     */
    CallAuthorization authorize(String method, URI uri);

    /**
     * A usable access token, obtained or refreshed if necessary; for transports of others, which then
     * handle challenges themselves.
     *
     * @return the token
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to act first
     * @throws org.mcpoauth.api.error.StorageException with {@code TOKEN_NOT_PERSISTED}, once, if new tokens
     *     serve from memory only, with {@code STORE_UNAVAILABLE} if the store cannot be used
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    AccessToken accessToken();

    /**
     * The stored token, whatever its state; nothing is sent.
     *
     * @return the token, empty when there is none
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    Optional<AccessToken> storedToken();

    /**
     * Starts an authorization for a user with a browser; the answer goes to {@link
     * #completeAuthorization}.
     *
     * @param scopes the scopes to ask for, or {@link Scopes#NONE} for those the server names
     * @return where to send the browser
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    URI startAuthorization(Scopes scopes);

    /**
     * Completes an authorization with the URL the browser was sent back to, and stores the tokens.
     *
     * @param redirect the full URL, query included
     * @return the new token
     * @throws org.mcpoauth.api.error.ResponseViolationException if the answer belongs to no pending
     *     authorization or is not to be trusted
     * @throws org.mcpoauth.api.error.OAuthErrorException if the authorization server refused
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    AccessToken completeAuthorization(URI redirect);

    /**
     * Revokes the stored tokens at the authorization server and forgets them (RFC 7009). They are
     * forgotten even if the server cannot be reached.
     *
     * @throws org.mcpoauth.api.error.McpOAuthException if the server did not revoke them
     */
    void revoke();

    /**
     * The same client for a certain user, for work on other threads.
     *
     * @param user the user whose tokens are used
     * @return a client that never uses the tokens of anybody else
     */
    McpOAuthClient as(Principal user);
}
