package org.mcpoauth.server.authorization.client;

import java.util.Optional;
import org.mcpoauth.api.provider.Client;

/** Finds clients. Safe for use by several threads. */
@FunctionalInterface
public interface ClientDirectory {

    /**
     * Finds a client.
     *
     * @param clientId what a peer sent, any text
     * @return the client, empty when it is unknown or its metadata document cannot be used
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    Optional<Client> find(String clientId);
}
