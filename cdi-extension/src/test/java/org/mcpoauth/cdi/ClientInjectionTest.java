package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.ClientFactory;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationServerSelector;
import org.mcpoauth.spi.client.StepUpGate;
import org.mcpoauth.spi.client.SubjectToken;
import org.mcpoauth.spi.client.SubjectTokenSource;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@Tag("container")
class ClientInjectionTest {

    @Dependent
    static class Sales {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient crm;

        String server() {
            return String.valueOf(crm.resource());
        }
    }

    @SessionScoped
    static class Conversation implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Inject
        @McpOAuth("crm")
        @SuppressWarnings("serial") // the container injects a proxy that can be stored
        McpOAuthClient crm;
    }

    @Dependent
    static class LateSales {
        @Inject
        @McpOAuth("crm")
        Instance<McpOAuthClient> crm;

        @Inject
        @McpOAuth
        Provider<McpOAuthClient> standard;
    }

    @ApplicationScoped
    static class RecordingClients implements McpOAuthClientFactory {
        private final Map<String, ClientConfiguration> configurations = new ConcurrentHashMap<>();

        boolean isUnused() {
            return configurations.isEmpty();
        }

        ClientConfiguration configuration(String name) {
            return Objects.requireNonNull(configurations.get(name));
        }

        @Override
        public McpOAuthClient client(ClientConfiguration configuration, McpOAuthServices services) {
            configurations.put(configuration.name(), configuration);
            return new ClientFactory().client(configuration, services);
        }

        @Override
        public Discovery discovery(McpOAuthServices services) {
            return new ClientFactory().discovery(services);
        }

        @Override
        public Registration registration(McpOAuthServices services) {
            return new ClientFactory().registration(services);
        }

        @Override
        public Grants grants(McpOAuthServices services) {
            return new ClientFactory().grants(services);
        }

        @Override
        public DPoPProofs dpop(McpOAuthServices services) {
            return new ClientFactory().dpop(services);
        }
    }

    @ApplicationScoped
    static class AnyAgent implements AuthorizationAgent {
        @Override
        public URI authorize(AuthorizationRequest request) {
            return URI.create("https://app.example/any");
        }

        @Override
        public String toString() {
            return "any";
        }
    }

    @ApplicationScoped
    @McpOAuth("crm")
    static class CrmAgent extends AnyAgent {
        @Override
        public String toString() {
            return "crm";
        }
    }

    @Dependent
    static class Policies {
        static final StepUpGate GATE = (resource, wanted) -> false;

        @Produces
        @ApplicationScoped
        StepUpGate gate() {
            return GATE;
        }
    }

    @ApplicationScoped
    static class SignedIn implements SubjectTokenSource {
        @Override
        public SubjectToken token(@Nullable Principal user) {
            return SubjectToken.idToken(Secret.of("id token"));
        }
    }

    @Dependent
    static class OwnCrm {
        @Produces
        @McpOAuth("crm")
        McpOAuthClient crm(McpOAuthRuntime runtime) {
            return runtime.client(ClientConfiguration.builder(
                            "own",
                            URI.create("https://own.example/mcp"),
                            ClientMetadata.builder().build())
                    .build());
        }
    }

    @Test
    void aClientIsInjectedByItsName() {
        try (Application application = Application.start(Application.CRM, Sales.class)) {
            assertEquals("https://crm.example/mcp", application.get(Sales.class).server());
        }
    }

    @Test
    void aClientIsFoundByItsNameWithoutAnyInjectionPoint() {
        try (Application application = Application.start(Application.CRM, AnyAgent.class)) {
            assertEquals(
                    "crm",
                    application
                            .get(McpOAuthClient.class, McpOAuthLiteral.of("crm"))
                            .name());
        }
    }

    @Test
    void clientsCanBeFetchedLater() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.server-url", "https://mcp.example/mcp");
        keys.put("mcp.oauth.client.redirect-uri", "https://app.example/callback");
        try (Application application = Application.start(keys, LateSales.class)) {
            LateSales late = application.get(LateSales.class);
            assertEquals("crm", late.crm.get().name());
            assertEquals("default", late.standard.get().name());
        }
    }

    @Test
    void aBeanThatIsStoredWithItsSessionMayHaveAClient() {
        try (Application application = Application.start(Application.CRM, Conversation.class)) {
            assertInstanceOf(Serializable.class, application.get(McpOAuthClient.class, McpOAuthLiteral.of("crm")));
        }
    }

    @Test
    void theStepsOfTheProtocolCanBeInjected() {
        try (Application application = Application.start(Map.of(), AnyAgent.class)) {
            assertTrue(application.select(Discovery.class).isResolvable());
            assertTrue(application.select(Grants.class).isResolvable());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> application
                            .get(Registration.class)
                            .metadataDocument(
                                    URI.create("http://app.example/"),
                                    ClientMetadata.builder().build()));
        }
    }

    @Test
    void whatIsInjectedButNotConfiguredFailsDeploymentWithAllProblems() {
        String failure =
                Application.failure(Map.of("mcp.oauth.client.crm.grant", "password"), Sales.class, LateSales.class);
        assertTrue(failure.contains("MCPO5003"), failure);
        assertTrue(failure.contains("mcp.oauth.client.crm.server-url: is missing"), failure);
        assertTrue(failure.contains("mcp.oauth.client.crm.grant: is one of"), failure);
        assertTrue(failure.contains("mcp.oauth.client.default.server-url: is missing"), failure);
        assertTrue(failure.contains("mcp.oauth.client.default.redirect-uri: is missing"), failure);
    }

    @Test
    void aClientThatNobodyInjectsDoesNotStopTheApplication() {
        try (Application application = Application.start(
                Map.of("mcp.oauth.client.crm.server-url", "https://crm.example/mcp"), AnyAgent.class)) {
            McpOAuthClient crm = application.get(McpOAuthClient.class, McpOAuthLiteral.of("crm"));
            assertEquals(
                    "mcp.oauth.client.crm.redirect-uri",
                    assertThrows(ConfigurationException.class, crm::name).key());
        }
    }

    @Test
    void noClientIsMadeWhenAllIsSwitchedOff() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.enabled", "false");
        try (Application application = Application.start(keys, Sales.class)) {
            Sales sales = application.get(Sales.class);
            assertEquals(
                    "mcp.oauth.enabled",
                    assertThrows(ConfigurationException.class, sales::server).key());
        }
    }

    @Test
    void aFactoryThatIsABeanMakesTheClients() {
        try (Application application = Application.start(Application.CRM, RecordingClients.class, Sales.class)) {
            ClientConfiguration crm = application.get(RecordingClients.class).configuration("crm");
            assertNull(crm.agent());
            assertSame(AuthorizationServerSelector.FIRST, crm.selector());
            assertSame(StepUpGate.AUTO, crm.stepUpGate());
        }
    }

    @Test
    void aClientMayHaveAStoreOfItsOwn(@TempDir Path home) {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.token-store", "file");
        keys.put("mcp.oauth.client.crm.token-store.file", home.resolve("tokens").toString());
        keys.put("mcp.oauth.client.crm.token-store.keys", "0123456789abcdef0123456789abcdef");
        try (Application application = Application.start(keys, RecordingClients.class, Sales.class)) {
            ClientConfiguration crm = application.get(RecordingClients.class).configuration("crm");
            assertNotSame(
                    application.get(McpOAuthRuntime.class).services().stateStore(),
                    Objects.requireNonNull(crm.storage().store()));
            assertTrue(Files.isDirectory(home.resolve("tokens")));
        }
        keys.put("mcp.oauth.client.crm.token-store.keys", "short");
        String failure = Application.failure(keys, Sales.class);
        assertTrue(failure.contains("mcp.oauth.client.crm.token-store.keys: have 32 characters"), failure);
    }

    @Test
    void aConfiguredClassWinsOverABean() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.implementation.client", ClientFactory.class.getName());
        try (Application application = Application.start(keys, RecordingClients.class, Sales.class)) {
            assertEquals("https://crm.example/mcp", application.get(Sales.class).server());
            assertTrue(application.get(RecordingClients.class).isUnused());
        }
    }

    @Test
    void aConfiguredClassThatIsMissingStopsTheStart() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.implementation.client", "com.example.Missing");
        String failure = Application.failure(keys, Sales.class);
        assertTrue(failure.contains("no provider of class com.example.Missing"), failure);
    }

    @Test
    void beansOfTheApplicationReplaceTheDefaults() {
        try (Application application = Application.start(
                Application.CRM, RecordingClients.class, Sales.class, AnyAgent.class, Policies.class)) {
            ClientConfiguration crm = application.get(RecordingClients.class).configuration("crm");
            assertEquals("any", String.valueOf(crm.agent()));
            assertFalse(crm.stepUpGate().allows(crm.resource(), crm.scopes()));
        }
    }

    @Test
    void aBeanForOneClientComesBeforeTheOneForAll() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.server-url", "https://mcp.example/mcp");
        keys.put("mcp.oauth.client.redirect-uri", "https://app.example/callback");
        try (Application application =
                Application.start(keys, RecordingClients.class, LateSales.class, AnyAgent.class, CrmAgent.class)) {
            RecordingClients clients = application.get(RecordingClients.class);
            assertEquals("crm", String.valueOf(clients.configuration("crm").agent()));
            assertEquals("any", String.valueOf(clients.configuration("default").agent()));
        }
    }

    @Test
    void aClientThatTheApplicationMakesTakesThePlaceOfOurs() {
        try (Application application = Application.start(Map.of(), Sales.class, OwnCrm.class)) {
            assertEquals("https://own.example/mcp", application.get(Sales.class).server());
        }
    }

    /** Whether a bean is there shows when the client is made, which a deployment waits for. */
    @Test
    void aBeanKnowsWhatTheSignInOfAUserLeftBehind() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.crm.grant", "id-jag",
                "mcp.oauth.client.crm.client-id", "app",
                "mcp.oauth.client.crm.id-jag.idp-issuer", "https://idp.example",
                "mcp.oauth.client.crm.id-jag.idp-client-id", "app-at-idp");
        try (Application application = Application.start(keys, RecordingClients.class, Sales.class, SignedIn.class)) {
            ClientConfiguration crm = application.get(RecordingClients.class).configuration("crm");
            SubjectTokenSource tokens = Objects.requireNonNull(crm.sources().subjectTokens());
            assertEquals(SubjectToken.idToken(Secret.of("id token")), tokens.token(null));
        }
        String failure = Application.failure(keys, Sales.class);
        assertTrue(
                failure.contains("mcp.oauth.client.crm.id-jag.subject-token-file: or a SubjectTokenSource is needed"),
                failure);
    }

    @Dependent
    static class Stores {
        static final StateStore OF_CRM = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());

        @Produces
        @ApplicationScoped
        @McpOAuth("crm")
        StateStore ofCrm() {
            return OF_CRM;
        }
    }

    @Dependent
    static class StoreOfAll {
        @Produces
        @ApplicationScoped
        StateStore ofAll() {
            return new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        }
    }

    @Test
    void aClientKeepsItsTokensInABeanOfItsName() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.token-store", "bean");
        try (Application application =
                Application.start(keys, RecordingClients.class, Sales.class, Stores.class, StoreOfAll.class)) {
            StateStore store = Objects.requireNonNull(application
                    .get(RecordingClients.class)
                    .configuration("crm")
                    .storage()
                    .store());
            StateKey key = new StateKey("client-tokens", "1");
            store.putIfAbsent(key, StateEntry.of("x"), Duration.ofMinutes(1));
            assertEquals("x", Stores.OF_CRM.take(key).orElseThrow().value());
        }
    }

    @Test
    void theBeanOfAllIsNoneForOneClient() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.token-store", "bean");
        String failure = Application.failure(keys, RecordingClients.class, Sales.class, StoreOfAll.class);
        assertTrue(failure.contains("MCPO5003"), failure);
        assertTrue(
                failure.contains("mcp.oauth.client.crm.token-store: needs a bean StateStore with @McpOAuth(\"crm\")"),
                failure);
    }
}
