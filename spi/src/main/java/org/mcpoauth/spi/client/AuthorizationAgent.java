package org.mcpoauth.spi.client;

import java.net.URI;
import org.mcpoauth.api.client.AuthorizationRequest;

/**
 * Takes the user to the authorization server and brings back the redirect: a browser on the desktop, a
 * headless user agent in tests, or nobody in a web application, which throws {@link
 * org.mcpoauth.api.error.AuthorizationRequiredException}. {@link ReadyAgent} names those that come with the
 * library.
 *
 * <p>Safe for use by several threads; interruption ends a call.
 */
@FunctionalInterface
public interface AuthorizationAgent {

    /**
     * Opens the request and waits for the redirect. The URL is {@code https}, or loopback {@code http}
     * where that is allowed; an agent never hands it to a shell.
     *
     * @param request what to open
     * @return the full URL the browser was redirected to; the caller validates it
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if nobody can answer now, or a user did not
     *     in time
     * @throws org.mcpoauth.api.error.TransportException if the server cannot be reached or must not be opened, or
     *     the calling thread was interrupted
     */
    URI authorize(AuthorizationRequest request);

    /**
     * Makes ready for one authorization, before its request is built. An agent that listens for the redirect
     * begins to listen here, and may do so on another port than the registered one: an authorization server
     * lets the port of a loopback address vary (RFC 8252, section 7.3). Other agents need not care.
     *
     * @param redirectUri the redirect URI as it is registered
     * @return the attempt, whose redirect URI the request must have; the caller closes it
     * @throws org.mcpoauth.api.error.ConfigurationException if no answer to this redirect URI can reach the
     *     agent
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if nobody can answer now
     */
    default AuthorizationAttempt begin(URI redirectUri) {
        return new PlainAttempt(this, redirectUri);
    }
}
