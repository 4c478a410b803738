package org.mcpoauth.spi.server;

import java.util.List;
import org.mcpoauth.api.provider.Client;

/**
 * The clients that are registered at the ready provider, for operators: all instances of a software share its
 * {@code software_id} (RFC 7591, section 2). Safe for use by several threads.
 */
public interface RegisteredClients {

    /**
     * Finds the clients of a software, in all its versions. Nothing proves to which software a client belongs but a
     * software statement (RFC 7591, section 2.3).
     *
     * @param softwareId what the clients registered as {@code software_id}, compared exactly
     * @return all the clients, as many as there may be ({@link DynamicRegistration#maxClients}); none for an unknown
     *     software. One whose entry in the store cannot be read is left out, and a warning names it. Remove one by
     *     {@link org.mcpoauth.api.provider.AuthorizationServerProvider#deleteClient}
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    List<Client> ofSoftware(String softwareId);
}
