package org.mcpoauth.cdi.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.SigningKeyOrigin;

/** Reads where the keys of the authorization server come from. */
final class SigningKeySettings {
    private SigningKeySettings() {}

    static Optional<SigningKeyOrigin> read(Settings settings) {
        List<SigningKeyOrigin> origins = Stream.of(
                        text(settings), alias(settings), file(settings), store(settings), generated(settings))
                .flatMap(Optional::stream)
                .toList();
        if (origins.size() > 1) {
            settings.problem(
                    ConfigurationKey.AS_SIGNING_KEYS,
                    "stand alone: one of signing-keys, signing-keys-file, signing-keys-alias, signing-key-store and"
                            + " key-rotation");
        }
        return origins.stream().findFirst();
    }

    private static Optional<SigningKeyOrigin> text(Settings settings) {
        return settings.text(ConfigurationKey.AS_SIGNING_KEYS).map(Secret::of).map(SigningKeyOrigin.Text::new);
    }

    private static Optional<SigningKeyOrigin> alias(Settings settings) {
        return settings.changingAlias(ConfigurationKey.AS_SIGNING_KEYS, Secret::of)
                .map(SigningKeyOrigin.Text::new);
    }

    private static Optional<SigningKeyOrigin> file(Settings settings) {
        return settings.parsed(ConfigurationKey.AS_SIGNING_KEYS_FILE, SigningKeySettings::path)
                .map(SigningKeyOrigin.KeyFile::new);
    }

    private static Optional<SigningKeyOrigin> store(Settings settings) {
        Optional<Path> file = settings.parsed(ConfigurationKey.AS_SIGNING_KEY_STORE, SigningKeySettings::path);
        Optional<Changing<Secret>> password = settings.changing(
                ConfigurationKey.AS_SIGNING_KEY_STORE_PASSWORD,
                ConfigurationKey.AS_SIGNING_KEY_STORE_PASSWORD_FILE,
                Secret::of);
        if (file.isPresent() && password.isEmpty()) {
            settings.missing(ConfigurationKey.AS_SIGNING_KEY_STORE_PASSWORD);
        }
        String alias =
                settings.text(ConfigurationKey.AS_SIGNING_KEY_STORE_ALIAS).orElse(null);
        return file.flatMap(path -> password.map(secret -> new SigningKeyOrigin.KeyStoreFile(path, secret, alias)));
    }

    private static Optional<SigningKeyOrigin> generated(Settings settings) {
        return settings.duration(ConfigurationKey.AS_KEY_ROTATION)
                .map(turn -> settings.whole(
                        Role.AUTHORIZATION_SERVER,
                        SigningKeyOrigin.Generated.DEFAULT,
                        () -> new SigningKeyOrigin.Generated(turn)));
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no name of a file", e);
        }
    }
}
