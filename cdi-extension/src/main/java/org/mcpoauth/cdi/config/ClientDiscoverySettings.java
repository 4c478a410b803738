package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.AuthorizationServerSelector;
import org.mcpoauth.spi.client.DiscoveryRules;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.key.VerificationKey;

/** Reads where metadata are, what is demanded of them, and which authorization server is taken. */
final class ClientDiscoverySettings {
    /** Stands where a bean must be, until there is one. */
    private static final AuthorizationServerSelector BEAN =
            (resource, known) -> AuthorizationServerSelector.FIRST.select(resource, known);

    private enum Listing {
        ENFORCE,
        DANGEROUS_OFF
    }

    private final Settings settings;
    private final ClientConfiguration.Builder builder;

    private ClientDiscoverySettings(Settings settings, ClientConfiguration.Builder builder) {
        this.settings = settings;
        this.builder = builder;
    }

    /** What beans may replace. */
    static void beforeBeans(Settings settings, ClientConfiguration.Builder builder) {
        if (isBean(settings)) {
            builder.selector(BEAN);
        }
    }

    static void read(Settings settings, ClientConfiguration.Builder builder) {
        ClientDiscoverySettings own = new ClientDiscoverySettings(settings, builder);
        own.selector();
        own.places();
        own.trust();
    }

    /** Refuses a configuration that still has what a bean had to replace. */
    static ClientConfiguration requireBean(Settings settings, ClientConfiguration configuration) {
        if (configuration.selector() == BEAN) {
            throw new ConfigurationException(
                    settings.name(ConfigurationKey.CLIENT_SERVER_SELECTION),
                    "needs a bean AuthorizationServerSelector, and there is none");
        }
        return configuration;
    }

    private static boolean isBean(Settings settings) {
        return settings.text(ConfigurationKey.CLIENT_SERVER_SELECTION)
                .filter("bean"::equals)
                .isPresent();
    }

    private void selector() {
        if (!isBean(settings)) {
            settings.parsed(ConfigurationKey.CLIENT_SERVER_SELECTION, ClientDiscoverySettings::selector)
                    .ifPresent(builder::selector);
        }
    }

    private static AuthorizationServerSelector selector(String text) {
        return "first".equals(text)
                ? AuthorizationServerSelector.FIRST
                : AuthorizationServerSelector.preferring(
                        Settings.parseList(text).map(Issuer::of).toList());
    }

    private void places() {
        settings.url(ConfigurationKey.CLIENT_METADATA_URL).ifPresent(this::metadataUrl);
        settings.choice(ConfigurationKey.CLIENT_PROTECTED_RESOURCES, Listing.class)
                .filter(Listing.DANGEROUS_OFF::equals)
                .ifPresent(off -> builder.discovery(DiscoveryRules::withDangerousUnlisted));
    }

    private void metadataUrl(URI url) {
        try {
            builder.discovery(rules -> rules.withMetadataUrl(url));
        } catch (ConfigurationException e) {
            settings.problem(ConfigurationKey.CLIENT_METADATA_URL, FullKeys.withoutKey(e));
        }
    }

    private void trust() {
        Optional<String> issuer = settings.text(ConfigurationKey.CLIENT_TRUST_ISSUER);
        Optional<URI> url = settings.url(ConfigurationKey.CLIENT_TRUST_JWKS_URL);
        Optional<Changing<List<VerificationKey>>> keys =
                settings.changingFile(ConfigurationKey.CLIENT_TRUST_JWKS_FILE, IssuerSettings::keySet);
        boolean isFileNamed =
                settings.find(ConfigurationKey.CLIENT_TRUST_JWKS_FILE).isPresent();
        if (issuer.isEmpty() && (url.isPresent() || isFileNamed)) {
            settings.missing(ConfigurationKey.CLIENT_TRUST_ISSUER);
        } else if (issuer.isPresent() && url.isPresent() == isFileNamed) {
            settings.problem(
                    ConfigurationKey.CLIENT_TRUST_JWKS_FILE,
                    "or resource-metadata.trust-jwks-url is needed beside the issuer, and not both");
        } else if (issuer.isPresent() && (url.isPresent() || keys.isPresent())) {
            MetadataTrust trust =
                    new MetadataTrust(issuer.get(), url.orElse(null), keys.orElse(Changing.of(List.of())));
            builder.discovery(rules -> rules.withTrust(trust));
        }
    }
}
