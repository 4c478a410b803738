package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.json.StrictJson;

/** Signs claims as a compact JWS under one header, which is encoded once. Thread-safe. */
public final class JwsSigner {
    private final StrictJson json;
    private final String header;
    private final UnaryOperator<byte[]> signature;

    private JwsSigner(StrictJson json, JsonObjectBuilder header, UnaryOperator<byte[]> signature) {
        this.json = json;
        this.header = Base64Url.encode(json.writeBytes(header.build()));
        this.signature = signature;
    }

    /**
     * A signer of tokens; the header has {@code alg}, {@code typ} and {@code kid}.
     *
     * @param json writes header and claims
     * @param signatures makes the signatures
     * @param key the key
     * @param type the {@code typ} member, {@code null} for none
     * @return the signer
     */
    public static JwsSigner ofTokens(StrictJson json, JcaSignatures signatures, SigningKey key, @Nullable String type) {
        return ofTokens(
                json,
                signatures,
                key.privateKey(),
                key.algorithm(),
                key.verificationKey().keyId(),
                type);
    }

    /**
     * A signer of tokens with a private key whose public half is not at hand.
     *
     * @param json writes header and claims
     * @param signatures makes the signatures
     * @param key the private key
     * @param algorithm what to sign with
     * @param keyId the {@code kid} member, {@code null} for none
     * @param type the {@code typ} member, {@code null} for none
     * @return the signer
     */
    public static JwsSigner ofTokens(
            StrictJson json,
            JcaSignatures signatures,
            PrivateKey key,
            JwsAlgorithm algorithm,
            @Nullable String keyId,
            @Nullable String type) {
        JsonObjectBuilder header = header(json, algorithm.wireName(), type);
        if (keyId != null) {
            header.add("kid", keyId);
        }
        return new JwsSigner(json, header, input -> signatures.sign(algorithm, key, input));
    }

    /**
     * A signer of DPoP proofs; the header has {@code alg}, {@code typ} and the public key (RFC 9449,
     * section 4.2).
     *
     * @param json writes header and claims
     * @param signatures makes the signatures
     * @param key the key
     * @return the signer
     */
    public static JwsSigner ofProofs(StrictJson json, JcaSignatures signatures, SigningKey key) {
        JsonObjectBuilder jwk = json.object();
        key.verificationKey().requiredMembers().forEach(jwk::add);
        JsonObjectBuilder header =
                header(json, key.algorithm().wireName(), "dpop+jwt").add("jwk", jwk);
        return new JwsSigner(json, header, input -> signatures.sign(key.algorithm(), key.privateKey(), input));
    }

    /**
     * A signer with a client secret, for {@code client_secret_jwt} alone.
     *
     * @param json writes header and claims
     * @param secret the client secret
     * @param algorithm the MAC algorithm
     * @return the signer
     * @throws IllegalArgumentException if the secret is shorter than the hash (RFC 7518, section 3.2)
     */
    public static JwsSigner ofClientSecret(StrictJson json, Secret secret, HmacAlgorithm algorithm) {
        if (!algorithm.accepts(secret)) {
            throw new IllegalArgumentException("secret: too short for " + algorithm);
        }
        return new JwsSigner(json, header(json, algorithm.wireName(), "JWT"), input -> algorithm.mac(secret, input));
    }

    /**
     * Signs claims.
     *
     * @param claims the claims
     * @return the compact JWS
     */
    public String sign(JsonObject claims) {
        return sign(json.writeBytes(claims));
    }

    /**
     * Signs a payload.
     *
     * @param payload the payload
     * @return the compact JWS
     */
    public String sign(byte[] payload) {
        String input = header + "." + Base64Url.encode(payload);
        return input + "." + Base64Url.encode(signature.apply(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static JsonObjectBuilder header(StrictJson json, String algorithm, @Nullable String type) {
        JsonObjectBuilder header = json.object().add("alg", algorithm);
        return type == null ? header : header.add("typ", type);
    }
}
