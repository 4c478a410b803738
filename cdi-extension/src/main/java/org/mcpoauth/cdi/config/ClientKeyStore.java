package org.mcpoauth.cdi.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PrivateKeys;

/** Reads the private key of a client out of a key store (RFC 7523, section 2.2). */
final class ClientKeyStore {
    private ClientKeyStore() {}

    static Optional<Changing<SigningKey>> read(Settings settings) {
        String keyId = settings.text(ConfigurationKey.CLIENT_KEY_ID).orElse(null);
        return readWithPublicHalf(settings).map(key -> ClientKeys.forAssertions(key, keyId));
    }

    static Optional<Changing<org.mcpoauth.spi.support.jose.SigningKey>> readWithPublicHalf(Settings settings) {
        Optional<Changing<Secret>> password = settings.changing(
                ConfigurationKey.CLIENT_KEY_STORE_PASSWORD,
                ConfigurationKey.CLIENT_KEY_STORE_PASSWORD_FILE,
                Secret::of);
        boolean hasStore = settings.find(ConfigurationKey.CLIENT_KEY_STORE).isPresent();
        if (hasStore && password.isEmpty()) {
            settings.missing(ConfigurationKey.CLIENT_KEY_STORE_PASSWORD);
        }
        return password.filter(given -> hasStore).flatMap(given -> key(settings, given));
    }

    private static Optional<Changing<org.mcpoauth.spi.support.jose.SigningKey>> key(
            Settings settings, Changing<Secret> password) {
        String alias = settings.text(ConfigurationKey.CLIENT_KEY_STORE_ALIAS).orElse(null);
        JwsAlgorithm algorithm = settings.parsed(ConfigurationKey.CLIENT_KEY_ALGORITHM, ClientKeys::named)
                .orElse(null);
        return settings.isToCome(ConfigurationKey.CLIENT_KEY_STORE_PASSWORD)
                ? Optional.of(Changing.of(ClientKeys.standIn(algorithm)))
                : settings.changingStore(
                        ConfigurationKey.CLIENT_KEY_STORE,
                        content -> key(content, password.current(), alias, algorithm));
    }

    private static org.mcpoauth.spi.support.jose.SigningKey key(
            byte[] content, Secret password, @Nullable String alias, @Nullable JwsAlgorithm algorithm)
            throws MalformedException, IOException {
        try {
            return PrivateKeys.ofStore(new ByteArrayInputStream(content), password, alias, null, algorithm);
        } catch (MalformedException e) {
            throw new MalformedException(
                    e.fault(),
                    "is a PKCS#12 or JKS store that this password opens, with one key that fits the algorithm");
        }
    }
}
