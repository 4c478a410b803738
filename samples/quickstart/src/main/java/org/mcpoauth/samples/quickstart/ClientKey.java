package org.mcpoauth.samples.quickstart;

import jakarta.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.SigningKey;

/** The key the conformance suite hands to a client that authenticates with {@code private_key_jwt}. */
final class ClientKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private ClientKey() {}

    static @Nullable SigningKey from(JsonObject context) {
        String pem = context.getString("private_key_pem", null);
        if (pem == null) {
            return null;
        }
        String algorithm = context.getString("signing_algorithm", "ES256");
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replace(BEGIN, "").replace(END, ""));
        try {
            KeyFactory factory = KeyFactory.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA");
            return new SigningKey(factory.generatePrivate(new PKCS8EncodedKeySpec(encoded)), null, algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the suite is not readable", e);
        }
    }
}
