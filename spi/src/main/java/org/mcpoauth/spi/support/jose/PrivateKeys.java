package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads private keys in the forms in which operators keep them: PEM, JWK and PKCS#12. The algorithm follows
 * the key unless one is named: {@code RS256}, {@code ES256}, {@code ES384}, {@code ES512} or {@code EdDSA}.
 */
public final class PrivateKeys {
    private static final StrictJson JSON = StrictJson.create();

    private PrivateKeys() {}

    /**
     * Reads a text.
     *
     * @param text one PEM block {@code PRIVATE KEY}, or a JWK with its private members
     * @param keyId the {@code kid}, {@code null} for that of the JWK, else the thumbprint
     * @param algorithm what to sign with, {@code null} for that of the JWK, else what the key suggests
     * @return the key
     * @throws MalformedException if it is neither, or the key is unusable or does not fit
     */
    public static SigningKey read(String text, @Nullable String keyId, @Nullable JwsAlgorithm algorithm)
            throws MalformedException {
        SigningKey key = text.stripLeading().startsWith("{")
                ? ofJwk(JSON.readObject(text, JsonLimits.TOKEN_RESPONSE), algorithm)
                : PemKeys.signingKey(text, null, algorithm);
        return keyId == null ? key : renamed(key, keyId);
    }

    /**
     * Reads a key out of a PKCS#12 store.
     *
     * @param store the store; not closed
     * @param password opens store and key
     * @param alias which key, {@code null} for the only one
     * @param keyId the {@code kid}, {@code null} for the thumbprint
     * @param algorithm what to sign with, {@code null} for what the key suggests
     * @return the key
     * @throws MalformedException if the store cannot be opened, holds no such key or several, or the key is
     *     unusable or does not fit
     * @throws IOException if the store cannot be read; the message says nothing of the password
     */
    public static SigningKey ofStore(
            InputStream store,
            Secret password,
            @Nullable String alias,
            @Nullable String keyId,
            @Nullable JwsAlgorithm algorithm)
            throws MalformedException, IOException {
        try {
            Pkcs12 opened = Pkcs12.open(store, password);
            String name = alias == null ? onlyKey(opened.keys()) : alias;
            PrivateKey key = opened.privateKey(name);
            PublicKey half = opened.publicKey(name);
            if (key == null || half == null) {
                throw refused("the store has no such key");
            }
            return SigningKey.of(key, half, keyId, algorithm);
        } catch (GeneralSecurityException e) {
            throw refused("the store cannot be opened");
        }
    }

    /**
     * Names the keys of a PKCS#12 store.
     *
     * @param store the store; not closed
     * @param password opens it
     * @return the alias of each private key, in no certain order
     * @throws MalformedException if the store cannot be opened
     * @throws IOException if it cannot be read; the message says nothing of the password
     */
    public static List<String> namesOfStore(InputStream store, Secret password) throws MalformedException, IOException {
        try {
            return Pkcs12.open(store, password).keys();
        } catch (GeneralSecurityException e) {
            throw refused("the store cannot be opened");
        }
    }

    private static String onlyKey(List<String> keys) throws MalformedException {
        if (keys.size() != 1) {
            throw refused("the store does not have exactly one key");
        }
        return keys.get(0);
    }

    private static SigningKey ofJwk(JsonObject jwk, @Nullable JwsAlgorithm algorithm) throws MalformedException {
        return Jwk.signingKey(jwk, algorithm == null && !jwk.containsKey("alg") ? suggested(jwk) : algorithm);
    }

    private static JwsAlgorithm suggested(JsonObject jwk) {
        return switch (jwk.getString("crv", "")) {
            case "P-256" -> JwsAlgorithm.ES256;
            case "P-384" -> JwsAlgorithm.ES384;
            case "P-521" -> JwsAlgorithm.ES512;
            case "Ed25519" -> JwsAlgorithm.EDDSA;
            default -> JwsAlgorithm.RS256;
        };
    }

    private static SigningKey renamed(SigningKey key, String keyId) throws MalformedException {
        return SigningKey.of(key.privateKey(), key.verificationKey().publicKey(), keyId, key.algorithm());
    }

    private static MalformedException refused(String message) {
        return new MalformedException(Fault.KEY, message);
    }
}
