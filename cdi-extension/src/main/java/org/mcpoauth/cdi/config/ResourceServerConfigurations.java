package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.ResourceServerConfiguration.SessionBinding;
import org.mcpoauth.spi.ResourceServerConfiguration.TokenProfile;

/** Makes the configuration of the protected resource from {@code mcp.oauth.resource.*}. */
public final class ResourceServerConfigurations {
    private static final ResourceIdentifier NO_RESOURCE = ResourceIdentifier.of("https://missing.invalid/");

    private ResourceServerConfigurations() {}

    /**
     * Whether a resource is configured at all. One key of it is enough: a deployment whose URL is missing
     * or misspelt must not start without a guard.
     */
    public static boolean isPresent(Config config) {
        return hasAnyKey(config) || hasUrl(config);
    }

    private static boolean hasAnyKey(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(key -> key.startsWith(Role.RESOURCE_SERVER.prefix()));
    }

    /** Also true for an environment variable, whose name is not that of the key. */
    private static boolean hasUrl(Config config) {
        return Settings.of(config, new Problems())
                .find(ConfigurationKey.RESOURCE_URL)
                .isPresent();
    }

    /**
     * Reads the keys.
     *
     * @param config where they are
     * @param beans adds what no key can say
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static ResourceServerConfiguration read(Config config, Consumer<ResourceServerConfiguration.Builder> beans) {
        Settings settings = Settings.of(config, new Problems());
        ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(
                settings.required(ConfigurationKey.RESOURCE_URL, ResourceIdentifier::of, NO_RESOURCE),
                authorizationServers(settings));
        settings.flag(ConfigurationKey.ENABLED).ifPresent(builder::enabled);
        token(settings, builder);
        metadata(settings, builder);
        state(settings, builder);
        requests(settings, builder);
        beans.accept(builder);
        return settings.build(Role.RESOURCE_SERVER, builder::build);
    }

    /** An application that issues tokens accepts its own unless it is told otherwise. */
    private static List<Issuer> authorizationServers(Settings settings) {
        Optional<List<Issuer>> configured = settings.list(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS, Issuer::of);
        if (configured.isPresent()) {
            return configured.get();
        }
        if (settings.find(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS).isEmpty()
                && !AuthorizationServerConfigurations.isEnabled(settings)) {
            settings.missing(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS);
        }
        return settings.parsed(ConfigurationKey.AS_ISSUER, Issuer::of).stream().toList();
    }

    private static void token(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.list(ConfigurationKey.RESOURCE_AUDIENCES).ifPresent(builder::audiences);
        settings.url(ConfigurationKey.RESOURCE_JWKS_URL).ifPresent(builder::jwksUrl);
        settings.list(ConfigurationKey.RESOURCE_TOKEN_ALGORITHMS)
                .ifPresent(names -> builder.algorithms(new LinkedHashSet<>(names)));
        settings.choice(ConfigurationKey.RESOURCE_TOKEN_PROFILE, TokenProfile.class)
                .ifPresent(builder::profile);
        settings.duration(ConfigurationKey.RESOURCE_TOKEN_CLOCK_SKEW).ifPresent(builder::clockSkew);
        settings.scopes(ConfigurationKey.RESOURCE_SCOPES_REQUIRED).ifPresent(builder::scopesRequired);
    }

    private static void metadata(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.url(ConfigurationKey.RESOURCE_METADATA_URL).ifPresent(builder::metadataUrl);
        settings.text(ConfigurationKey.RESOURCE_METADATA_NAME).ifPresent(builder::resourceName);
        Optional<URI> documentation = settings.url(ConfigurationKey.RESOURCE_METADATA_DOCUMENTATION);
        documentation.ifPresent(builder::resourceDocumentation);
        settings.scopes(ConfigurationKey.RESOURCE_SCOPES_SUPPORTED).ifPresent(builder::scopesSupported);
        settings.text(ConfigurationKey.RESOURCE_REALM).ifPresent(builder::realm);
    }

    private static void state(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.choice(ConfigurationKey.RESOURCE_SESSION_BINDING, SessionBinding.class)
                .ifPresent(builder::sessionBinding);
        settings.duration(ConfigurationKey.RESOURCE_SESSION_IDLE_TIMEOUT).ifPresent(builder::sessionIdleTimeout);
        settings.textOrFile(
                        ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS, ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS_FILE)
                .map(text -> Settings.parseList(text.replace('\n', ','))
                        .map(Secret::of)
                        .toList())
                .ifPresent(builder::requestStateKeys);
        settings.duration(ConfigurationKey.RESOURCE_REQUEST_STATE_TTL).ifPresent(builder::requestStateTtl);
    }

    private static void requests(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.list(ConfigurationKey.RESOURCE_ORIGINS_ALLOWED)
                .ifPresent(origins -> builder.originsAllowed(new LinkedHashSet<>(origins)));
        settings.list(ConfigurationKey.RESOURCE_CORS_ORIGINS)
                .ifPresent(origins -> builder.corsOrigins(new LinkedHashSet<>(origins)));
        settings.number(ConfigurationKey.RESOURCE_MAX_BODY_SIZE).ifPresent(builder::maxBodyBytes);
    }
}
