package org.mcpoauth.server.token;

import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Reads a key set, fetched or kept, by the same rules. */
final class KeySetReader {
    private final StrictJson json;

    KeySetReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a set.
     *
     * @throws MalformedException if it is no set, or one without a usable key: an issuer that serves an
     *     empty set for a moment must not push out the keys in use
     */
    JwkSet read(byte[] document) throws MalformedException {
        JwkSet keys = JwkSet.parse(json.readObject(document, JsonLimits.JWKS));
        if (keys.keys().isEmpty()) {
            throw new MalformedException(Fault.KEY, "the set has no usable key");
        }
        return keys;
    }
}
