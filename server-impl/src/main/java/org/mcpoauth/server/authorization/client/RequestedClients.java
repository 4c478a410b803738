package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/**
 * Finds the clients that requests name. Anybody can have this server fetch any URL by naming it, so that what was fetched
 * in vain counts. Thread-safe.
 */
public final class RequestedClients {
    private final ClientDirectory clients;
    private final ClientFailures failures;

    /**
     * Finds clients.
     *
     * @param clients knows them
     * @param failures bounds how often something is fetched in vain
     */
    public RequestedClients(ClientDirectory clients, ClientFailures failures) {
        this.clients = clients;
        this.failures = failures;
    }

    /**
     * Finds a client.
     *
     * @param request the request
     * @param clientId what it names, any text
     * @return the client, empty when it is unknown or its metadata document cannot be used
     * @throws EndpointException with {@code temporarily_unavailable} if its metadata document cannot be reached now, or too
     *     much is fetched
     * @throws org.mcpoauth.server.authorization.limit.TooManyRequestsException if too much was fetched in vain
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    public Optional<Client> find(EndpointRequest request, String clientId) {
        return clients.isAtHand(clientId) ? clients.find(clientId) : fetch(request, clientId);
    }

    private Optional<Client> fetch(EndpointRequest request, String clientId) {
        String place = place(clientId);
        failures.requireFewFetches(request, place);
        return failures.amongFew(request, () -> fetch(request, clientId, place));
    }

    private Optional<Client> fetch(EndpointRequest request, String clientId, String place) {
        try {
            Optional<Client> found = clients.find(clientId);
            if (found.isEmpty()) {
                failures.countRefused(request, place);
            }
            return found;
        } catch (EndpointException unreached) {
            failures.countUnreached(request, place);
            throw unreached;
        }
    }

    /** Whoever makes up URLs on the host of a published client does not count against that client. */
    private String place(String clientId) {
        return clients.wasPublished(clientId) ? clientId : ClientIdUrl.host(URI.create(clientId));
    }
}
