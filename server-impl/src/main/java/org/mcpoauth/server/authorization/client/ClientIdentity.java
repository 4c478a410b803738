package org.mcpoauth.server.authorization.client;

import java.net.URI;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;

/** How sure it is that a client is the one it says. */
public final class ClientIdentity {
    private ClientIdentity() {}

    /**
     * Whether only this client can make use of an answer, so that what its user agreed to once may hold again
     * (RFC 6749, section 10.2; RFC 8252, section 8.6): it authenticates, or the answer goes to a site of its own.
     * Behind a loopback address may be any program.
     *
     * @param client the client
     * @param redirectUri where the answer goes; one of the client's
     * @return {@code true} if it is assured
     */
    public static boolean isAssured(Client client, URI redirectUri) {
        boolean authenticates = !client.metadata().tokenEndpointAuthMethod().equals(ClientAuthenticationMethod.NONE);
        boolean isSite = "https".equalsIgnoreCase(redirectUri.getScheme()) && !RedirectUris.isLoopback(redirectUri);
        return authenticates || isSite;
    }
}
