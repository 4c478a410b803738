package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.ExchangePolicy;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.server.SubjectMapping;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.server.WorkloadMapping;

@Tag("container")
class AuthorizationServerInjectionTest {
    private static final Map<String, String> ENABLED = Map.of(
            "mcp.oauth.as.enabled", "true",
            "mcp.oauth.as.issuer", "https://as.example",
            "mcp.oauth.as.resources-allowed", "https://mcp.example/mcp");

    /** Records what it is given. */
    @ApplicationScoped
    static class RecordingServers implements AuthorizationServerFactory {
        static final Consents CONSENTS = stub(Consents.class);
        static final RegisteredClients CLIENTS = stub(RegisteredClients.class);
        static final KeySource GENERATED = stub(KeySource.class);
        static final AuthorizationServerProvider<?, ?, ?> READY = stub(AuthorizationServerProvider.class);

        private @Nullable GrantPolicy policy;
        private @Nullable Object provider;
        private @Nullable KeySource keys;
        private @Nullable UserSource users;

        @Nullable
        GrantPolicy policy() {
            return policy;
        }

        @Nullable
        Object provider() {
            return provider;
        }

        @Nullable
        KeySource keys() {
            return keys;
        }

        @Nullable
        UserSource users() {
            return users;
        }

        @Override
        public AuthorizationServer authorizationServer(
                AuthorizationServerConfiguration configuration,
                AuthorizationServerProvider<?, ?, ?> newProvider,
                KeySource newKeys,
                UserSource newUsers,
                McpOAuthServices services) {
            provider = newProvider;
            keys = newKeys;
            users = newUsers;
            return new Server(configuration, newProvider);
        }

        @Override
        public AuthorizationServerProvider<?, ?, ?> readyProvider(
                AuthorizationServerConfiguration configuration,
                KeySource newKeys,
                GrantPolicy newPolicy,
                McpOAuthServices services) {
            policy = newPolicy;
            return READY;
        }

        @Override
        public RegisteredClients registeredClients(Issuer issuer, McpOAuthServices services) {
            return CLIENTS;
        }

        @Override
        public Consents consents(Issuer issuer, McpOAuthServices services) {
            return CONSENTS;
        }

        @Override
        public KeySource signingKeys(AuthorizationServerConfiguration configuration, McpOAuthServices services) {
            return GENERATED;
        }
    }

