package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.GrantPolicy;

/** What the endpoints do with the decisions and failures of any provider. */
class OtherProvidersTest {
    private final String query = TestServer.authorizationQuery("app");

    @Test
    void aDenialIsToldToTheClient() {
        EndpointResponse response =
                open(interaction -> new AuthorizationDecision.Denied(ErrorCode.INVALID_SCOPE, "not \"today\""));

        assertEquals("invalid_scope", TestBrowser.parameter(response, "error").orElseThrow());
        assertEquals(
                "not ?today?",
                TestBrowser.parameter(response, "error_description").orElseThrow());
    }

    @Test
    void aDenialWithAForeignCodeIsAFailure() {
        EndpointResponse response =
                open(interaction -> new AuthorizationDecision.Denied(ErrorCode.INVALID_GRANT, null));

        assertEquals("server_error", TestBrowser.parameter(response, "error").orElseThrow());
    }

    @Test
    void anExceptionWithACodeIsToldToTheClient() {
        EndpointResponse response = open(interaction -> {
            throw EndpointException.authorize(ErrorCode.ACCESS_DENIED, "go away");
        });

        assertEquals("access_denied", TestBrowser.parameter(response, "error").orElseThrow());
    }

    @Test
    void aFailureTellsNothing() {
        EndpointResponse response = open(interaction -> {
            throw new IllegalStateException("select * from secrets");
        });

        assertEquals("server_error", TestBrowser.parameter(response, "error").orElseThrow());
        assertFalse(TestServer.header(response, "Location").contains("secrets"));
        assertTrue(TestBrowser.parameter(response, "iss").isPresent());
    }

    @Test
    void theBrowserMayBeSentElsewhereFirst() {
        EndpointResponse response = open(
                interaction -> new AuthorizationDecision.RedirectTo(URI.create("https://upstream.example/authorize")));

        assertEquals(302, response.status());
        assertEquals("https://upstream.example/authorize", TestServer.header(response, "Location"));
    }

    @Test
    void consentBeforeLoginIsAFailure() {
        EndpointResponse response =
                open(interaction -> new AuthorizationDecision.ConsentRequired(Scopes.of("mcp:tools")));

        assertEquals("server_error", TestBrowser.parameter(response, "error").orElseThrow());
    }

    @Test
    void aProviderMayAskForLoginAgain() {
        TestServer server = server(interaction -> new AuthorizationDecision.LoginRequired());
        TestBrowser browser = new TestBrowser(server);
        EndpointResponse again = browser.login(browser.openAuthorization(query));

        assertEquals("/tenant/oauth/login", TestBrowser.action(again));
    }

    @Test
    void aFailureAtTheTokenEndpointTellsNothing() {
        TestServer server = new TestServer(
                builder -> builder, GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    protected void beforeRevocation() {
                        throw new IllegalStateException("select * from secrets");
                    }
                });
        server.addPublicClient("app");
        EndpointResponse response = server.post(
                "/revoke",
                Map.of(),
                TestServer.form(
                        "client_id", "app", "token", server.tokens("app").getString("access_token")));

        assertEquals(500, response.status());
        assertEquals("{\"error\":\"server_error\"}", TestServer.text(response));
    }

    /** RFC 7591, section 2: a provider may keep the identifier in the metadata too. */
    @Test
    void theRegisteredScopeOfAProvidersClientIsALimit() {
        TestServer server = new TestServer(
                builder -> builder, GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    public Optional<Client> client(String clientId) {
                        return super.client(clientId).map(OtherProvidersTest::named);
                    }
                });
        server.addClient(
                "narrow",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .scope(Scopes.of("mcp:tools")));
        EndpointResponse response =
                server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery("narrow"), Map.of());

        assertEquals("invalid_scope", TestBrowser.parameter(response, "error").orElseThrow());
    }

    private static Client named(Client client) {
        ClientMetadata named =
                client.metadata().toBuilder().clientId(client.clientId()).build();
        return new Client(client.clientId(), named, client.secretHash(), client.issuedAt(), client.secretExpiresAt());
    }

    @Test
    void whatAProviderDoesNotOfferIsUnsupported() {
        TestServer server = server(interaction -> null);
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        EndpointResponse response = server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                TestServer.SECRET,
                "resource",
                TestServer.RESOURCE);

        assertEquals("unsupported_grant_type", server.error(response));
    }

    /** RFC 7591, section 3.2.2: 400 and a code of that section. */
    @Test
    void aProviderThatRegistersNobodyRefuses() {
        TestServer server = new TestServer(builder -> builder, GrantPolicy.WITH_CONSENT, LeastProvider::new);
        EndpointResponse response = server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"]}");

        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertEquals("invalid_client_metadata", server.error(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
    }

    private EndpointResponse open(Function<Interaction, @Nullable AuthorizationDecision> decisions) {
        return new TestBrowser(server(decisions)).openAuthorization(query);
    }

    private static TestServer server(Function<Interaction, @Nullable AuthorizationDecision> decisions) {
        TestServer server = new TestServer(
                builder -> builder, GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    protected @Nullable AuthorizationDecision decision(Interaction interaction) {
                        return decisions.apply(interaction);
                    }
                });
        server.addPublicClient("app");
        return server;
    }
}
