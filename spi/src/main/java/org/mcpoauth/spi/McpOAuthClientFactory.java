package org.mcpoauth.spi;

import java.util.List;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.client.ClientEndpoints;

/**
 * Makes clients; found by {@link java.util.ServiceLoader}. Has a public constructor without parameters
 * and is safe for use by several threads.
 */
public interface McpOAuthClientFactory {

    /**
     * Makes the client of one MCP server. Nothing is sent yet.
     *
     * @param configuration what to call and how
     * @param services what to work with; the store is already that of the client, where it has one of its own
     * @return the client
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be served
     */
    McpOAuthClient client(ClientConfiguration configuration, McpOAuthServices services);

    /**
     * Makes the discovery step.
     *
     * @param services what to work with
     * @return the step, usable for any server
     */
    Discovery discovery(McpOAuthServices services);

    /**
     * Makes the discovery step as a client takes it: with the party whose signed metadata it wants, and with what it has
     * kept of metadata. Unless an implementation says otherwise it is that for any server.
     *
     * @param configuration the client
     * @param services what to work with; the store is already that of the client, where it has one of its own
     * @return the step
     */
    default Discovery discovery(ClientConfiguration configuration, McpOAuthServices services) {
        return discovery(services);
    }

    /**
     * Makes the registration step.
     *
     * @param services what to work with
     * @return the step, usable for any authorization server
     */
    Registration registration(McpOAuthServices services);

    /**
     * Makes the grant requests.
     *
     * @param services what to work with
     * @return the requests, usable for any authorization server
     */
    Grants grants(McpOAuthServices services);

    /**
     * Makes what builds DPoP keys and proofs.
     *
     * @param services what to work with
     * @return the proofs, usable for any server
     */
    DPoPProofs dpop(McpOAuthServices services);

    /**
     * Makes what a web application serves for its clients. Clients with one redirect URI share a callback, and
     * those with one URL of a client ID metadata document share the document, which has the redirect URIs of all.
     *
     * @param clients clients of this factory
     * @param services what to work with
     * @return their endpoints; none for clients whose {@link org.mcpoauth.spi.client.WebRules} say so
     * @throws ConfigurationException if two endpoints have one path, a document breaks a rule or is larger than 5
     *     KiB, or this factory cannot serve anything
     * @throws IllegalArgumentException if a client is not of this factory
     */
    default ClientEndpoints endpoints(List<McpOAuthClient> clients, McpOAuthServices services) {
        throw new ConfigurationException(
                FailureCode.UNSUPPORTED_OPERATION, "login", "this implementation serves no endpoints", null);
    }
}
