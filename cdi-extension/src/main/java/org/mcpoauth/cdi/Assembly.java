package org.mcpoauth.cdi;

import jakarta.enterprise.util.TypeLiteral;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.AssertionModifier;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.cdi.config.AuthorizationServerConfigurations;
import org.mcpoauth.cdi.config.ClientConfigurations;
import org.mcpoauth.cdi.config.Credentials;
import org.mcpoauth.cdi.config.FullKeys;
import org.mcpoauth.cdi.config.LoginSettings;
import org.mcpoauth.cdi.config.ObservationSettings;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.cdi.config.Role;
import org.mcpoauth.cdi.config.RuntimeSettings;
import org.mcpoauth.cdi.telemetry.Instruments;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.CredentialStore;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceGuardFactory;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;
import org.mcpoauth.spi.client.AssertionSource;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationServerSelector;
import org.mcpoauth.spi.client.CallerSource;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.DeviceAgent;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.StepUpGate;
import org.mcpoauth.spi.client.SubjectTokenSource;
import org.mcpoauth.spi.client.TokenSource;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.OperationAuthentication;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.ScopeEvaluator;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.ExchangePolicy;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.server.RateLimiter;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.server.SubjectMapping;
import org.mcpoauth.spi.server.TokenExchangeRules;
import org.mcpoauth.spi.server.UserClaims;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.server.WorkloadMapping;
import org.mcpoauth.spi.server.WorkloadRules;
import org.mcpoauth.spi.store.StateStore;

/** Puts together what the beans are: keys of the configuration, and beans of the application before them. */
final class Assembly {
    private Assembly() {}

    static McpOAuthRuntime runtime() {
        RuntimeSettings settings = RuntimeSettings.read(config(), credentials());
        McpOAuthRuntime.Builder builder = McpOAuthRuntime.builder()
                .cryptoProvider(settings.cryptoProvider())
                .connections(settings.connections());
        Beans.find(HttpTransport.class).ifPresent(builder::transport);
        builder.endpointPolicy(Beans.find(EndpointPolicy.class).orElseGet(settings::endpointPolicy));
        Beans.find(KeySetCache.class).ifPresent(builder::keySetCache);
        Instruments instruments = instruments(settings.observation());
        builder.aroundTransport(instruments::timing);
        builder.auditListener(instruments.countingEvents(RevocationNews.before(audit(settings.observation()))));
        FullKeys.of(Role.COMMON, () -> store(builder, settings));
        implementation(builder, settings, McpOAuthClientFactory.class);
        implementation(builder, settings, TokenVerifierFactory.class);
        implementation(builder, settings, ResourceGuardFactory.class);
        implementation(builder, settings, AuthorizationServerFactory.class);
        return FullKeys.of(Role.COMMON, builder::build);
    }

    private static Instruments instruments(ObservationSettings settings) {
        return Instruments.ofContainer(settings.metrics());
    }

    private static AuditListener audit(ObservationSettings settings) {
        return Beans.find(AuditListener.class)
                .orElseGet(() -> settings.events() ? FiredEvents.ofContainer() : AuditListener.NONE);
    }

    /** A bean, else what is configured, else the memory of the process. */
    private static McpOAuthRuntime.Builder store(McpOAuthRuntime.Builder builder, RuntimeSettings settings) {
        Optional<StateStore> bean = Beans.find(StateStore.class);
        if (bean.isPresent()) {
            builder.stateStore(bean.get());
            builder.storeKeys(settings.store().keys());
        } else {
            ConfiguredStores.choose(builder, settings.store());
        }
        ConfiguredStores.chooseShortLived(builder, settings.store());
        return builder;
    }

    /** A configured class, else a bean; the runtime looks for the rest. */
    private static <T> void implementation(McpOAuthRuntime.Builder builder, RuntimeSettings settings, Class<T> type) {
        settings.implementations().stream()
                .filter(chosen -> chosen.factory().equals(type))
                .findFirst()
                .ifPresentOrElse(
                        chosen -> builder.implementationClass(type, chosen.className()),
                        () -> Beans.find(type).ifPresent(bean -> builder.implementation(type, bean)));
    }

