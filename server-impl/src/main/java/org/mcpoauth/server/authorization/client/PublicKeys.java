package org.mcpoauth.server.authorization.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwkSet;

/** Judges the {@code jwks} member of client metadata (RFC 7591, section 2). */
public final class PublicKeys {
    private PublicKeys() {}

    /**
     * Whether a JWK Set has a usable key and no private or symmetric one.
     *
     * @param set the set
     * @return {@code true} if it may be taken
     */
    public static boolean isPublicSet(JsonObject set) {
        try {
            boolean isAllPublic = set.get("keys") instanceof JsonArray keys
                    && keys.stream().allMatch(key -> key instanceof JsonObject jwk && !Jwk.holdsSecret(jwk));
            return isAllPublic && !JwkSet.parse(set).keys().isEmpty();
        } catch (MalformedException e) {
            return false;
        }
    }
}
