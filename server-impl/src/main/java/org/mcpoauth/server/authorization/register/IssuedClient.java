package org.mcpoauth.server.authorization.register;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.Client;

/**
 * A client with what is told to it and stored nowhere.
 *
 * @param client the client as it is stored
 * @param secret its new secret, or {@code null} when it has none or keeps the one it knows
 * @param token its registration access token, or {@code null} when it has none
 */
record IssuedClient(
        Client client, @Nullable Secret secret, @Nullable Secret token) {
    IssuedClient withClient(Client stored) {
        return new IssuedClient(stored, secret, token);
    }
}
