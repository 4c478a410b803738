package org.mcpoauth.server.authorization.client;

import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;

/** A client that authenticated. If it did so with an assertion, that counts once and is not used up yet. */
public final class AuthenticatedClient {
    private final Client client;
    private final AssertionUse use;

    AuthenticatedClient(Client client, AssertionUse use) {
        this.client = client;
        this.use = use;
    }

    /**
     * A client that showed in another way who it is.
     *
     * @param client the client
     * @return it, with nothing to use up
     */
    public static AuthenticatedClient otherwise(Client client) {
        return new AuthenticatedClient(client, AssertionUse.REPEATABLE);
    }

    /**
     * Which client it is.
     *
     * @return the client
     */
    public Client client() {
        return client;
    }

    /**
     * Uses its assertion up, if it has one. This is the last check of a request, since it cannot be undone.
     *
     * @throws EndpointException with {@code invalid_client} if the assertion was used before
     * @throws org.mcpoauth.server.authorization.limit.TooManyRequestsException if the client used too many that are live
     * @throws org.mcpoauth.api.error.StorageException if that cannot be told now
     */
    public void spend() {
        if (!use.isFirst()) {
            throw EndpointException.token(ErrorCode.INVALID_CLIENT, null);
        }
    }
}
