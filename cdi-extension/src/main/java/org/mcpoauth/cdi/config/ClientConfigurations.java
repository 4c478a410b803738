package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.InvalidMemberException;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;
import org.mcpoauth.spi.client.ClientStorage.RefreshLock;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.ReadyAgent;
import org.mcpoauth.spi.client.StepUpGate;
import org.mcpoauth.spi.client.WebRules.Login;

/** Makes the configurations of clients from {@code mcp.oauth.client.*}. */
public final class ClientConfigurations {
    private static final String PREFIX = Role.CLIENT.prefix();
    private static final URI NO_SERVER = URI.create("https://missing.invalid/");

    /** Parameters that the client computes itself (RFC 6749, section 4.1.1; RFC 7636; RFC 8707; RFC 9101;
     * RFC 9449, section 10). */
    private static final Set<String> RESERVED_PARAMETERS = Set.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "code_challenge",
            "code_challenge_method",
            "dpop_jkt",
            "resource",
            "request",
            "request_uri");

    private enum StepUp {
        AUTO,
        ASK,
        NEVER
    }

    /** Stands where a bean must be, until there is one. */
    private static final StepUpGate GATE_BEAN = (resource, wanted) -> false;

    /** Whether a bean is missing shows when the client is made, before the application has started. */
    private static final GrantSources TO_COME = GrantSources.NONE
            .withSubjectTokens(user -> {
                throw notYet();
            })
            .withWorkload(audience -> {
                throw notYet();
            })
            .withDevice(authorization -> {
                throw notYet();
            })
            .withHost(resource -> {
                throw notYet();
            });

    private ClientConfigurations() {}

    private static IllegalStateException notYet() {
        return new IllegalStateException("no bean is asked before the application starts");
    }

    /** The names of all clients that have a {@code server-url} under their own name. */
    public static Set<String> names(Config config) {
        Set<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .flatMap(ClientConfigurations::nameIn)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (config.getOptionalValue(ConfigurationKey.CLIENT_SERVER_URL.fullName(), String.class)
                .isPresent()) {
            names.add(McpOAuth.DEFAULT_NAME);
        }
        return names;
    }

    /** Reads the keys of one client, none of them an alias. */
    public static ClientConfiguration read(Config config, String name, Consumer<ClientConfiguration.Builder> beans) {
        return read(config, Credentials.NONE, name, beans);
    }

    /**
     * Reads the keys of one client.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @param name the name in {@link McpOAuth}
     * @param beans adds what no key can say
     * @return the configuration
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static ClientConfiguration read(
            Config config, Credentials credentials, String name, Consumer<ClientConfiguration.Builder> beans) {
        return read(Settings.ofClient(config, credentials, name, new Problems()), name, beans);
    }

    /** The same as far as it can be told before there are beans, which may bring what keys and aliases do not say. */
    public static ClientConfiguration readBeforeBeans(Config config, String name) {
        return read(config, Credentials.TO_COME, name, builder -> builder.sources(none -> TO_COME));
    }

    static ClientConfiguration read(Settings settings, String name, Consumer<ClientConfiguration.Builder> beans) {
        if (!Role.CLIENT.isName(name)) {
            settings.problem(PREFIX + name, "is no usable name: it has a dot, is empty or is the beginning of a key");
        }
        RedirectSettings redirect = new RedirectSettings(settings, name);
        ClientConfiguration.Builder builder = ClientConfiguration.builder(
                name,
                settings.required(ConfigurationKey.CLIENT_SERVER_URL, Settings::parseUrl, NO_SERVER),
                metadata(settings, redirect));
        ClientDiscoverySettings.beforeBeans(settings, builder);
        stepUp(settings).filter(StepUp.ASK::equals).ifPresent(ask -> builder.stepUpGate(GATE_BEAN));
        settings.choice(ConfigurationKey.CLIENT_AUTHORIZATION_AGENT, ReadyAgent.class)
                .ifPresent(builder::agent);
        beans.accept(builder);
        ClientDiscoverySettings.read(settings, builder);
        ClientGrantSettings.read(settings, builder);
        redirect.check();
        ClientWebSettings.read(settings, redirect, builder);
        identity(settings, builder);
        requests(settings, builder);
        builder.additionalParameters(additionalParameters(settings));
        return settings.build(
                Role.CLIENT,
                () -> requireGate(settings, ClientDiscoverySettings.requireBean(settings, builder.build())));
    }

    private static Optional<StepUp> stepUp(Settings settings) {
        return settings.choice(ConfigurationKey.CLIENT_STEP_UP, StepUp.class);
    }

    private static ClientConfiguration requireGate(Settings settings, ClientConfiguration configuration) {
        if (configuration.stepUpGate() == GATE_BEAN) {
            throw new ConfigurationException(
                    settings.name(ConfigurationKey.CLIENT_STEP_UP), "needs a bean StepUpGate, and there is none");
        }
        return configuration;
    }

    /**
     * Who may authorize a client in this web application.
     *
     * @param config where the keys are
     * @param name the name of the client
     */
    public static Login login(Config config, String name) {
        return ClientWebSettings.login(Settings.ofClient(config, name, new Problems()));
    }

    /**
     * The issuer of the ID tokens that a client takes from the container.
     *
     * @param config where the keys are
     * @param name the name of the client
     * @return empty if it takes none
     */
    public static Optional<Issuer> openIdIssuer(Config config, String name) {
        return ClientGrantSettings.openIdIssuer(Settings.ofClient(config, name, new Problems()));
    }

    /**
     * The clients among some for which this web application may serve something.
     *
     * @param config where the keys are
     * @param names the names of clients
     */
    public static Set<String> served(Config config, Set<String> names) {
        return names.stream()
                .filter(name -> ClientWebSettings.isWanted(Settings.ofClient(config, name, new Problems())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void identity(Settings settings, ClientConfiguration.Builder builder) {
        settings.text(ConfigurationKey.CLIENT_ID).ifPresent(builder::clientId);
        settings.changing(ConfigurationKey.CLIENT_SECRET, ConfigurationKey.CLIENT_SECRET_FILE, Secret::of)
                .ifPresent(builder::clientSecret);
        ClientAuthenticationSettings.key(settings).ifPresent(builder::clientKey);
        builder.assertion(ClientAuthenticationSettings.assertion(settings));
        builder.possession(ClientPossessionSettings.rules(settings));
        settings.parsed(ConfigurationKey.CLIENT_ISSUER, Issuer::of).ifPresent(builder::issuer);
        settings.url(ConfigurationKey.CLIENT_METADATA_DOCUMENT_URL).ifPresent(builder::metadataDocumentUrl);
        settings.changing(
                        ConfigurationKey.CLIENT_INITIAL_ACCESS_TOKEN,
                        ConfigurationKey.CLIENT_INITIAL_ACCESS_TOKEN_FILE,
                        Secret::of)
                .ifPresent(builder::initialAccessToken);
    }

    /**
     * Reads which store a client has for itself; problems of its keys are those of {@link #read}.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @param name the name in {@link McpOAuth}
     * @return the store; empty if it is that of the application
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static Optional<StoreSettings> store(Config config, Credentials credentials, String name) {
        Settings settings = Settings.ofClient(config, credentials, name, new Problems());
        Optional<StoreSettings> store = StoreSettings.ofClient(settings);
        return settings.build(Role.CLIENT, () -> store);
    }

    private static void requests(Settings settings, ClientConfiguration.Builder builder) {
        settings.scopes(ConfigurationKey.CLIENT_SCOPES).ifPresent(builder::scopes);
        settings.choice(ConfigurationKey.CLIENT_OFFLINE_ACCESS, OfflineAccess.class)
                .ifPresent(builder::offlineAccess);
        stepUp(settings).filter(StepUp.NEVER::equals).ifPresent(never -> builder.stepUpGate(StepUpGate.NEVER));
        settings.number(ConfigurationKey.CLIENT_STEP_UP_MAX_RETRIES).ifPresent(builder::maxStepUps);
        settings.duration(ConfigurationKey.CLIENT_REFRESH_SKEW).ifPresent(builder::refreshSkew);
        settings.flag(ConfigurationKey.CLIENT_LEGACY).ifPresent(builder::originFallback);
        settings.choice(ConfigurationKey.CLIENT_REFRESH_LOCK, RefreshLock.class)
                .ifPresent(lock -> builder.storage(storage -> storage.withRefreshLock(lock)));
        // opened by who makes the client; here for its problems
        var unused = StoreSettings.ofClient(settings);
    }

    private static ClientMetadata metadata(Settings settings, RedirectSettings redirect) {
        ClientMetadataBuilder metadata = ClientMetadata.builder();
        settings.text(ConfigurationKey.CLIENT_NAME).ifPresent(metadata::clientName);
        settings.url(ConfigurationKey.CLIENT_URI).ifPresent(metadata::clientUri);
        settings.url(ConfigurationKey.CLIENT_LOGO_URI).ifPresent(metadata::logoUri);
        settings.url(ConfigurationKey.CLIENT_TOS_URI).ifPresent(metadata::tosUri);
        settings.url(ConfigurationKey.CLIENT_POLICY_URI).ifPresent(metadata::policyUri);
        settings.list(ConfigurationKey.CLIENT_CONTACTS).ifPresent(metadata::contacts);
        settings.text(ConfigurationKey.CLIENT_SOFTWARE_ID).ifPresent(metadata::softwareId);
        settings.text(ConfigurationKey.CLIENT_SOFTWARE_VERSION).ifPresent(metadata::softwareVersion);
        settings.text(ConfigurationKey.CLIENT_SOFTWARE_STATEMENT).ifPresent(metadata::softwareStatement);
        ClientAuthenticationSettings.method(settings).ifPresent(metadata::tokenEndpointAuthMethod);
        ClientAuthenticationSettings.publishedKeys(settings).ifPresent(metadata::jwks);
        redirect(settings, redirect, metadata);
        return built(settings, metadata);
    }

    /** The rules of RFC 7591, section 2; the exception names the member and the rule, not the value. */
    private static ClientMetadata built(Settings settings, ClientMetadataBuilder metadata) {
        try {
            return metadata.build();
        } catch (InvalidMemberException e) {
            String member = e.member().equals("redirect_uris") ? "redirect_uri" : e.member();
            settings.problem(
                    settings.prefix(Role.CLIENT) + member.replace('_', '-'), "breaks the rule of " + e.getMessage());
            return ClientMetadata.builder().build();
        }
    }

    private static void redirect(Settings settings, RedirectSettings redirect, ClientMetadataBuilder metadata) {
        Optional<URI> redirectUri = redirect.uri();
        redirectUri.map(List::of).ifPresent(metadata::redirectUris);
        settings.parsed(ConfigurationKey.CLIENT_APPLICATION_TYPE, ClientConfigurations::applicationType)
                .or(() -> redirectUri.map(List::of).map(ApplicationType::fromRedirectUris))
                .ifPresent(metadata::applicationType);
    }

    private static ApplicationType applicationType(String text) {
        return Stream.of(ApplicationType.WEB, ApplicationType.NATIVE)
                .filter(type -> type.value().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is web or native"));
    }

    /** Parameters of the client itself replace those of the same name that are for all clients. */
    private static Parameters additionalParameters(Settings settings) {
        Parameters.Builder parameters = Parameters.builder();
        settings.text(ConfigurationKey.CLIENT_PROMPT).ifPresent(prompt -> parameters.add("prompt", prompt));
        settings.parameters(ConfigurationKey.CLIENT_EXTRA_PARAMS).forEach(parameter -> {
            Settings one = settings.with(parameter);
            if (RESERVED_PARAMETERS.contains(parameter)) {
                one.problem(ConfigurationKey.CLIENT_EXTRA_PARAMS, "is a parameter that the client sets itself");
                return;
            }
            one.text(ConfigurationKey.CLIENT_EXTRA_PARAMS).ifPresent(value -> parameters.add(parameter, value));
        });
        return parameters.build();
    }

    private static Stream<String> nameIn(String key) {
        String end = "." + ConfigurationKey.CLIENT_SERVER_URL.suffix();
        return key.startsWith(PREFIX) && key.endsWith(end) && key.length() > PREFIX.length() + end.length()
                ? Stream.of(key.substring(PREFIX.length(), key.length() - end.length()))
                : Stream.empty();
    }
}
