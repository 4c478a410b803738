package org.mcpoauth.client.call;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
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
    private final HttpRequest request;
    private @Nullable String nonce;
    private int noncesFollowed;

    Presentation(ResourceProofs proofs, HttpRequest request) {
        this.proofs = proofs;
        this.request = request;
    }

    /** The request for one attempt. */
    HttpRequest with(@Nullable StoredTokens current) {
        if (current == null) {
            return request;
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
        headers(current).forEach(copy::header);
        return copy.build();
    }

    private Map<String, String> headers(StoredTokens current) {
        Secret token = current.access().value();
        String thumbprint = current.keyThumbprint();
        if (thumbprint == null) {
            return Map.of("Authorization", "Bearer " + token.reveal());
        }
        nonce = proofs.nonce(request.uri());
        String proof = proofs.proof(thumbprint, token, request.method(), request.uri(), nonce);
        return Map.of("Authorization", "DPoP " + token.reveal(), "DPoP", proof);
    }

    /** Keeps the nonce that any answer may bring. */
    void learn(HttpHeaders answer) {
        proofs.learn(request.uri(), answer);
    }

    /**
     * Whether the same token will do with the nonce that was just given (RFC 9449, section 9); each nonce
     * is followed once, and a server that never has enough of them not for long.
     */
    boolean canFollowNonce(@Nullable StoredTokens current, int status, HttpHeaders answer) {
        if (current == null || current.keyThumbprint() == null || !OAuthChallenges.asksForNonce(status, answer)) {
            return false;
        }
        String next = proofs.nonce(request.uri());
        return next != null && !next.equals(nonce) && noncesFollowed++ < MAX_NONCES;
    }
}
