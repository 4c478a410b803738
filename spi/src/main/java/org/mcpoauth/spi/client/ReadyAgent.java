package org.mcpoauth.spi.client;

import java.net.URI;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;

/**
 * Names of agents that come with a client. An implementation of the client puts its own agent in the place of
 * such a name when it makes a client; one that has none leaves the name, which then says so to the deployer.
 *
 * <pre>{@code
 * ClientConfiguration.builder("crm", serverUrl, metadata).agent(ReadyAgent.LOOPBACK).build();
 * }</pre>
 */
public enum ReadyAgent implements AuthorizationAgent {
    /**
     * Opens the browser of the user's machine and listens there for the redirect (RFC 8252, section 7.3): for
     * programs on a desktop.
     */
    LOOPBACK,
    /** Follows the redirects of authorization servers that need no person to answer: for tests and automation. */
    HEADLESS;

    /**
     * Nothing is opened by a name.
     *
     * @param request what was to be opened
     * @throws ConfigurationException always, with {@code IMPLEMENTATION_MISSING}
     */
    @Override
    public URI authorize(AuthorizationRequest request) {
        throw new ConfigurationException(
                FailureCode.IMPLEMENTATION_MISSING,
                "authorization-agent",
                "this implementation of the client brings no such agent; give it an AuthorizationAgent",
                null);
    }
}
