package org.mcpoauth.server.authorization.key;

import jakarta.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** Signs JWTs of one type with whatever key it is the turn of. Thread-safe. */
public final class TokenSigner {
    private final KeyRing keys;
    private final JcaSignatures signatures;
    private final StrictJson json;
    private final String type;
    private volatile @Nullable Signer current;

    /**
     * Signs with a ring.
     *
     * @param keys the keys
     * @param signatures makes the signatures
     * @param json writes header and claims
     * @param type the {@code typ} of the header
     */
    public TokenSigner(KeyRing keys, JcaSignatures signatures, StrictJson json, String type) {
        this.keys = keys;
        this.signatures = signatures;
        this.json = json;
        this.type = type;
    }

    /**
     * Signs claims.
     *
     * @param claims the claims
     * @return the compact JWS
     * @throws org.mcpoauth.api.error.StorageException if the key cannot be had or used now
     */
    public String sign(JsonObject claims) {
        return signed(signer(), claims);
    }

    /**
     * Signs claims that depend on the algorithm.
     *
     * @param claims makes the claims
     * @return the compact JWS
     * @throws org.mcpoauth.api.error.StorageException if the key cannot be had or used now
     */
    public String sign(Function<JwsAlgorithm, JsonObject> claims) {
        Signer chosen = signer();
        return signed(chosen, claims.apply(chosen.key().algorithm()));
    }

    /** The key may be in a device of its own, which may be away. */
    private static String signed(Signer chosen, JsonObject claims) {
        try {
            return chosen.signer().sign(claims);
        } catch (RuntimeException failure) {
            throw KeyRing.unavailable(failure);
        }
    }

    private Signer signer() {
        SigningKey key = keys.signingKey();
        Signer known = current;
        // the key ring gives the same object until the key changes
        if (known == null || !known.key().equals(key)) {
            known = new Signer(key, JwsSigner.ofTokens(json, signatures, key, type));
            current = known;
        }
        return known;
    }

    private record Signer(SigningKey key, JwsSigner signer) {}
}
