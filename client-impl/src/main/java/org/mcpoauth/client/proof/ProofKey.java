package org.mcpoauth.client.proof;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** A key that is ready to sign proofs (RFC 9449, section 4.2). Safe for use by several threads. */
public final class ProofKey {
    private final Toolkit toolkit;
    private final DPoPKey key;
    private final String thumbprint;
    private final JwsSigner signer;

    private ProofKey(Toolkit toolkit, DPoPKey key, SigningKey checked) {
        this.toolkit = toolkit;
        this.key = key;
        this.thumbprint = checked.verificationKey().thumbprint();
        this.signer = JwsSigner.ofProofs(toolkit.json(), toolkit.signatures(), checked);
    }

    /**
     * Checks a key, also by one signature.
     *
     * @throws IllegalArgumentException if its halves do not belong together or do not fit its algorithm
     */
    public static ProofKey of(Toolkit toolkit, DPoPKey key) {
        try {
            SigningKey checked = SigningKey.of(
                    key.keyPair().getPrivate(), key.keyPair().getPublic(), null, algorithm(key.algorithm()));
            return new ProofKey(toolkit, key, checked);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("no key for " + key.algorithm() + ": " + e.getMessage(), e);
        }
    }

    static JwsAlgorithm algorithm(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new IllegalArgumentException("no algorithm for proofs: " + name));
    }

    /** The key as the API has it. */
    public DPoPKey key() {
        return key;
    }

    /** What bound tokens carry as {@code jkt} (RFC 9449, section 6.1). */
    public String thumbprint() {
        return thumbprint;
    }

    /** The proof for one request. */
    public String proof(String method, URI target, @Nullable Secret accessToken, @Nullable String nonce) {
        JsonObjectBuilder claims = toolkit.json()
                .object()
                .add("jti", toolkit.random().next())
                .add("htm", method)
                .add("htu", withoutQuery(target))
                .add("iat", toolkit.clock().instant().getEpochSecond());
        if (accessToken != null) {
            claims.add("ath", Sha256.base64Url(accessToken.reveal()));
        }
        if (nonce != null) {
            claims.add("nonce", nonce);
        }
        return signer.sign(claims.build());
    }

    /** An empty path is sent as a slash (RFC 9112, section 3.2.1). */
    private static String withoutQuery(URI target) {
        String path = target.getRawPath();
        return target.getScheme() + "://" + target.getRawAuthority() + (path.isEmpty() ? "/" : path);
    }

    /** Names the public half alone. */
    @Override
    public String toString() {
        return "ProofKey[" + key.algorithm() + ", " + thumbprint + "]";
    }
}
