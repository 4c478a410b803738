package org.mcpoauth.cdi.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PrivateKeys;

/** Reads the private key of a client out of a PKCS#12 store (RFC 7523, section 2.2). */
final class ClientKeyStore {
    private ClientKeyStore() {}

    static Optional<SigningKey> read(Settings settings) {
        String keyId = settings.text(ConfigurationKey.CLIENT_KEY_ID).orElse(null);
        return readWithPublicHalf(settings).map(key -> ClientKeys.forAssertions(key, keyId));
    }

    static Optional<org.mcpoauth.spi.support.jose.SigningKey> readWithPublicHalf(Settings settings) {
        Optional<Secret> password = settings.secret(
                ConfigurationKey.CLIENT_KEY_STORE_PASSWORD, ConfigurationKey.CLIENT_KEY_STORE_PASSWORD_FILE);
        Optional<String> store = settings.text(ConfigurationKey.CLIENT_KEY_STORE);
        if (store.isPresent() && password.isEmpty()) {
            settings.missing(ConfigurationKey.CLIENT_KEY_STORE_PASSWORD);
        }
        return store.flatMap(file -> password.flatMap(secret -> key(settings, file, secret)));
    }

    private static Optional<org.mcpoauth.spi.support.jose.SigningKey> key(
            Settings settings, String file, Secret password) {
        String alias = settings.text(ConfigurationKey.CLIENT_KEY_STORE_ALIAS).orElse(null);
        JwsAlgorithm algorithm = settings.parsed(ConfigurationKey.CLIENT_KEY_ALGORITHM, ClientKeys::named)
                .orElse(null);
        if (settings.isToCome(ConfigurationKey.CLIENT_KEY_STORE_PASSWORD)) {
            return Optional.of(ClientKeys.standIn(algorithm));
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Optional.of(PrivateKeys.ofStore(in, password, alias, null, algorithm));
        } catch (MalformedException e) {
            settings.problem(
                    ConfigurationKey.CLIENT_KEY_STORE,
                    "is a PKCS#12 store that this password opens, with one key that fits the algorithm");
        } catch (IOException | InvalidPathException e) {
            settings.problem(ConfigurationKey.CLIENT_KEY_STORE, "cannot be read with this password");
        }
        return Optional.empty();
    }
}
