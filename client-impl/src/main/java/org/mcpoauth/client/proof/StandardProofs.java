package org.mcpoauth.client.proof;

import java.net.URI;
import java.security.KeyPair;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.jose.SigningKey;

/** Keys and proofs for applications that send requests themselves. */
public final class StandardProofs implements DPoPProofs {
    private final Toolkit toolkit;

    public StandardProofs(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    @Override
    public DPoPKey generate(String algorithm) {
        SigningKey made = SigningKey.generate(ProofKey.algorithm(algorithm));
        return new DPoPKey(new KeyPair(made.verificationKey().publicKey(), made.privateKey()), algorithm);
    }

    @Override
    public String thumbprint(DPoPKey key) {
        return ProofKey.of(toolkit, key).thumbprint();
    }

    @Override
    public String proof(DPoPKey key, String method, URI target, @Nullable Secret accessToken, @Nullable String nonce) {
        return ProofKey.of(toolkit, key).proof(method, target, accessToken, nonce);
    }
}
