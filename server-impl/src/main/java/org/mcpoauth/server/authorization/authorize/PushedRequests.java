package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The authorization requests that were pushed and wait for their browsers (RFC 9126, section 2.2). Each
 * belongs to the client that pushed it and is used once; the store knows digests of their references only.
 */
final class PushedRequests {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
    private static final String NAMESPACE = "pushed-authorization-request";
    private static final int LENGTH = PREFIX.length() + 43;

    private final AuthorizationServerConfiguration configuration;
    private final StateStore store;
    private final ParametersJson json;
    private final RandomIds random = new RandomIds();

    PushedRequests(AuthorizationServerConfiguration configuration, StateStore store, StrictJson json) {
        this.configuration = configuration;
        this.store = store;
        this.json = new ParametersJson(json);
    }

    boolean areOffered() {
        return configuration.endpoints().par() != null;
    }

    /** Whether a client may send no other authorization requests (RFC 9126, sections 5 and 6). */
    boolean areRequiredOf(Client client) {
        return areOffered()
                && (configuration.pushedRequests().required()
                        || client.metadata().requirePushedAuthorizationRequests());
    }

    Duration lifetime() {
        return configuration.pushedRequests().ttl();
    }

    /** Keeps a request; gives its {@code request_uri}. */
    String add(Client client, AuthorizationParameters parameters) {
        String requestUri = PREFIX + random.next();
        String text = json.write(json.object(parameters).add("client_id", client.clientId()));
        if (!store.putIfAbsent(key(requestUri), StateEntry.of(text), lifetime())) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a new request has the name of another", null);
        }
        return requestUri;
    }

    /** Gives a request of a client to one caller only. That of another client stays where it is. */
    Optional<AuthorizationParameters> take(Client client, String requestUri) {
        if (requestUri.length() != LENGTH) {
            return Optional.empty();
        }
        StateKey key = key(requestUri);
        return store.get(key)
                .map(StateEntry::value)
                .filter(text -> isOf(client, text) && store.compareAndRemove(key, text))
                .map(text -> json.read(text, ParametersJson::parameters));
    }

    private boolean isOf(Client client, String text) {
        return client.clientId().equals(json.<String>read(text, object -> object.getString("client_id")));
    }

    private static StateKey key(String requestUri) {
        return new StateKey(NAMESPACE, Sha256.base64Url(requestUri));
    }
}
