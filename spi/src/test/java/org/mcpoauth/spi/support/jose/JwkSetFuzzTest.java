package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;

/** Any JSON object is either no JWK Set, or its usable keys come back when they are written. */
class JwkSetFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyBytesAreASetOrRefused(byte[] octets) throws MalformedException {
        JwkSet keys;
        try {
            JsonObject document = Tokens.JSON.readObject(octets, JsonLimits.JWKS);
            keys = JwkSet.parse(document);
        } catch (MalformedException refused) {
            return;
        }
        assertTrue(keys.keys().size() <= 100);
        for (VerificationKey key : keys.keys()) {
            VerificationKey again = Jwk.publicKey(Jwk.write(key, Tokens.JSON));
            assertEquals(key.publicKey(), again.publicKey());
            assertEquals(key.thumbprint(), again.thumbprint());
            assertEquals(key.keyId(), again.keyId());
        }
    }
}
