package org.mcpoauth.client.grant;

import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.proof.ProofKey;
import org.mcpoauth.client.proof.ServerNonces;
import org.mcpoauth.spi.http.HttpReply;

/**
 * Sends requests with a proof, and once more when the server wants a nonce in it, for then it has not
 * looked at the grant yet (RFC 9449, section 8).
 */
final class BoundPost {
    private final Toolkit toolkit;
    private final ErrorAnswer errors;
    private final ServerNonces nonces = new ServerNonces();

    BoundPost(Toolkit toolkit, ErrorAnswer errors) {
        this.toolkit = toolkit;
        this.errors = errors;
    }

    /**
     * Posts with a proof.
     *
     * @param key the key, or {@code null} to post without
     * @param post sends the request with further headers
     */
    HttpReply post(URI endpoint, @Nullable DPoPKey key, Function<Map<String, String>, HttpReply> post) {
        if (key == null) {
            return post.apply(Map.of());
        }
        ProofKey proofs = ProofKey.of(toolkit, key);
        String nonce = nonces.of(endpoint);
        HttpReply reply = proven(endpoint, proofs, nonce, post);
        String next = nonces.of(endpoint);
        boolean hasNewNonce = next != null && !next.equals(nonce);
        return hasNewNonce && asksForNonce(reply) ? proven(endpoint, proofs, next, post) : reply;
    }

    private HttpReply proven(
            URI endpoint, ProofKey key, @Nullable String nonce, Function<Map<String, String>, HttpReply> post) {
        HttpReply reply = post.apply(Map.of("DPoP", key.proof("POST", endpoint, null, nonce)));
        nonces.learn(endpoint, reply.headers());
        return reply;
    }

    private boolean asksForNonce(HttpReply reply) {
        return (reply.status() == 400 || reply.status() == 401)
                && errors.code(reply).filter(ErrorCode.USE_DPOP_NONCE::equals).isPresent();
    }
}
