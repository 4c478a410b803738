package org.mcpoauth.cdi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.ResourceGuardFactory;
import org.mcpoauth.spi.TokenVerifierFactory;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.support.http.AddressRange;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;

/**
 * What all roles share, from {@code mcp.oauth.*}.
 *
 * @param policy the options of the default endpoint policy
 * @param store which state store
 * @param cryptoProvider the name of the JCA provider for signatures, or {@code null}
 * @param implementations the class name configured for a factory
 * @param connections how connections are made
 * @param observation what an operator is told
 */
public record RuntimeSettings(
        StrictEndpointPolicy.Options policy,
        StoreSettings store,
        @Nullable String cryptoProvider,
        List<Implementation> implementations,
        Connections connections,
        ObservationSettings observation) {

    private static final Map<ConfigurationKey, Class<?>> FACTORIES = Map.of(
            ConfigurationKey.IMPLEMENTATION_CLIENT, McpOAuthClientFactory.class,
            ConfigurationKey.IMPLEMENTATION_TOKEN_VERIFIER, TokenVerifierFactory.class,
            ConfigurationKey.IMPLEMENTATION_RESOURCE_GUARD, ResourceGuardFactory.class,
            ConfigurationKey.IMPLEMENTATION_AUTHORIZATION_SERVER, AuthorizationServerFactory.class);

    /** Copies the list. */
    public RuntimeSettings {
        implementations = List.copyOf(implementations);
    }

    /**
     * A chosen implementation.
     *
     * @param factory the interface
     * @param className the class that implements it
     */
    public record Implementation(Class<?> factory, String className) {}

    private enum Policy {
        STRICT,
        LOOPBACK
    }

    /** Whether anything but refusals is served; {@code true} where that cannot be told. */
    public static boolean isEnabled(Config config) {
        return isEnabled(Settings.of(config, new Problems()));
    }

    private static boolean isEnabled(Settings settings) {
        return settings.flag(ConfigurationKey.ENABLED).orElse(true);
    }

    /** The class of the credential store, where one is named. */
    public static Optional<String> credentialStore(Config config) {
        return Settings.of(config, new Problems()).text(ConfigurationKey.IMPLEMENTATION_CREDENTIAL_STORE);
    }

    /**
     * Reads the keys.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @return the settings
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static RuntimeSettings read(Config config, Credentials credentials) {
        Settings settings = Settings.of(config, credentials, new Problems());
        // whoever asks whether all is served takes a word that is none for yes: it is told here
        isEnabled(settings);
        StrictEndpointPolicy.Options policy = policy(settings);
        StoreSettings store = StoreSettings.ofRuntime(settings);
        String cryptoProvider = settings.text(ConfigurationKey.CRYPTO_PROVIDER).orElse(null);
        List<Implementation> implementations = implementations(settings);
        Connections connections = ConnectionSettings.read(settings);
        ObservationSettings observation = ObservationSettings.read(settings);
        return settings.build(
                Role.COMMON,
                () -> new RuntimeSettings(policy, store, cryptoProvider, implementations, connections, observation));
    }

    /**
     * The default policy with these options.
     *
     * @throws ConfigurationException if there is a proxy and no host that may be called through it
     */
    public EndpointPolicy endpointPolicy() {
        if (connections.proxy() != null && policy.allowedHosts().isEmpty()) {
            throw new ConfigurationException(
                    ConfigurationKey.URL_POLICY_ALLOWED_HOSTS.fullName(),
                    "is needed beside http.proxy, which looks names up itself: name the hosts of metadata, keys and"
                            + " tokens");
        }
        return new StrictEndpointPolicy(policy);
    }

    private static StrictEndpointPolicy.Options policy(Settings settings) {
        StrictEndpointPolicy.Options options = StrictEndpointPolicy.Options.strict()
                .withAllowedHosts(Set.copyOf(
                        settings.list(ConfigurationKey.URL_POLICY_ALLOWED_HOSTS).orElse(List.of())))
                .withAllowedRanges(settings.list(ConfigurationKey.URL_POLICY_ALLOWED_CIDRS, AddressRange::parse)
                        .orElse(List.of()));
        if (settings.choice(ConfigurationKey.URL_POLICY, Policy.class).orElse(Policy.STRICT) == Policy.LOOPBACK) {
            options = options.withLoopback();
        }
        return settings.flag(ConfigurationKey.DANGEROUS_ALLOW_HTTP).orElse(false)
                ? options.withDangerousHttp()
                : options;
    }

    private static List<Implementation> implementations(Settings settings) {
        return FACTORIES.entrySet().stream()
                .flatMap(entry -> settings.text(entry.getKey()).stream()
                        .map(className -> new Implementation(entry.getValue(), className)))
                .toList();
    }
}
