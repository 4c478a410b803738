package org.mcpoauth.cdi.config;

import java.security.PrivateKey;
import java.util.Optional;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PemKeys;

/** Reads the private key a client signs assertions with (RFC 7523, section 2.2). */
final class ClientKeys {
    private ClientKeys() {}

    static Optional<SigningKey> read(Settings settings) {
        JwsAlgorithm algorithm = settings.parsed(ConfigurationKey.CLIENT_KEY_ALGORITHM, ClientKeys::algorithm)
                .orElse(JwsAlgorithm.ES256);
        String keyId = settings.text(ConfigurationKey.CLIENT_KEY_ID).orElse(null);
        return settings.textOrFile(ConfigurationKey.CLIENT_KEY, ConfigurationKey.CLIENT_KEY_FILE)
                .flatMap(pem -> {
                    try {
                        PrivateKey key =
                                PemKeys.signingKey(pem, keyId, algorithm).privateKey();
                        return Optional.of(new SigningKey(key, keyId, algorithm.wireName()));
                    } catch (MalformedException e) {
                        settings.problem(
                                ConfigurationKey.CLIENT_KEY, "is a key in PEM (PKCS#8) that fits the algorithm");
                        return Optional.empty();
                    }
                });
    }

    private static JwsAlgorithm algorithm(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new IllegalArgumentException("is a JWS algorithm such as ES256"));
    }
}
