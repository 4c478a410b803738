package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Keys made once, and tokens with any header and payload that is wanted. */
final class Tokens {
    static final StrictJson JSON = StrictJson.create();
    static final JcaSignatures SIGNATURES = JcaSignatures.platform();

    private static final Map<JwsAlgorithm, SigningKey> KEYS = new ConcurrentHashMap<>();

    private Tokens() {}

    static SigningKey key(JwsAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, SigningKey::generate);
    }

    static String segment(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A genuine signature over whatever header and payload. */
    static String signed(JwsAlgorithm algorithm, String header, String payload) {
        String input = segment(header) + "." + segment(payload);
        return input + "." + Base64Url.encode(signature(algorithm, input));
    }

    static String signed(JwsAlgorithm algorithm) {
        return signed(algorithm, "{\"alg\":\"" + algorithm.wireName() + "\"}", "{\"sub\":\"alice\"}");
    }

    static byte[] signature(JwsAlgorithm algorithm, String input) {
        return SIGNATURES.sign(algorithm, key(algorithm).privateKey(), input.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same token with another signature. */
    static String withSignature(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(signature);
    }

    static byte[] signatureOf(String token) throws MalformedException {
        return Base64Url.decode(token.substring(token.lastIndexOf('.') + 1));
    }

    static JsonObject object(String text) {
        try {
            return JSON.readObject(text, JsonLimits.JWKS);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** RFC 7515, section 5.2: what is signed. */
    static byte[] signingInput(CompactJws jws) {
        return Arrays.copyOf(jws.octets(), jws.signedLength());
    }
}