    /** A configured class, else a bean, else the only service. */
    static Credentials foundCredentials() {
        Optional<String> className = RuntimeSettings.credentialStore(config());
        Optional<CredentialStore> bean = className.isPresent() ? Optional.empty() : Beans.find(CredentialStore.class);
        return bean.or(() -> FullKeys.of(Role.COMMON, () -> McpOAuthRuntime.credentialStore(className.orElse(null))))
                .map(Credentials::of)
                .orElse(Credentials.NONE);
    }

    private static Credentials credentials() {
        return Beans.get(FoundCredentials.class).credentials();
    }

    /** What belongs to a role is looked at again when its clock says so. */
    private static Credentials credentialsOfRoles() {
        return credentials().at(Beans.get(McpOAuthRuntime.class).services().clock());
    }

    static MadeClient client(String name) {
        Config config = config();
        if (!RuntimeSettings.isEnabled(config)) {
            throw new ConfigurationException("mcp.oauth.enabled", "is false: no client is made");
        }
        ClientConfiguration configuration = ClientConfigurations.read(config, credentialsOfRoles(), name, builder -> {
            Beans.find(AuthorizationAgent.class, name).ifPresent(builder::agent);
            Beans.find(AuthorizationServerSelector.class, name).ifPresent(builder::selector);
            Beans.find(StepUpGate.class, name).ifPresent(builder::stepUpGate);
            Beans.find(AssertionModifier.class, name).ifPresent(builder::assertionModifier);
            builder.sources(sources -> sources(config, name, sources));
            store(config, name).ifPresent(store -> builder.storage(storage -> storage.withStore(store)));
            builder.callers(rules -> rules.withSource(callers(config, name)));
        });
        return FullKeys.ofClient(
                name, () -> new MadeClient(Beans.get(McpOAuthRuntime.class).client(configuration), configuration));
    }

    /** That of a client which the application made itself is not known. */
    static Discovery discovery(String client) {
        McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
        return Beans.findOf(MadeClient.class, client)
                .map(made -> runtime.discovery(made.configuration()))
                .orElseGet(runtime::discovery);
    }

    private static Optional<StateStore> store(Config config, String name) {
        return ClientConfigurations.store(config, credentials(), name)
                .map(settings -> FullKeys.ofClientStore(name, () -> ConfiguredStores.open(settings, name)));
    }

    private static CallerSource callers(Config config, String name) {
        return Beans.find(CallerSource.class, name)
                .orElseGet(() -> new ContainerCaller(ClientConfigurations.login(config, name) == Login.ANONYMOUS));
    }

    /** What is served for clients; nothing where all is switched off. */
    static ClientEndpoints endpoints(String[] names) {
        McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
        List<McpOAuthClient> clients = RuntimeSettings.isEnabled(config())
                ? Stream.of(names).map(Beans::client).toList()
                : List.of();
        // a foreign implementation that serves nothing is asked for nothing
        return clients.isEmpty() ? new NoEndpoints() : FullKeys.of(Role.CLIENT, () -> runtime.endpoints(clients));
    }

    private static GrantSources sources(Config config, String name, GrantSources none) {
        return none.withSubjectTokens(subjectTokens(config, name).orElse(null))
                .withWorkload(Beans.find(AssertionSource.class, name).orElse(null))
                .withDevice(Beans.find(DeviceAgent.class, name).orElse(null))
                .withHost(Beans.find(TokenSource.class, name).orElse(null));
    }

    private static Optional<SubjectTokenSource> subjectTokens(Config config, String name) {
        return ClientConfigurations.openIdIssuer(config, name)
                .map(issuer -> FullKeys.ofClient(name, () -> OpenIdSubjectTokens.of(issuer)))
                .or(() -> Beans.find(SubjectTokenSource.class, name));
    }

    static ProtectedResource resource(String name) {
        ResourceServerConfiguration configuration = resourceConfiguration(name);
        TokenVerifier verifier = Beans.get(TokenVerifier.class, name);
        return FullKeys.ofResource(
                name, () -> Beans.get(McpOAuthRuntime.class).protectedResource(configuration, verifier));
    }

    static TokenVerifier verifier(String name) {
        ResourceServerConfiguration configuration = resourceConfiguration(name);
        return FullKeys.ofResource(
                name, () -> instruments(ObservationSettings.read(config())).countingTokens(verifier(configuration)));
    }

