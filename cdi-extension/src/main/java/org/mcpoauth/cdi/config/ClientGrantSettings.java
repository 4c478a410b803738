package org.mcpoauth.cdi.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.AssertionSource;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.SubjectTokenSource;

/** Reads how a client obtains its tokens. */
final class ClientGrantSettings {
    private static final Set<GrantKind> WITH_BROWSER = Set.of(GrantKind.AUTHORIZATION_CODE, GrantKind.HYBRID);

    private enum SubjectTokens {
        OIDC
    }

    private final Settings settings;
    private final ClientConfiguration.Builder builder;

    private ClientGrantSettings(Settings settings, ClientConfiguration.Builder builder) {
        this.settings = settings;
        this.builder = builder;
    }

    static void read(Settings settings, ClientConfiguration.Builder builder) {
        ClientGrantSettings grants = new ClientGrantSettings(settings, builder);
        grants.kind();
        grants.enterprise();
        grants.openId();
        grants.workload();
    }

    private void kind() {
        settings.choice(ConfigurationKey.CLIENT_GRANT, GrantKind.class).ifPresent(builder::grant);
    }

    /** Whether browsers come back to this client; a grant that cannot be read is a problem of its own. */
    static boolean opensBrowsers(Settings settings) {
        return settings.choice(ConfigurationKey.CLIENT_GRANT, GrantKind.class)
                .map(WITH_BROWSER::contains)
                .orElse(settings.find(ConfigurationKey.CLIENT_GRANT).isEmpty());
    }

    private void enterprise() {
        settings.parsed(ConfigurationKey.CLIENT_IDP_ISSUER, Issuer::of)
                .flatMap(this::identityProvider)
                .ifPresent(provider -> builder.sources(sources -> sources.withIdentityProvider(provider)));
        settings.parsed(ConfigurationKey.CLIENT_SUBJECT_TOKEN_FILE, ClientGrantSettings::file)
                .map(SubjectTokenSource::idTokenFile)
                .ifPresent(tokens -> builder.sources(sources -> sources.withSubjectTokens(tokens)));
    }

    /** The issuer of the ID tokens that the container has of users, where these are taken. */
    static Optional<Issuer> openIdIssuer(Settings settings) {
        return settings.choice(ConfigurationKey.CLIENT_SUBJECT_TOKEN, SubjectTokens.class)
                .flatMap(oidc -> settings.parsed(ConfigurationKey.CLIENT_IDP_ISSUER, Issuer::of));
    }

    private void openId() {
        settings.choice(ConfigurationKey.CLIENT_SUBJECT_TOKEN, SubjectTokens.class)
                .flatMap(oidc -> settings.find(ConfigurationKey.CLIENT_SUBJECT_TOKEN_FILE))
                .ifPresent(file -> settings.problem(
                        file.key(), "must not stand beside " + settings.name(ConfigurationKey.CLIENT_SUBJECT_TOKEN)));
    }

    private Optional<IdentityProvider> identityProvider(Issuer issuer) {
        Optional<String> clientId = settings.text(ConfigurationKey.CLIENT_IDP_CLIENT_ID);
        if (clientId.isEmpty()) {
            settings.missing(ConfigurationKey.CLIENT_IDP_CLIENT_ID);
        }
        return clientId.map(id -> new IdentityProvider(
                issuer,
                id,
                authentication(),
                settings.url(ConfigurationKey.CLIENT_IDP_TOKEN_ENDPOINT).orElse(null)));
    }

    private Changing<ClientAuthentication> authentication() {
        return settings.changing(
                        ConfigurationKey.CLIENT_IDP_CLIENT_SECRET,
                        ConfigurationKey.CLIENT_IDP_CLIENT_SECRET_FILE,
                        ClientGrantSettings::authentication)
                .orElseGet(() -> Changing.of(new ClientAuthentication.None()));
    }

    private static ClientAuthentication authentication(String secret) {
        return new ClientAuthentication.ClientSecretBasic(Secret.of(secret));
    }

    private void workload() {
        settings.parsed(ConfigurationKey.CLIENT_WORKLOAD_TOKEN_FILE, ClientGrantSettings::file)
                .map(AssertionSource::file)
                .ifPresent(token -> builder.sources(sources -> sources.withWorkload(token)));
    }

    private static Path file(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is the name of a file", e);
        }
    }
}
