package org.mcpoauth.spi.client;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.Optional;
import org.mcpoauth.spi.endpoint.EndpointGroup;

/**
 * What a web application serves for its clients: login, callback, logout and client ID metadata documents, as
 * {@link WebRules} say. A CDI bean of this type is served in containers by itself. Safe for use by several threads.
 */
public interface ClientEndpoints extends EndpointGroup {

    /**
     * The browser of a request that nobody has signed in with, where a client takes such browsers for its users
     * ({@link WebRules.Login#ANONYMOUS}). Its cookie changes with each login and logout, the user it is does not.
     *
     * @param headers the header lines of the request
     * @return a user for {@link org.mcpoauth.api.McpOAuthClient#as}; empty if the browser has not been to a login
     *     endpoint, its cookie is not the last one it was given, or no client takes browsers
     * @throws org.mcpoauth.api.error.StorageException if it cannot be looked up
     */
    Optional<Principal> visitor(HttpHeaders headers);
}