    /** An authorization server of this application is asked about its tokens without a detour over HTTP. */
    private static TokenVerifier verifier(ResourceServerConfiguration configuration) {
        McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
        return Beans.find(AuthorizationServer.class)
                .map(server -> runtime.verifier(configuration, server))
                .orElseGet(() -> runtime.verifier(configuration));
    }

    private static ResourceServerConfiguration resourceConfiguration(String name) {
        return ResourceServerConfigurations.read(config(), credentialsOfRoles(), name, builder -> {
            Beans.find(OperationScopes.class, name).ifPresent(builder::operationScopes);
            Beans.find(OperationAuthentication.class, name).ifPresent(builder::operationAuthentication);
            Beans.find(ScopeEvaluator.class, name).ifPresent(builder::scopeEvaluator);
            Beans.find(ClientCertificateSource.class, name)
                    .ifPresent(source -> FullKeys.ofResource(name, () -> builder.certificateSource(source)));
        });
    }

    /** The issuer of the authorization server, which need not be there yet. */
    static Issuer issuer() {
        return AuthorizationServerConfigurations.issuer(config());
    }

    static MadeServer authorizationServer() {
        AuthorizationServerConfiguration configuration =
                AuthorizationServerConfigurations.read(config(), credentialsOfRoles(), Assembly::beans);
        return FullKeys.of(Role.AUTHORIZATION_SERVER, () -> authorizationServer(configuration));
    }

    /** What no key can say. */
    private static void beans(AuthorizationServerConfiguration.Builder builder) {
        builder.grants(Assembly::grants);
        Beans.find(UserClaims.class).ifPresent(claims -> builder.openId(rules -> rules.withClaims(claims)));
        Beans.find(RegistrationPolicy.class)
                .ifPresent(policy -> builder.registration(rules -> rules.withPolicy(policy)));
        Beans.find(MetadataDocumentPolicy.class)
                .ifPresent(policy -> builder.clients(clients -> clients.withMetadataDocuments(
                        clients.metadataDocuments().withPolicy(policy))));
        Beans.find(RateLimiter.class).ifPresent(limiter -> builder.rateLimits(limits -> limits.withLimiter(limiter)));
        Beans.find(ClientCertificateSource.class)
                .ifPresent(source -> FullKeys.of(
                        Role.AUTHORIZATION_SERVER, () -> builder.mutualTls(mutualTls -> certified(mutualTls, source))));
    }

    private static MutualTls certified(MutualTls configured, ClientCertificateSource source) {
        return configured.withCertificates(configured.certificates().withSource(source));
    }

    private static GrantRules grants(GrantRules configured) {
        IdentityAssertionRules assertions = configured.identityAssertions();
        WorkloadRules workloads = configured.workloads();
        TokenExchangeRules exchange = configured.tokenExchange();
        return configured
                .withIdentityAssertions(
                        assertions.withSubjects(Beans.find(SubjectMapping.class).orElse(assertions.subjects())))
                .withWorkloads(
                        workloads.withMapping(Beans.find(WorkloadMapping.class).orElse(workloads.mapping())))
                .withTokenExchange(
                        exchange.withPolicy(Beans.find(ExchangePolicy.class).orElse(exchange.policy())));
    }

    private static MadeServer authorizationServer(AuthorizationServerConfiguration configuration) {
        McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
        AuthorizationServerFactory factory = runtime.authorizationServers();
        KeySource keys =
                Beans.find(KeySource.class).orElseGet(() -> factory.signingKeys(configuration, runtime.services()));
        AuthorizationServerProvider<?, ?, ?> provider = Beans.find(new AnyProvider())
                .orElseGet(() -> factory.readyProvider(
                        configuration,
                        keys,
                        Beans.find(GrantPolicy.class).orElse(GrantPolicy.WITH_CONSENT),
                        runtime.services()));
        UserSource users = UserSources.of(
                LoginSettings.read(config(), credentialsOfRoles()),
                runtime.services().clock());
        return new MadeServer(
                factory.authorizationServer(configuration, provider, keys, users, runtime.services()), keys);
    }

    private static Config config() {
        return ConfigProvider.getConfig();
    }

    /** The provider, whatever its own types are. */
    private static final class AnyProvider extends TypeLiteral<AuthorizationServerProvider<?, ?, ?>> {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
