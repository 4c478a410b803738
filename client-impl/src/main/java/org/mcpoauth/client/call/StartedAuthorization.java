package org.mcpoauth.client.call;

import java.net.URI;
import java.time.Instant;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.client.pending.PendingStore;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * An authorization that waits for its answer, as far as those have to know who only send the browser.
 *
 * @param uri where to send the browser
 * @param state the digest of the state that comes back
 * @param pending where it is kept
 * @param expiresAt when an answer is not accepted any more
 */
public record StartedAuthorization(URI uri, String state, StateKey pending, Instant expiresAt) {

    static StartedAuthorization of(Owner owner, AuthorizationRequest request) {
        String state = request.state().reveal();
        return new StartedAuthorization(
                request.uri(), digest(state), PendingStore.key(owner, state), request.expiresAt());
    }

    /** What is kept of a state in its place. */
    public static String digest(String state) {
        return Sha256.base64Url(state);
    }

    /** Gives the end; the URL holds the state and stays out. */
    @Override
    public String toString() {
        return "StartedAuthorization[expiresAt=" + expiresAt + "]";
    }
}