    record Server(AuthorizationServerConfiguration configuration, AuthorizationServerProvider<?, ?, ?> provider)
            implements AuthorizationServer {
        @Override
        public AuthorizationServerMetadata metadata() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of();
        }
    }

    @ApplicationScoped
    static class Users implements UserAuthenticator {
        @Override
        public Optional<ResourceOwner> authenticate(String username, Secret password) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "users";
        }
    }

    @Dependent
    static class Parts {
        static final AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken> PROVIDER =
                stub(AuthorizationServerProvider.class);
        static final KeySource KEYS = stub(KeySource.class);
        static final GrantPolicy POLICY = new GrantPolicy() {};

        @Produces
        AuthorizationServerProvider<AuthorizationCode, RefreshToken, IssuedAccessToken> provider() {
            return PROVIDER;
        }

        @Produces
        KeySource keys() {
            return KEYS;
        }
    }

    @Dependent
    static class Callers {
        @Produces
        CallerUsers users() {
            return CallerUsers.BY_NAME;
        }
    }

    @Dependent
    static class Sources {
        static final UserSource SOURCE = UserSource.container(CallerUsers.BY_NAME);

        @Produces
        UserSource users() {
            return SOURCE;
        }
    }

    /** Of two kinds. */
    @ApplicationScoped
    static class Both implements UserAuthenticator, CallerUsers {
        @Override
        public Optional<ResourceOwner> authenticate(String username, Secret password) {
            return Optional.empty();
        }

        @Override
        public Optional<ResourceOwner> owner(Principal caller, Instant seenAt) {
            return Optional.empty();
        }
    }

    @Dependent
    static class Policy {
        @Produces
        GrantPolicy policy() {
            return Parts.POLICY;
        }
    }

    @Dependent
    static class Mapping {
        static final SubjectMapping MAPPING = (issuer, subject, claims) -> Optional.of(subject);

        static final WorkloadMapping WORKLOADS = (issuer, subject, claims) -> Optional.of(subject);
        static final ExchangePolicy EXCHANGE = new ExchangePolicy() {};

        @Produces
        SubjectMapping mapping() {
            return MAPPING;
        }

        @Produces
        WorkloadMapping workloads() {
            return WORKLOADS;
        }

        @Produces
        ExchangePolicy exchange() {
            return EXCHANGE;
        }
    }

    @Dependent
    static class Registrations {
        static final RegistrationPolicy POLICY = new RegistrationPolicy() {};
        static final MetadataDocumentPolicy DOCUMENTS = new MetadataDocumentPolicy() {};

        @Produces
        RegistrationPolicy policy() {
            return POLICY;
        }

        @Produces
        MetadataDocumentPolicy documents() {
            return DOCUMENTS;
        }
    }

    @Dependent
    static class Admin {
        @Inject
        AuthorizationServer server;
    }

    @Test
    void theServerIsThereWhenItIsEnabled() {
        try (Application application = Application.start(ENABLED, RecordingServers.class, Users.class)) {
            assertEquals(
                    "https://as.example",
                    application
                            .get(AuthorizationServer.class)
                            .configuration()
                            .issuer()
                            .value());
            RecordingServers servers = application.get(RecordingServers.class);
            assertSame(RecordingServers.GENERATED, servers.keys());
            assertSame(RecordingServers.READY, servers.provider());
            assertSame(GrantPolicy.WITH_CONSENT, servers.policy());
            assertEquals("users: form", kind(servers.users()));
        }
    }

    @Test
    void keysAndUsersMakeAWholeServer() {
        try (Application application = Application.start(ENABLED, Users.class)) {
            AuthorizationServer server = application.get(AuthorizationServer.class);
            assertEquals("https://as.example", server.metadata().issuer().value());
            assertTrue(server.endpoints().size() > 4);
            assertEquals(List.of(), application.get(Consents.class).of("alice"));
            assertEquals(List.of(), application.get(RegisteredClients.class).ofSoftware("app-7"));
        }
    }

    @Test
    void usersMayComeFromTheLoginOfTheContainer() {
        try (Application application = Application.start(ENABLED, RecordingServers.class, Callers.class)) {
            application.get(AuthorizationServer.class).configuration();
            assertEquals(
                    "container", kind(application.get(RecordingServers.class).users()));
        }
    }

    @Test
    void usersMayComeFromAProducedSource() {
        try (Application application = Application.start(ENABLED, RecordingServers.class, Sources.class)) {
            application.get(AuthorizationServer.class).configuration();
            assertSame(Sources.SOURCE, application.get(RecordingServers.class).users());
        }
    }

    /** Which of the two was meant nobody can tell. */
    @Test
    void beansOfTwoKindsFailDeployment() {
        for (Class<?> second : List.of(Callers.class, Sources.class)) {
            String failure = Application.failure(ENABLED, RecordingServers.class, Users.class, second);
            assertTrue(failure.contains("mcp.oauth.as.login: beans are of several kinds"), failure);
        }
        String failure = Application.failure(ENABLED, RecordingServers.class, Both.class);
        assertTrue(failure.contains("mcp.oauth.as.login: beans are of several kinds"), failure);
    }

    private static String kind(@Nullable UserSource users) {
        return Objects.requireNonNull(users)
                .choose(form -> form + ": form", container -> "container", upstream -> upstream.clientId());
    }

    @Test
    void otherwiseThereIsNone() {
        Map<String, String> off = new HashMap<>(ENABLED);
        off.put("mcp.oauth.enabled", "false");
        for (Map<String, String> keys : List.of(Map.<String, String>of(), off)) {
            try (Application application = Application.start(keys, RecordingServers.class, Users.class)) {
                assertTrue(application.select(AuthorizationServer.class).isUnsatisfied());
            }
        }
    }

    @Test
    void beansOfTheApplicationReplaceProviderAndKeys() {
        try (Application application = Application.start(ENABLED, RecordingServers.class, Users.class, Parts.class)) {
            RecordingServers servers = application.get(RecordingServers.class);
            assertSame(Parts.PROVIDER, servers.provider());
            assertSame(Parts.KEYS, servers.keys());
        }
    }

    @Test
    void aBeanDecidesWhatUsersMayGrant() {
        try (Application application = Application.start(ENABLED, RecordingServers.class, Users.class, Policy.class)) {
            assertSame(Parts.POLICY, application.get(RecordingServers.class).policy());
        }
    }

    @Test
    void beansSayWhoOthersAreAndWhatMayBeExchanged() {
        try (Application application = Application.start(ENABLED, Users.class, Mapping.class)) {
            GrantRules grants =
                    application.get(AuthorizationServer.class).configuration().grants();
            assertSame(Mapping.MAPPING, grants.identityAssertions().subjects());
            assertSame(Mapping.WORKLOADS, grants.workloads().mapping());
            assertSame(Mapping.EXCHANGE, grants.tokenExchange().policy());
        }
    }

    @Test
    void aBeanDecidesWhoMayRegister() {
        Map<String, String> keys = new HashMap<>(ENABLED);
        keys.put("mcp.oauth.as.dcr.mode", "token");
        try (Application application =
                Application.start(keys, RecordingServers.class, Users.class, Registrations.class)) {
            assertSame(
                    Registrations.POLICY,
                    application
                            .get(AuthorizationServer.class)
                            .configuration()
                            .registration()
                            .policy());
        }
    }

    @Test
    void aBeanDecidesWhichDocumentsAreTaken() {
        Map<String, String> keys = new HashMap<>(ENABLED);
        keys.put("mcp.oauth.as.cimd.max-size", "1024");
        try (Application application =
                Application.start(keys, RecordingServers.class, Users.class, Registrations.class)) {
            assertEquals(
                    MetadataDocumentRules.DEFAULT.withMaxBytes(1024).withPolicy(Registrations.DOCUMENTS),
                    application
                            .get(AuthorizationServer.class)
                            .configuration()
                            .clients()
                            .metadataDocuments());
        }
    }

    @Test
    void aServerThatKnowsNoUsersFailsDeployment() {
        for (String login : List.of("form", "bean")) {
            Map<String, String> keys = Map.of("mcp.oauth.as.enabled", "true", "mcp.oauth.as.login", login);
            String failure = Application.failure(keys, RecordingServers.class);
            assertTrue(failure.contains("mcp.oauth.as.login: the"), failure);
            assertTrue(failure.contains("mcp.oauth.as.issuer: is missing"), failure);
        }
    }

    @Test
    void withoutABeanUsersAreThoseOfTheContainer() {
        try (Application application = Application.start(ENABLED, RecordingServers.class)) {
            application.get(AuthorizationServer.class).configuration();
            assertEquals(
                    "container", kind(application.get(RecordingServers.class).users()));
        }
    }

    @ParameterizedTest
    @CsvSource({"form, users: form", "container, container", "upstream, as-client"})
    void theKeyDecidesAmongSeveral(String login, String kind) {
        Map<String, String> keys = new HashMap<>(ENABLED);
        keys.put("mcp.oauth.as.login", login);
        if (login.equals("upstream")) {
            keys.put("mcp.oauth.as.upstream.issuer", "https://login.example");
            keys.put("mcp.oauth.as.upstream.client-id", "as-client");
        }
        try (Application application = Application.start(keys, RecordingServers.class, Users.class, Callers.class)) {
            application.get(AuthorizationServer.class).configuration();
            assertEquals(kind, kind(application.get(RecordingServers.class).users()));
        }
    }

    @Test
    void whatMayMeanEnabledFailsDeployment() {
        String failure = Application.failure(Map.of("mcp.oauth.as.enabled", "yes"), Users.class);
        assertTrue(failure.contains("mcp.oauth.as.enabled: is true or false"), failure);
    }

    @Test
    void aServerThatIsInjectedButNotEnabledFailsDeployment() {
        String failure = Application.failure(Map.of(), Users.class, Admin.class);
        assertTrue(failure.contains("mcp.oauth.as.enabled: must be true"), failure);
    }

    @SuppressWarnings("unchecked") // a proxy of an interface with type parameters fits all of them
    private static <T> T stub(Class<? super T> type) {
        return (T) Objects.requireNonNull(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
                    case "toString" -> type.getSimpleName();
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }
}
