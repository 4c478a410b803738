package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointRefused;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.ErrorRedirects;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MetadataDocumentRules;

/** Which clients get a browser back before its user did anything (RFC 9700, section 4.11.2). */
class ErrorRedirectsTest {
    private static final ClientRules CAUTIOUS = ClientRules.DEFAULT.withErrorRedirects(ErrorRedirects.TRUSTED_CLIENTS);
    private static final String PUBLISHED = "https://192.0.2.10/client.json";

    private final TestServer server = server(CAUTIOUS, DynamicRegistration.OPEN);
    private final TestBrowser browser = new TestBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    private static TestServer server(ClientRules rules, DynamicRegistration registration) {
        return new TestServer(builder -> change(builder, rules, registration));
    }

    private static AuthorizationServerConfiguration.Builder change(
            AuthorizationServerConfiguration.Builder builder, ClientRules rules, DynamicRegistration registration) {
        return builder.clients(rules).registration(registration).endpoints(EndpointPaths.DEFAULT.withPar("/par"));
    }

    private static String location(EndpointResponse page) {
        String text = TestServer.text(page);
        int start = text.indexOf("href=\"") + 6;
        return text.substring(start, text.indexOf('"', start)).replace("&amp;", "&");
    }

    private static void assertShown(String error, EndpointResponse page) {
        String text = TestServer.text(page);
        assertEquals(400, page.status(), text);
        Pages.assertProtected(page);
        assertEquals("", TestServer.header(page, "Location"));
        assertTrue(text.contains("<code>" + error + "</code>"), text);
        assertTrue(text.contains("<bdi>127.0.0.1:8765</bdi>"), text);
        assertTrue(text.contains("<bdi>" + TestServer.REDIRECT_URI + "</bdi>"), text);
        assertTrue(location(page).startsWith(TestServer.REDIRECT_URI + "?error=" + error), text);
    }

    private static void assertRedirected(String error, EndpointResponse redirect) {
        assertTrue(TestServer.header(redirect, "Location").contains("?error=" + error), TestServer.text(redirect));
    }

    /** The link has all that the redirect would have (RFC 6749, section 4.1.2.1; RFC 9207, section 2). */
    @Test
    void ofAClientThatRegisteredItselfTheUserSeesWhereTheErrorGoes() {
        EndpointResponse page = browser.openAuthorization(query.replace("mcp%3Atools", "unknown"));

        assertShown("invalid_scope", page);
        assertTrue(location(page).contains("&state=s+t%26te&iss=https%3A%2F%2Fas.example%2Ftenant"), location(page));
        assertTrue(TestServer.text(page).contains("Sales &lt;assistant&gt;"), TestServer.text(page));
        assertEquals(
                List.of(ErrorCode.INVALID_SCOPE),
                server.events.stream()
                        .filter(EndpointRefused.class::isInstance)
                        .map(event -> ((EndpointRefused) event).error())
                        .toList(),
                "auditors are told all the same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&prompt=none", "&prompt=none&max_age=0"})
    void whatFailsWithoutAPageIsShown(String more) {
        assertShown("login_required", browser.openAuthorization(query + more));
    }

    @Test
    void aPushedRequestThatFailsIsShown() {
        String requestUri = server.json(server.post("/par", Map.of(), query + "&prompt=none"))
                .getString("request_uri");

        assertShown(
                "login_required",
                browser.openAuthorization(TestServer.form("client_id", "app", "request_uri", requestUri)));
    }

    @Test
    void aFormIsAnsweredTheSame() {
        String form = query.replace("mcp%3Atools", "unknown");

        assertShown("invalid_scope", browser.post(TestServer.BASE + "/authorize", form));
    }

    /** Whoever has seen a page of this server decides there. */
    @Test
    void afterAPageTheClientIsTold() {
        EndpointResponse page = browser.login(browser.openAuthorization(query));

        assertRedirected("access_denied", browser.submit(page, "decision", "deny"));
        browser.cookies().clear();
        EndpointResponse login = browser.openAuthorization(query);
        for (int i = 0; i < 5; i++) {
            login = browser.submit(login, "username", "alice" + i, "password", "wrong");
        }
        assertRedirected("access_denied", login);
    }

    @Test
    void codesGoBackAsEver() {
        assertFalse(browser.authorize(query).isEmpty());
    }

    @Test
    void byDefaultAllAreTold() {
        TestServer usual = server(ClientRules.DEFAULT, DynamicRegistration.OPEN);
        usual.addPublicClient("app");

        assertRedirected("login_required", new TestBrowser(usual).openAuthorization(query + "&prompt=none"));
    }

    @Test
    void clientsOfTheDeployerAreTold() {
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI)))
                .build();
        Client known = new Client("app", metadata, null, Instant.EPOCH, null);
        TestServer knowing = server(CAUTIOUS.withKnown(List.of(known)), DynamicRegistration.OPEN);

        assertRedirected("login_required", new TestBrowser(knowing).openAuthorization(query + "&prompt=none"));
    }

    @Test
    void whereNobodyRegistersOpenlyRegisteredClientsAreTold() {
        for (DynamicRegistration closed : List.of(
                DynamicRegistration.OFF,
                DynamicRegistration.OPEN
                        .withInitialAccessTokens(List.of(Secret.of("an initial access token of the deployer")))
                        .withMode(DynamicRegistration.Mode.TOKEN))) {
            TestServer guarded = server(CAUTIOUS, closed);
            guarded.addPublicClient("app");

            assertRedirected("login_required", new TestBrowser(guarded).openAuthorization(query + "&prompt=none"));
        }
    }

    private static EndpointResponse openPublished(UnaryOperator<MetadataDocumentRules> rules) {
        TestServer server = server(
                CAUTIOUS.withMetadataDocuments(rules.apply(MetadataDocumentRules.DEFAULT)), DynamicRegistration.OFF);
        server.transport.putJson(
                PUBLISHED,
                "{\"client_id\":\"" + PUBLISHED + "\",\"client_name\":\"App\",\"redirect_uris\":[\""
                        + TestServer.REDIRECT_URI + "\"],\"token_endpoint_auth_method\":\"none\"}");
        return new TestBrowser(server).openAuthorization(TestServer.authorizationQuery(PUBLISHED) + "&prompt=none");
    }

    /** MCP authorization, "Client ID Metadata Documents": anybody can publish one. */
    @Test
    void publishedClientsAreTrustedWhereTheDeployerChoseThem() {
        assertShown("login_required", openPublished(rules -> rules));
        assertRedirected("login_required", openPublished(rules -> rules.withAllowedHosts(Set.of("192.0.2.10"))));
        assertRedirected("login_required", openPublished(rules -> rules.withPolicy(new MetadataDocumentPolicy() {})));
    }
}
