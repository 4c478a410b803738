package org.mcpoauth.cdi.config;

import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.RegistrationPolicy;

/** Makes the configuration of the authorization server from {@code mcp.oauth.as.*}. */
public final class AuthorizationServerConfigurations {
    private static final Issuer NO_ISSUER = Issuer.of("https://missing.invalid");

    /** Stands for a policy that may turn out to be a bean. */
    private static final RegistrationPolicy POLICY_TO_COME = new RegistrationPolicy() {};

    private AuthorizationServerConfigurations() {}

    /** Whether this application is an authorization server. */
    public static boolean isEnabled(Config config) {
        return isEnabled(Settings.of(config, new Problems()));
    }

    /**
     * Reads whether this application is an authorization server, so that a slip of the pen does not make it
     * none.
     *
     * @param config where the keys are
     * @throws org.mcpoauth.api.error.ConfigurationException if that cannot be told
     */
    public static void requireDecided(Config config) {
        Problems problems = new Problems();
        isEnabled(Settings.of(config, problems));
        problems.throwIfAny();
    }

    static boolean isEnabled(Settings settings) {
        return settings.flag(ConfigurationKey.AS_ENABLED).orElse(false)
                && settings.flag(ConfigurationKey.ENABLED).orElse(true);
    }

    /**
     * Reads the keys, none of them an alias, for a server without beans.
     *
     * @param config where they are
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static AuthorizationServerConfiguration read(Config config) {
        return read(config, builder -> {});
    }

    /** The same with beans. */
    public static AuthorizationServerConfiguration read(
            Config config, Consumer<AuthorizationServerConfiguration.Builder> beans) {
        return read(config, Credentials.NONE, beans);
    }

    /**
     * Reads the keys.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @param beans adds what no key can say
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static AuthorizationServerConfiguration read(
            Config config, Credentials credentials, Consumer<AuthorizationServerConfiguration.Builder> beans) {
        Settings settings = Settings.of(config, credentials, new Problems());
        if (!isEnabled(settings)) {
            settings.problem(ConfigurationKey.AS_ENABLED, "must be true, and mcp.oauth.enabled not false");
        }
        AuthorizationServerConfiguration.Builder builder =
                AuthorizationServerConfiguration.builder(issuer(settings), resourcesAllowed(settings));
        settings.text(ConfigurationKey.AS_BASE_PATH).ifPresent(builder::basePath);
        builder.endpoints(EndpointSettings.paths(settings));
        builder.openId(OpenIdSettings.read(settings));
        builder.pushedRequests(EndpointSettings.pushedRequests(settings));
        builder.crossOrigin(EndpointSettings.crossOrigin(settings));
        builder.devices(EndpointSettings.devices(settings));
        settings.scopes(ConfigurationKey.AS_SCOPES_SUPPORTED).ifPresent(builder::scopesSupported);
        settings.scopes(ConfigurationKey.AS_SCOPES_DEFAULT).ifPresent(builder::scopesDefault);
        builder.tokens(IssuanceSettings.read(settings));
        builder.clients(ServerClientSettings.clients(settings));
        AssertionIssuerSettings issuers = new AssertionIssuerSettings(settings);
        builder.registration(ServerClientSettings.registration(settings, issuers));
        builder.rateLimits(RateLimitSettings.read(settings));
        builder.consent(ServerUserSettings.consent(settings));
        builder.grants(ServerGrantSettings.read(settings, issuers));
        issuers.requireListed();
        builder.dpop(PossessionSettings.issuedDpop(settings));
        builder.mutualTls(PossessionSettings.mutualTls(settings));
        builder.clientAssertions(PossessionSettings.clientAssertions(settings));
        settings.number(ConfigurationKey.AS_MAX_BODY_SIZE).ifPresent(builder::maxBodyBytes);
        beans.accept(builder);
        return settings.build(Role.AUTHORIZATION_SERVER, builder::build);
    }

    /**
     * Reads the issuer alone.
     *
     * @param config where the keys are
     * @return the issuer
     * @throws org.mcpoauth.api.error.ConfigurationException if it is missing or none
     */
    public static Issuer issuer(Config config) {
        Problems problems = new Problems();
        Issuer issuer = issuer(Settings.of(config, problems));
        problems.throwIfAny();
        return issuer;
    }

    private static Issuer issuer(Settings settings) {
        return settings.required(ConfigurationKey.AS_ISSUER, Issuer::of, NO_ISSUER);
    }

    /** The same as far as it can be told before there are beans, which may bring what keys and aliases do not say. */
    public static AuthorizationServerConfiguration readBeforeBeans(Config config) {
        return read(
                config,
                Credentials.TO_COME,
                builder -> builder.registration(rules -> rules.withPolicy(POLICY_TO_COME)));
    }

    private static List<ResourceIdentifier> resourcesAllowed(Settings settings) {
        return settings.required(
                ConfigurationKey.AS_RESOURCES_ALLOWED,
                text -> Settings.parseList(text).map(ResourceIdentifier::of).toList(),
                List.of());
    }
}
