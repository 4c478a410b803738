package org.mcpoauth.server.authorization.key;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PemKeys;
import org.mcpoauth.spi.support.jose.PrivateKeys;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads several keys from one text: PEM blocks, a JWK or a JWK Set. The first one is private and signs; of the others
 * only the public halves are kept.
 */
final class KeyTexts {
    private static final int MAX_KEYS = 16;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final StrictJson JSON = StrictJson.create();

    private final @Nullable JwsAlgorithm algorithm;

    /** For keys that are used with an algorithm where they fit it, {@code null} for what each suggests. */
    KeyTexts(@Nullable JwsAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedException if one key cannot be used, the first one is public or not for the algorithm, or there
     *     are none or too many
     */
    HeldKeys read(String text) throws MalformedException {
        List<String> keys = text.stripLeading().startsWith("{") ? jwks(text) : blocks(text);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw refused("not 1 to " + MAX_KEYS + " keys");
        }
        SigningKey first = pair(keys.get(0));
        List<VerificationKey> further = new ArrayList<>();
        for (String key : keys.subList(1, keys.size())) {
            further.add(isPrivate(key) ? pair(key).verificationKey() : half(key));
        }
        return signedWith(first, further);
    }

    /** The keys of a ring whose first one is for the algorithm. */
    HeldKeys signedWith(SigningKey first, List<VerificationKey> further) throws MalformedException {
        if (algorithm != null && first.algorithm() != algorithm) {
            throw refused("the signing key is not for the signing algorithm");
        }
        return HeldKeys.of(first, further);
    }

    /** The same key for the algorithm, if that fits it. */
    SigningKey forAlgorithm(SigningKey key) throws MalformedException {
        VerificationKey half = key.verificationKey();
        return SigningKey.of(key.privateKey(), half.publicKey(), half.keyId(), algorithmOf(half));
    }

    private SigningKey pair(String key) throws MalformedException {
        if (!isPrivate(key)) {
            throw refused("the first key is not private");
        }
        SigningKey read = PrivateKeys.read(key, null, null);
        return isJwk(key) && object(key).containsKey("alg") ? read : forAlgorithm(read);
    }

    private VerificationKey half(String key) throws MalformedException {
        VerificationKey read = isJwk(key) ? Jwk.publicKey(object(key)) : PemKeys.verificationKey(key, null, null);
        JwsAlgorithm chosen = read.algorithm() == null ? algorithmOf(read) : read.algorithm();
        return VerificationKey.of(read.publicKey(), read.keyId(), chosen);
    }

    private JwsAlgorithm algorithmOf(VerificationKey half) throws MalformedException {
        VerificationKey free = VerificationKey.of(half.publicKey(), null, null);
        return algorithm != null && free.fits(algorithm) ? algorithm : free.suggestedAlgorithm();
    }

    private static boolean isJwk(String key) {
        return key.startsWith("{");
    }

    private static boolean isPrivate(String key) throws MalformedException {
        return isJwk(key) ? object(key).containsKey("d") : key.startsWith(BEGIN + "PRIVATE KEY" + DASHES);
    }

    private static List<String> jwks(String text) throws MalformedException {
        JsonObject object = object(text);
        if (!object.containsKey("keys")) {
            return List.of(text.strip());
        }
        if (!(object.get("keys") instanceof JsonArray entries)) {
            throw refused("a JWK Set has no array of keys");
        }
        List<String> keys = new ArrayList<>();
        for (JsonValue entry : entries) {
            if (!(entry instanceof JsonObject jwk)) {
                throw refused("a key of the JWK Set is no object");
            }
            keys.add(JSON.write(jwk));
        }
        return keys;
    }

    /** What stands between the blocks is explanatory text (RFC 7468, section 2). */
    private static List<String> blocks(String text) throws MalformedException {
        List<String> blocks = new ArrayList<>();
        for (int start = text.indexOf(BEGIN); start >= 0; start = text.indexOf(BEGIN, start + 1)) {
            int end = text.indexOf(END, start);
            int close = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
            if (close < 0) {
                throw refused("a PEM block does not end");
            }
            blocks.add(text.substring(start, close + DASHES.length()));
        }
        return blocks;
    }

    private static JsonObject object(String text) throws MalformedException {
        return JSON.readObject(text, JsonLimits.TOKEN_RESPONSE);
    }

    private static MalformedException refused(String message) {
        return new MalformedException(Fault.KEY, message);
    }
}
