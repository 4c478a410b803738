package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TrustedIssuer;

/** Makes the configurations of protected resources from {@code mcp.oauth.resource.*}. */
public final class ResourceServerConfigurations {
    /** The name of the resource whose keys have no name. */
    public static final String UNNAMED = ResourceNames.UNNAMED;

    private static final ResourceIdentifier NO_RESOURCE = ResourceIdentifier.of("https://missing.invalid/");
    private static final List<Issuer> NO_ISSUERS = List.of();

    private ResourceServerConfigurations() {}

    /**
     * The names of all resources that are configured at all. One key of a resource is enough: a deployment
     * whose URL is missing or misspelt must not start without a guard.
     *
     * @return {@link #UNNAMED} for the resource whose keys have no name
     */
    public static Set<String> names(Config config) {
        return ResourceNames.of(config);
    }

    /**
     * Reads the keys of the resource without a name, none of them an alias.
     *
     * @param config where they are
     * @param beans adds what no key can say
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static ResourceServerConfiguration read(Config config, Consumer<ResourceServerConfiguration.Builder> beans) {
        return read(config, UNNAMED, beans);
    }

    /** The same for the resource of a name. */
    public static ResourceServerConfiguration read(
            Config config, String name, Consumer<ResourceServerConfiguration.Builder> beans) {
        return read(config, Credentials.NONE, name, beans);
    }

    /**
     * Reads the keys of one resource.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @param name its name
     * @param beans adds what no key can say
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static ResourceServerConfiguration read(
            Config config, Credentials credentials, String name, Consumer<ResourceServerConfiguration.Builder> beans) {
        return read(Settings.ofResource(config, credentials, name, new Problems()), name, beans);
    }

    /** The same as far as it can be told before there are beans, which may know what aliases stand for. */
    public static ResourceServerConfiguration readBeforeBeans(Config config, String name) {
        return read(config, Credentials.TO_COME, name, builder -> {});
    }

    static ResourceServerConfiguration read(
            Settings settings, String name, Consumer<ResourceServerConfiguration.Builder> beans) {
        requireUsable(name, settings);
        ResourceIdentifier resource =
                settings.required(ConfigurationKey.RESOURCE_URL, ResourceIdentifier::of, NO_RESOURCE);
        List<TrustedIssuer> issuers = IssuerSettings.read(settings);
        ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(resource, NO_ISSUERS)
                .issuers(issuers)
                .introspection(IntrospectionSettings.read(settings, issuers));
        settings.flag(ConfigurationKey.ENABLED).ifPresent(builder::enabled);
        TokenSettings.read(settings, builder);
        builder.dpop(PossessionSettings.dpop(settings))
                .certificates(PossessionSettings.certificates(settings))
                .identity(IdentitySettings.claims(settings))
                .userAuthentication(AuthenticationSettings.ofAll(settings))
                .scopes(ScopeSettings.rules(settings))
                .description(PublicSettings.description(settings))
                .bindings(BindingSettings.bindings(settings))
                .requestState(BindingSettings.requestState(settings))
                .origins(PublicSettings.origins(settings));
        AuthenticationSettings.ofOperations(settings).ifPresent(builder::operationAuthentication);
        ScopeSettings.operations(settings).ifPresent(builder::operationScopes);
        ScopeSettings.hierarchy(settings).ifPresent(builder::scopeEvaluator);
        limits(settings, builder);
        beans.accept(builder);
        return settings.build(Role.RESOURCE_SERVER, builder::build);
    }

    /**
     * Refuses resources that would answer at one place.
     *
     * @param config where their keys are
     * @param names their names
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static void requireDistinct(Config config, Set<String> names) {
        Problems problems = new Problems();
        Map<URI, String> known = new LinkedHashMap<>();
        for (String name : names) {
            Settings settings = Settings.ofResource(config, name, problems);
            for (ConfigurationKey key :
                    List.of(ConfigurationKey.RESOURCE_URL, ConfigurationKey.RESOURCE_METADATA_URL)) {
                settings.url(key)
                        .map(url -> known.putIfAbsent(url, settings.name(key)))
                        .ifPresent(other -> settings.problem(key, "is the same as " + other));
            }
        }
        problems.throwIfAny();
    }

    private static void requireUsable(String name, Settings settings) {
        if (!UNNAMED.equals(name) && !Role.RESOURCE_SERVER.isName(name)) {
            settings.problem(
                    Role.RESOURCE_SERVER.prefix() + name, "is no usable name: it has a dot, is empty or begins a key");
        }
    }

    private static void limits(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.text(ConfigurationKey.RESOURCE_REALM).ifPresent(builder::realm);
        settings.number(ConfigurationKey.RESOURCE_MAX_BODY_SIZE).ifPresent(builder::maxBodyBytes);
        settings.list(ConfigurationKey.RESOURCE_DANGEROUS_ANONYMOUS_METHODS)
                .map(LinkedHashSet::new)
                .ifPresent(builder::anonymousMethods);
    }
}
