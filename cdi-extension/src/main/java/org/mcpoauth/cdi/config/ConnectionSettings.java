package org.mcpoauth.cdi.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.support.jose.Pkcs12;

/** Reads how connections are made: certificates and trust anchors (RFC 8705, section 2), times, proxy. */
final class ConnectionSettings {
    private static final String NO_PROXY = "is none, jvm, or host:port";

    private final Settings settings;

    private ConnectionSettings(Settings settings) {
        this.settings = settings;
    }

    static Connections read(Settings settings) {
        ConnectionSettings own = new ConnectionSettings(settings);
        Optional<Pkcs12> keys = own.store(
                        ConfigurationKey.HTTP_KEY_STORE,
                        ConfigurationKey.HTTP_KEY_STORE_PASSWORD,
                        ConfigurationKey.HTTP_KEY_STORE_PASSWORD_FILE)
                .flatMap(own::chosen);
        Optional<Pkcs12> trusted = own.store(
                ConfigurationKey.HTTP_TRUST_STORE,
                ConfigurationKey.HTTP_TRUST_STORE_PASSWORD,
                ConfigurationKey.HTTP_TRUST_STORE_PASSWORD_FILE);
        if (keys.isEmpty()) {
            own.requireStore();
        }
        SSLContext tls =
                keys.isEmpty() && trusted.isEmpty() ? null : own.context(keys.orElse(null), trusted.orElse(null));
        Connections connections = own.connections()
                .withProxy(settings.parsed(ConfigurationKey.HTTP_PROXY, ConnectionSettings::proxy)
                        .flatMap(Function.identity())
                        .orElse(null));
        return tls == null ? connections : connections.withTls(tls, keys.isPresent());
    }

    private Connections connections() {
        Connections timed = with(
                Connections.DEFAULT,
                ConfigurationKey.HTTP_CONNECT_TIMEOUT,
                (connections, text) ->
                        connections.withTimeouts(Settings.parseDuration(text), connections.requestTimeout()));
        Connections patient = with(
                timed,
                ConfigurationKey.HTTP_READ_TIMEOUT,
                (connections, text) ->
                        connections.withTimeouts(connections.connectTimeout(), Settings.parseDuration(text)));
        return with(patient, ConfigurationKey.HTTP_USER_AGENT, Connections::withUserAgent);
    }

    /** The connections themselves say what a value may be. */
    private Connections with(
            Connections before, ConfigurationKey key, BiFunction<Connections, String, Connections> change) {
        return settings.parsed(key, text -> change.apply(before, text)).orElse(before);
    }

    /** The proxy, empty for none. */
    private static Optional<ProxySelector> proxy(String text) {
        return switch (text) {
            case "none" -> Optional.empty();
            case "jvm" -> Optional.of(ProxySelector.getDefault());
            default -> Optional.of(ProxySelector.of(address(text)));
        };
    }

    /** The proxy is looked up for each connection, not at the start. */
    private static InetSocketAddress address(String text) {
        try {
            URI uri = new URI("http://" + text);
            if (uri.getHost() != null
                    && uri.getPort() > 0
                    && text.equals(uri.getRawAuthority())
                    && uri.getUserInfo() == null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
            }
            throw new IllegalArgumentException(NO_PROXY);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(NO_PROXY, e);
        }
    }

    private Optional<Pkcs12> store(ConfigurationKey file, ConfigurationKey password, ConfigurationKey passwordFile) {
        Optional<String> name = settings.text(file);
        Optional<Secret> secret = settings.secret(password, passwordFile);
        if (name.isPresent() && secret.isEmpty()) {
            settings.missing(password);
        }
        return settings.isToCome(password)
                ? Optional.empty()
                : name.flatMap(path -> secret.flatMap(word -> open(file, path, word)));
    }

    private Optional<Pkcs12> open(ConfigurationKey key, String path, Secret password) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return Optional.of(Pkcs12.open(in, password));
        } catch (IOException | InvalidPathException | GeneralSecurityException e) {
            settings.problem(key, "is a PKCS#12 or JKS store that this password opens");
            return Optional.empty();
        }
    }

    private void requireStore() {
        if (settings.find(ConfigurationKey.HTTP_KEY_STORE).isEmpty()) {
            settings.find(ConfigurationKey.HTTP_KEY_STORE_ALIAS)
                    .ifPresent(
                            alias -> settings.problem(alias.key(), "is for a key of http.key-store, which is missing"));
        }
    }

    /** The certificate to show; with one alone, no server chooses. */
    private Optional<Pkcs12> chosen(Pkcs12 keys) {
        Optional<String> alias = settings.text(ConfigurationKey.HTTP_KEY_STORE_ALIAS);
        return alias.isEmpty() ? Optional.of(keys) : alias.flatMap(name -> only(keys, name));
    }

    private Optional<Pkcs12> only(Pkcs12 keys, String alias) {
        try {
            return Optional.of(keys.only(alias));
        } catch (IOException | GeneralSecurityException e) {
            settings.problem(ConfigurationKey.HTTP_KEY_STORE_ALIAS, "is the name of a key in http.key-store");
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
