package org.mcpoauth.server.authorization.client;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.Client;

/** Finds the secrets of clients where a digest will not do: for {@code client_secret_jwt}. */
@FunctionalInterface
public interface ReadableSecrets {

    /**
     * The secret of a client.
     *
     * @param client the client
     * @return its secret, empty if nobody knows it
     */
    Optional<Secret> of(Client client);
}
