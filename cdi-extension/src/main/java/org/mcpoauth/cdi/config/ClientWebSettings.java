package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.CallerRules.WithoutCaller;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;

/** Reads what a web application serves for a client, and whose tokens its calls have. */
final class ClientWebSettings {
    private enum Scope {
        USER,
        APPLICATION
    }

    private final Settings settings;
    private final RedirectSettings redirect;

    private ClientWebSettings(Settings settings, RedirectSettings redirect) {
        this.settings = settings;
        this.redirect = redirect;
    }

    static void read(Settings settings, RedirectSettings redirect, ClientConfiguration.Builder builder) {
        ClientWebSettings web = new ClientWebSettings(settings, redirect);
        web.rules().ifPresent(builder::web);
        builder.callers(rules -> rules.withWithoutCaller(web.withoutCaller()));
    }

    static Login login(Settings settings) {
        return settings.choice(ConfigurationKey.CLIENT_LOGIN, Login.class).orElse(Login.OFF);
    }

    /** Whether anything may be served for a client; whether it is, its configuration says. */
    static boolean isWanted(Settings settings) {
        return login(settings) != Login.OFF
                || settings.find(ConfigurationKey.CLIENT_METADATA_DOCUMENT_URL).isPresent();
    }

    /** An agent asks the user of this machine or of this process; there is no other. */
    private WithoutCaller withoutCaller() {
        boolean hasAgent =
                settings.find(ConfigurationKey.CLIENT_AUTHORIZATION_AGENT).isPresent();
        Scope scope = settings.choice(ConfigurationKey.CLIENT_TOKEN_STORE_SCOPE, Scope.class)
                .orElse(hasAgent ? Scope.APPLICATION : Scope.USER);
        return scope == Scope.APPLICATION ? WithoutCaller.APPLICATION : WithoutCaller.REFUSED;
    }

    private Optional<WebRules> rules() {
        try {
            return Optional.of(new WebRules(
                    login(settings),
                    settings.text(ConfigurationKey.CLIENT_BASE_PATH).orElseGet(redirect::basePath),
                    settings.text(ConfigurationKey.CLIENT_SUCCESS_PATH).orElse(null),
                    servesDocument()));
        } catch (ConfigurationException e) {
            settings.problem(settings.prefix(Role.CLIENT) + e.key(), FullKeys.withoutKey(e));
            return Optional.empty();
        }
    }

    private boolean servesDocument() {
        return settings.flag(ConfigurationKey.CLIENT_METADATA_DOCUMENT_SERVE)
                .orElseGet(() -> settings.url(ConfigurationKey.CLIENT_METADATA_DOCUMENT_URL)
                        .flatMap(ClientWebSettings::origin)
                        .filter(origin -> redirect.uri()
                                .flatMap(ClientWebSettings::origin)
                                .filter(origin::equals)
                                .isPresent())
                        .isPresent());
    }

    private static Optional<String> origin(URI url) {
        return Optional.ofNullable(url.getRawAuthority())
                .map(authority -> (url.getScheme() + "://" + authority).toLowerCase(Locale.ROOT));
    }
}
