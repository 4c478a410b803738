package org.mcpoauth.cdi.config;

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
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.OriginPolicy;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.SessionBinding;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;

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
        ResourceIdentifier resource =
                settings.required(ConfigurationKey.RESOURCE_URL, ResourceIdentifier::of, NO_RESOURCE);
        List<Issuer> issuers = authorizationServers(settings);
        ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(resource, issuers);
        settings.flag(ConfigurationKey.ENABLED).ifPresent(builder::enabled);
        issuers(settings, issuers, builder);
        settings.list(ConfigurationKey.RESOURCE_AUDIENCES).ifPresent(builder::audiences);
        builder.token(token(settings))
                .scopes(scopes(settings))
                .description(description(settings))
                .bindings(bindings(settings))
                .requestState(requestState(settings))
                .origins(origins(settings));
        settings.text(ConfigurationKey.RESOURCE_REALM).ifPresent(builder::realm);
        settings.number(ConfigurationKey.RESOURCE_MAX_BODY_SIZE).ifPresent(builder::maxBodyBytes);
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

    /** The URL of a key set is for one issuer: several have a set each. */
    private static void issuers(Settings settings, List<Issuer> issuers, ResourceServerConfiguration.Builder builder) {
        settings.url(ConfigurationKey.RESOURCE_JWKS_URL).ifPresent(url -> {
            if (issuers.size() > 1) {
                settings.problem(ConfigurationKey.RESOURCE_JWKS_URL, "is for one issuer only");
            }
            builder.issuers(issuers.stream()
                    .map(issuer -> TrustedIssuer.of(issuer).withJwksUrl(url))
                    .toList());
        });
    }

    private static TokenRules token(Settings settings) {
        Group<TokenRules> rules = settings.group(Role.RESOURCE_SERVER, TokenRules.DEFAULT);
        rules.with(
                settings.list(ConfigurationKey.RESOURCE_TOKEN_ALGORITHMS).map(LinkedHashSet::new),
                TokenRules::withAlgorithms);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_TOKEN_PROFILE, TokenProfile.class), TokenRules::withProfile);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_TOKEN_CLOCK_SKEW), TokenRules::withClockSkew);
        return rules.value();
    }

    private static ScopeRules scopes(Settings settings) {
        Group<ScopeRules> rules = settings.group(Role.RESOURCE_SERVER, ScopeRules.DEFAULT);
        rules.with(settings.scopes(ConfigurationKey.RESOURCE_SCOPES_REQUIRED), ScopeRules::withRequired);
        rules.with(settings.scopes(ConfigurationKey.RESOURCE_SCOPES_SUPPORTED), ScopeRules::withSupported);
        return rules.value();
    }

    private static ResourceDescription description(Settings settings) {
        Group<ResourceDescription> description = settings.group(Role.RESOURCE_SERVER, ResourceDescription.DEFAULT);
        description.with(settings.url(ConfigurationKey.RESOURCE_METADATA_URL), ResourceDescription::withUrl);
        description.with(settings.text(ConfigurationKey.RESOURCE_METADATA_NAME), ResourceDescription::withName);
        description.with(
                settings.url(ConfigurationKey.RESOURCE_METADATA_DOCUMENTATION), ResourceDescription::withDocumentation);
        return description.value();
    }

    private static BindingRules bindings(Settings settings) {
        Group<BindingRules> rules = settings.group(Role.RESOURCE_SERVER, BindingRules.DEFAULT);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_SESSION_BINDING, SessionBinding.class),
                BindingRules::withSessions);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_SESSION_IDLE_TIMEOUT), BindingRules::withIdleTimeout);
        return rules.value();
    }

    private static RequestStateRules requestState(Settings settings) {
        Group<RequestStateRules> rules = settings.group(Role.RESOURCE_SERVER, RequestStateRules.DEFAULT);
        Optional<List<Secret>> keys = settings.textOrFile(
                        ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS, ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS_FILE)
                .map(text -> Settings.parseList(text.replace('\n', ','))
                        .map(Secret::of)
                        .toList());
        rules.with(keys, RequestStateRules::withKeys);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_REQUEST_STATE_TTL), RequestStateRules::withTtl);
        return rules.value();
    }

    private static OriginPolicy origins(Settings settings) {
        Group<OriginPolicy> policy = settings.group(Role.RESOURCE_SERVER, OriginPolicy.DEFAULT);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_ORIGINS_ALLOWED).map(LinkedHashSet::new),
                OriginPolicy::withOriginsAllowed);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_CORS_ORIGINS).map(LinkedHashSet::new),
                OriginPolicy::withCorsOrigins);
        return policy.value();
    }
}
