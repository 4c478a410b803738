package org.mcpoauth.client.call;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.proof.ResourceProofs;
import org.mcpoauth.client.token.StoredTokens;

/**
 * How the attempts of one call show their token: alone, or with a proof of its own each where the token is
 * bound to a key (RFC 6750, section 2.1; RFC 9449, section 7.1). Used by one thread.
 */
final class Presentation {
    private static final int MAX_NONCES = 3;

    private final ResourceProofs proofs;
    private final String method;
    private final URI uri;
    private @Nullable String nonce;
    private int noncesFollowed;

    Presentation(ResourceProofs proofs, String method, URI uri) {
        this.proofs = proofs;
        this.method = method;
        this.uri = uri;
    }

    /** The headers of one attempt. */
    Map<String, String> headers(StoredTokens current) {
        Secret token = current.access().value();
        String thumbprint = current.keyThumbprint();
        if (thumbprint == null) {
            return Map.of("Authorization", "Bearer " + token.reveal());
        }
        nonce = proofs.nonce(uri);
        String proof = proofs.proof(thumbprint, token, method, uri, nonce);
        return Map.of("Authorization", "DPoP " + token.reveal(), "DPoP", proof);
    }

    /** Keeps the nonce that any answer may bring. */
    void learn(HttpHeaders answer) {
        proofs.learn(uri, answer);
    }

    /**
     * Whether the same token will do with the nonce that was just given (RFC 9449, section 9); each nonce
     * is followed once, and a server that never has enough of them not for long.
     */
    boolean canFollowNonce(@Nullable StoredTokens current, int status, HttpHeaders answer) {
        if (current == null || current.keyThumbprint() == null || !OAuthChallenges.asksForNonce(status, answer)) {
            return false;
        }
        String next = proofs.nonce(uri);
        return next != null && !next.equals(nonce) && noncesFollowed++ < MAX_NONCES;
    }
}
