package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;

/**
 * Why a client gets nothing.
 *
 * @param client who asked
 * @param redirectUri where it wants the answer; one of its own
 * @param state what it sent, or {@code null}
 * @param error the error
 * @param description what to say about it, or {@code null}
 */
record Refusal(
        Client client,
        URI redirectUri,
        @Nullable String state,
        ErrorCode error,
        @Nullable String description) {

    static Refusal of(Client client, URI redirectUri, @Nullable String state, EndpointException error) {
        return new Refusal(
                client, redirectUri, state, error.error(), error.description().orElse(null));
    }
}
