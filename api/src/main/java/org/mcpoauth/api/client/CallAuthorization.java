package org.mcpoauth.api.client;

import java.net.http.HttpHeaders;
import java.util.Map;

/**
 * The authorization of one call that a transport of the application sends, made by {@link
 * org.mcpoauth.api.McpOAuthClient#authorize}: gives the headers of each attempt and answers the challenges
 * of the server (RFC 6750, section 3; RFC 9449, section 9; RFC 9470, section 3).
 *
 * <pre>{@code
 * CallAuthorization authorization = crm.authorize("POST", uri);
 * Answer answer;
 * do {
 *     answer = transport.send(message, authorization.headers());
 * } while (authorization.resolve(answer.status(), answer.headers()));
 * }</pre>
 *
 * <p>Used by one thread at a time. Nothing has to be closed.
 */
public interface CallAuthorization {

    /**
     * The headers of the next attempt, which nothing else may set. They hold secrets.
     *
     * @return {@code Authorization}, and {@code DPoP} with a new proof where the token is bound to a key
     *     (RFC 9449, section 7.1); empty as long as there is no token; unmodifiable
     */
    Map<String, String> headers();

    /**
     * Tells how the server answered, and obtains what it asks for, each kind a limited number of times: a
     * refusal of the token is answered with a refresh or a new authorization, more scopes and another
     * authentication of the user with a new authorization. Every answer is to be told, for each may bring
     * a nonce.
     *
     * @param status the HTTP status of the answer
     * @param answer its headers; the body of a challenge need not be read
     * @return {@code true} to send the request again with new {@link #headers}, {@code false} if the answer
     *     is the one of the call
     * @throws org.mcpoauth.api.error.ChallengeException if the server keeps asking for more, or nobody may
     *     or can give it
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to act first
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    boolean resolve(int status, HttpHeaders answer);
}
