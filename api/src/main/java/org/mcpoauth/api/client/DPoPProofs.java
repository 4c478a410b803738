package org.mcpoauth.api.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * Keys and proofs of DPoP, for applications that send requests themselves (RFC 9449, section 4).
 *
 * <p>Safe for use by several threads. Nothing is sent and nothing is kept.
 */
public interface DPoPProofs {

    /**
     * Makes a key in memory.
     *
     * @param algorithm the JWS algorithm of its proofs: {@code ES256}, {@code ES384}, {@code ES512}, {@code
     *     EdDSA}, {@code Ed25519}, or one of {@code RS} and {@code PS}, whose keys have 2048 bits
     * @return a new key
     * @throws IllegalArgumentException if the algorithm is none of these
     */
    DPoPKey generate(String algorithm);

    /**
     * The thumbprint that tokens bound to a key carry as {@code jkt} (RFC 9449, section 6.1; RFC 7638).
     *
     * @param key the key
     * @return 43 characters of base64url
     * @throws IllegalArgumentException if the halves do not belong together or do not fit the algorithm
     */
    String thumbprint(DPoPKey key);

    /**
     * Makes the proof for one request; it has its own {@code jti} and must not be sent twice.
     *
     * @param key the key
     * @param method the method of the request
     * @param target the URL of the request; its query and fragment do not go into the proof
     * @param accessToken the token that is sent beside the proof, or {@code null} for none, as at the token
     *     endpoint
     * @param nonce the last {@code DPoP-Nonce} of the server, or {@code null} for none
     * @return the value of the {@code DPoP} header
     * @throws IllegalArgumentException if the halves of the key do not belong together or do not fit the
     *     algorithm
     */
    String proof(DPoPKey key, String method, URI target, @Nullable Secret accessToken, @Nullable String nonce);
}
