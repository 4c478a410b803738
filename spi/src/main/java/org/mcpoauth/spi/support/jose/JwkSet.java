package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The usable public keys of a JWK Set (RFC 7517, section 5). A key that is unusable for whatever reason
 * is left out and disables no other. Symmetric and private keys are never usable. Immutable.
 */
public final class JwkSet {
    private static final int MAX_KEYS = 100;
    private static final int MAX_CANDIDATES = 10;

    private final List<VerificationKey> keys;
    private final int ignored;

    private JwkSet(List<VerificationKey> keys, int ignored) {
        this.keys = List.copyOf(keys);
        this.ignored = ignored;
    }

    /**
     * A set of known keys.
     *
     * @param keys the keys
     * @return the set
     */
    public static JwkSet of(Collection<VerificationKey> keys) {
        return new JwkSet(List.copyOf(keys), 0);
    }

    /**
     * Reads a set.
     *
     * @param set the JSON document
     * @return its usable keys, perhaps none
     * @throws MalformedException if {@code keys} is not an array or has more than 100 entries
     */
    public static JwkSet parse(JsonObject set) throws MalformedException {
        if (!(set.get("keys") instanceof JsonArray entries)) {
            throw new MalformedException(Fault.SYNTAX, "a JWK Set has no array of keys");
        }
        if (entries.size() > MAX_KEYS) {
            throw new MalformedException(Fault.TOO_LARGE, "a JWK Set has too many keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonValue entry : entries) {
            addUsable(keys, entry);
        }
        return new JwkSet(keys, entries.size() - keys.size());
    }

    /**
     * All usable keys in the order of the document.
     *
     * @return an unmodifiable list
     */
    public List<VerificationKey> keys() {
        return keys;
    }

    /**
     * How many entries were left out.
     *
     * @return the number
     */
    public int ignored() {
        return ignored;
    }

    /**
     * The keys that may have made a signature: those with exactly this {@code kid}, or, for a token
     * without one, all that fit. Several keys may have one {@code kid}; no more than ten are given.
     *
     * @param keyId the {@code kid} of the token, {@code null} if it has none
     * @param algorithm the algorithm of the token
     * @return an unmodifiable list, perhaps empty
     */
    public List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm) {
        List<VerificationKey> candidates = new ArrayList<>(2);
        for (VerificationKey key : keys) {
            boolean named = keyId == null || keyId.equals(key.keyId());
            if (named && key.fits(algorithm) && candidates.size() < MAX_CANDIDATES) {
                candidates.add(key);
            }
        }
        return List.copyOf(candidates);
    }

    /**
     * Writes the set for publication.
     *
     * @param json builds the object
     * @return the JSON document
     */
    public JsonObject write(StrictJson json) {
        JsonArrayBuilder entries = json.array();
        keys.forEach(key -> entries.add(Jwk.write(key, json)));
        return json.object().add("keys", entries).build();
    }

    private static void addUsable(List<VerificationKey> keys, JsonValue entry) {
        if (entry instanceof JsonObject jwk) {
            try {
                keys.add(Jwk.publicKey(jwk));
            } catch (MalformedException unusable) {
                // RFC 7517, section 5: what is not understood or out of range is ignored
            }
        }
    }
}
