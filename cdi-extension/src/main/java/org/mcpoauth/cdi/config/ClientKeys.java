package org.mcpoauth.cdi.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PrivateKeys;

/**
 * Reads the private key a client signs assertions with (RFC 7523, section 2.2).
 *
 * @param pem the key with the text
 * @param file the key with the name of a file instead
 * @param id the key with the {@code kid}
 * @param algorithm the key with the algorithm
 */
record ClientKeys(ConfigurationKey pem, ConfigurationKey file, ConfigurationKey id, ConfigurationKey algorithm) {
    static final ClientKeys OF_CLIENT = new ClientKeys(
            ConfigurationKey.CLIENT_KEY,
            ConfigurationKey.CLIENT_KEY_FILE,
            ConfigurationKey.CLIENT_KEY_ID,
            ConfigurationKey.CLIENT_KEY_ALGORITHM);
    static final ClientKeys OF_INTROSPECTION = new ClientKeys(
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_FILE,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_ID,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_ALGORITHM);

    Optional<Changing<SigningKey>> read(Settings settings) {
        String keyId = settings.text(id).orElse(null);
        return readWithPublicHalf(settings).map(key -> forAssertions(key, keyId));
    }

    Optional<Changing<org.mcpoauth.spi.support.jose.SigningKey>> readWithPublicHalf(Settings settings) {
        return privateKey(settings, pem, file, algorithm);
    }

    /** A private key that is the text of a secret. */
    static Optional<Changing<org.mcpoauth.spi.support.jose.SigningKey>> privateKey(
            Settings settings, ConfigurationKey pem, ConfigurationKey file, ConfigurationKey algorithm) {
        JwsAlgorithm chosen = settings.parsed(algorithm, ClientKeys::named).orElse(null);
        return settings.isToCome(pem)
                ? Optional.of(Changing.of(standIn(chosen)))
                : settings.changing(pem, file, text -> key(text, chosen));
    }

    private static org.mcpoauth.spi.support.jose.SigningKey key(String text, @Nullable JwsAlgorithm chosen) {
        try {
            return PrivateKeys.read(text, null, chosen);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("is a key in PEM (PKCS#8) or a JWK that fits the algorithm", e);
        }
    }

    /** A key that fits, for the check of a deployment whose key cannot be had yet. */
    static org.mcpoauth.spi.support.jose.SigningKey standIn(@Nullable JwsAlgorithm algorithm) {
        return org.mcpoauth.spi.support.jose.SigningKey.generate(algorithm == null ? JwsAlgorithm.ES256 : algorithm);
    }

    /** A key under the name that is configured, or its own; a thumbprint is no name that anybody gave it. */
    static Changing<SigningKey> forAssertions(
            Changing<org.mcpoauth.spi.support.jose.SigningKey> key, @Nullable String configured) {
        return key.map(now -> forAssertions(now, configured));
    }

    private static SigningKey forAssertions(org.mcpoauth.spi.support.jose.SigningKey key, @Nullable String configured) {
        String own = key.verificationKey().keyId();
        boolean isNamed = !key.verificationKey().thumbprint().equals(own);
        String keyId = configured == null && isNamed ? own : configured;
        return new SigningKey(key.privateKey(), keyId, key.algorithm().wireName());
    }

    static JwsAlgorithm named(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new IllegalArgumentException("is a JWS algorithm such as ES256"));
    }
}
