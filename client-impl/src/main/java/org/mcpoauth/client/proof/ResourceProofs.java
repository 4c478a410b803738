package org.mcpoauth.client.proof;

import java.net.URI;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * Proofs for calls of the MCP server, with the nonces it hands out (RFC 9449, sections 7.1 and 9). Nonces
 * of authorization servers are kept elsewhere, for they are not for resources. Safe for use by several
 * threads.
 */
public final class ResourceProofs {
    private final Possession possession;
    private final ServerNonces nonces = new ServerNonces();

    public ResourceProofs(Possession possession) {
        this.possession = possession;
    }

    /**
     * The proof for one call.
     *
     * @param thumbprint what the token is bound to
     * @param nonce what {@link #nonce} gave
     */
    public String proof(String thumbprint, Secret token, String method, URI target, @Nullable String nonce) {
        return possession.held(thumbprint).proof(method, target, token, nonce);
    }

    /** The last nonce of the server, {@code null} if it gave none. */
    public @Nullable String nonce(URI target) {
        return nonces.of(target);
    }

    /** Keeps the nonce of an answer, whatever the answer says. */
    public void learn(URI target, HttpHeaders answer) {
        nonces.learn(target, answer);
    }
}
