package org.mcpoauth.cdi.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.support.jose.Pkcs12;

/** Reads how connections are made: certificates, trust anchors and time (RFC 8705, section 2). */
final class ConnectionSettings {
    private final Settings settings;

    private ConnectionSettings(Settings settings) {
        this.settings = settings;
    }

    static Connections read(Settings settings) {
        ConnectionSettings own = new ConnectionSettings(settings);
        Optional<Pkcs12> keys = own.store(
                ConfigurationKey.HTTP_KEY_STORE,
                ConfigurationKey.HTTP_KEY_STORE_PASSWORD,
                ConfigurationKey.HTTP_KEY_STORE_PASSWORD_FILE);
        Optional<Pkcs12> trusted = own.store(
                ConfigurationKey.HTTP_TRUST_STORE,
                ConfigurationKey.HTTP_TRUST_STORE_PASSWORD,
                ConfigurationKey.HTTP_TRUST_STORE_PASSWORD_FILE);
        SSLContext tls =
                keys.isEmpty() && trusted.isEmpty() ? null : own.context(keys.orElse(null), trusted.orElse(null));
        return new Connections(tls, keys.isPresent(), own.timeout());
    }

    private Duration timeout() {
        Duration standard = Connections.DEFAULT.connectTimeout();
        Duration timeout =
                settings.duration(ConfigurationKey.HTTP_CONNECT_TIMEOUT).orElse(standard);
        try {
            return new Connections(null, false, timeout).connectTimeout();
        } catch (IllegalArgumentException e) {
            settings.problem(ConfigurationKey.HTTP_CONNECT_TIMEOUT, "is above zero and at most one minute");
            return standard;
        }
    }

    private Optional<Pkcs12> store(ConfigurationKey file, ConfigurationKey password, ConfigurationKey passwordFile) {
        Optional<String> name = settings.text(file);
        Optional<Secret> secret = settings.secret(password, passwordFile);
        if (name.isPresent() && secret.isEmpty()) {
            settings.missing(password);
        }
        return name.flatMap(path -> secret.flatMap(word -> open(file, path, word)));
    }

    private Optional<Pkcs12> open(ConfigurationKey key, String path, Secret password) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return Optional.of(Pkcs12.open(in, password));
        } catch (IOException | InvalidPathException | GeneralSecurityException e) {
            settings.problem(key, "is a PKCS#12 store that this password opens");
            return Optional.empty();
        }
    }

    private @Nullable SSLContext context(@Nullable Pkcs12 keys, @Nullable Pkcs12 trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys.keyManagers(), trusted == null ? null : trusted.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            settings.problem(ConfigurationKey.HTTP_KEY_STORE, "holds a key that this password opens");
            return null;
        }
    }
}
