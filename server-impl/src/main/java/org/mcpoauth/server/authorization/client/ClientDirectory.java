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
     * @throws org.mcpoauth.api.error.EndpointException with {@code temporarily_unavailable} if its metadata document
     *     cannot be reached now
     */
    Optional<Client> find(String clientId);

    /**
     * Finds a client to whom something was issued already. If its metadata document was fetched before, it is taken as it
     * was then, so that an outage of its host ends nothing.
     *
     * @param clientId whom it was issued to
     * @return the client, empty when it is unknown
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     * @throws org.mcpoauth.api.error.EndpointException as {@link #find} does, if the document is not remembered
     */
    default Optional<Client> findIssued(String clientId) {
        return find(clientId);
    }

    /**
     * Whether a client is published where its metadata document was found before.
     *
     * @param clientId what a peer sent, any text
     * @return {@code false} too if that is not remembered any more
     */
    default boolean wasPublished(String clientId) {
        return false;
    }

    /**
     * Whether a client, or that there is none, is told without a call to a host that the peer chose.
     *
     * @param clientId what a peer sent, any text
     * @return {@code false} if {@link #find} would fetch
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    default boolean isAtHand(String clientId) {
        return true;
    }
}
