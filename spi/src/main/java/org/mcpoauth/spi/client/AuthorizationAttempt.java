package org.mcpoauth.spi.client;

import java.net.URI;
import org.mcpoauth.api.client.AuthorizationRequest;

/**
 * One authorization that an {@link AuthorizationAgent} is ready for. Used by one thread, for one request, and
 * closed whatever happens.
 */
public interface AuthorizationAttempt extends AutoCloseable {

    /**
     * Where the answer comes.
     *
     * @return the redirect URI to send; at most the port differs from the registered one
     */
    URI redirectUri();

    /**
     * Opens the request and waits for the redirect.
     *
     * @param request what to open; its redirect URI is that of this attempt
     * @return the full URL the browser was redirected to; the caller validates it
     * @throws IllegalArgumentException if the request has another redirect URI
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if nobody can answer now, or a user did not
     *     in time
     * @throws org.mcpoauth.api.error.TransportException if the server cannot be reached or must not be opened, or
     *     the calling thread was interrupted
     */
    URI authorize(AuthorizationRequest request);

    /** Ends the attempt and whatever it listened on. Further calls do nothing. */
    @Override
    void close();
}
