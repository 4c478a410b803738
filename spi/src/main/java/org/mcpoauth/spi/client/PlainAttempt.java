package org.mcpoauth.spi.client;

import java.net.URI;
import org.mcpoauth.api.client.AuthorizationRequest;

/** The attempt of an agent that holds nothing between its calls. */
record PlainAttempt(AuthorizationAgent agent, URI redirectUri) implements AuthorizationAttempt {

    @Override
    public URI authorize(AuthorizationRequest request) {
        if (!request.redirectUri().equals(redirectUri)) {
            throw new IllegalArgumentException("the request has another redirect URI than the attempt");
        }
        return agent.authorize(request);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
