package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.Consent;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Consent per user, client, redirect URI, scope and resource (MCP security best practices, "Confused Deputy
 * Problem"; RFC 6749, section 10.2).
 */
class ConsentTest {
    private static final String SITE = "https://app.example/cb?a=b";

    private final TestServer server = server(ConsentMode.ALWAYS_FOR_NEW_CLIENT);
    private final Consents consents = new StandardAuthorizationServerFactory()
            .consents(server.server.configuration().issuer(), server.services);
    private final TestBrowser browser = new TestBrowser(server);

    private static TestServer server(ConsentMode mode) {
        TestServer server = new TestServer(builder -> builder.consent(ConsentRules.DEFAULT.withMode(mode)));
        server.addPublicClient("app");
        server.addPublicClient("other");
        return server;
    }

    private static String query(String clientId, String scope) {
        return query(clientId, scope, SITE, TestServer.RESOURCE);
    }

    private static String query(String clientId, String scope, String redirectUri, String resource) {
        return TestServer.form(
                "response_type", "code",
                "client_id", clientId,
                "redirect_uri", redirectUri,
                "scope", scope,
                "code_challenge", TestServer.CHALLENGE,
                "code_challenge_method", "S256",
                "resource", resource);
    }

    private static boolean isAsked(TestBrowser browser, String query) {
        EndpointResponse response = browser.openAuthorization(query);
        boolean isGranted = response.status() == 302
                && TestBrowser.parameter(response, "code").isPresent();
        return !isGranted && TestBrowser.action(response).equals("/tenant/oauth/consent");
    }

    @Test
    void whatAUserAgreedToIsNotAskedAgain() {
        browser.authorize(query("app", "mcp:tools notes:read"));

        assertFalse(isAsked(browser, query("app", "mcp:tools notes:read")), "the same");
        assertFalse(isAsked(browser, query("app", "notes:read")), "a part of it");
        assertTrue(isAsked(browser, query("app", "notes:read notes:write")), "more than that");
    }

    @Test
    void whatWasAgreedToInPartsHoldsTogether() {
        browser.authorize(query("app", "notes:read"));
        EndpointResponse wider = browser.openAuthorization(query("app", "notes:write"));
        browser.submit(wider, "decision", "approve");

        assertFalse(isAsked(browser, query("app", "notes:read notes:write")));
    }

    @Test
    void anotherClientIsAskedFor() {
        browser.authorize(query("app", "notes:read"));

        assertTrue(isAsked(browser, query("other", "notes:read")));
    }

    @Test
    void anotherResourceIsAskedFor() {
        browser.authorize(query("app", "notes:read"));

        assertTrue(isAsked(browser, query("app", "notes:read", SITE, TestServer.OTHER_RESOURCE)));
        assertTrue(isAsked(
                browser, query("app", "notes:read") + "&" + TestServer.form("resource", TestServer.OTHER_RESOURCE)));
    }

    @Test
    void anotherRedirectUriIsAskedFor() {
        server.addClient(
                "sites",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .redirectUris(
                                List.of(URI.create("https://one.example/cb"), URI.create("https://two.example/cb"))));
        browser.authorize(query("sites", "notes:read", "https://one.example/cb", TestServer.RESOURCE));

        assertFalse(isAsked(browser, query("sites", "notes:read", "https://one.example/cb", TestServer.RESOURCE)));
        assertTrue(isAsked(browser, query("sites", "notes:read", "https://two.example/cb", TestServer.RESOURCE)));
    }

    @Test
    void anotherUserIsAsked() {
        UserAuthenticator anybody = (name, password) -> Optional.of(new ResourceOwner(name, Instant.EPOCH, null));
        TestServer family = new TestServer(UserSource.form(anybody));
        family.addPublicClient("app");
        TestBrowser alice = new TestBrowser(family);
        alice.authorize(query("app", "notes:read"));
        TestBrowser bob = new TestBrowser(family);
        EndpointResponse login = bob.openAuthorization(query("app", "notes:read"));
        EndpointResponse page = bob.submit(login, "username", "bob", "password", "his own");

        assertFalse(isAsked(alice, query("app", "notes:read")));
        assertEquals("/tenant/oauth/consent", TestBrowser.action(page));
        assertTrue(TestServer.text(page).contains("bob"));
    }

    @Test
    void consentsAreListedForTheirUserAlone() {
        browser.authorize(query("app", "notes:read"));

        assertEquals(1, consents.of("user-1").size());
        assertEquals(List.of(), consents.of("user-2"));
        assertEquals(List.of(), consents.of("user"));
    }

    /** RFC 8252, section 8.6: any program can listen at a loopback address. */
    @Test
    void aPublicClientOnTheUsersMachineIsAskedForEachTime() {
        browser.authorize(TestServer.authorizationQuery("app"));

        assertTrue(isAsked(browser, TestServer.authorizationQuery("app")));
        assertEquals(List.of(), consents.of("user-1"));
    }

    /** A certificate for a loopback address tells nothing about who listens there. */
    @Test
    void aPublicClientOnTheUsersMachineIsAskedForEachTimeWithTlsToo() {
        String uri = "https://localhost:8443/cb";
        server.addClient(
                "local",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .redirectUris(List.of(URI.create(uri))));
        browser.authorize(query("local", "notes:read", uri, TestServer.RESOURCE));

        assertTrue(isAsked(browser, query("local", "notes:read", uri, TestServer.RESOURCE)));
    }

    @Test
    void aClientThatAuthenticatesNoLongerIsAskedForAgain() {
        server.addConfidentialClient("secret", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        browser.authorize(TestServer.authorizationQuery("secret"));
        Client known = server.provider.client("secret").orElseThrow();
        ClientMetadata metadata = known.metadata().toBuilder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .build();
        server.provider.updateClient(known, new Client("secret", metadata, null, known.issuedAt(), null));

        assertTrue(isAsked(browser, TestServer.authorizationQuery("secret")));
    }

    @Test
    void aClientThatAuthenticatesIsKnownOnTheUsersMachineToo() {
        server.addConfidentialClient("secret", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        browser.authorize(TestServer.authorizationQuery("secret"));

        assertFalse(isAsked(browser, TestServer.authorizationQuery("secret")));
    }

    @Test
    void aConsentEnds() {
        browser.authorize(query("app", "notes:read"));
        server.pass(Duration.ofDays(89));
        TestBrowser later = new TestBrowser(server);
        assertTrue(TestBrowser.parameter(later.login(later.openAuthorization(query("app", "notes:read"))), "code")
                .isPresent());
        server.pass(Duration.ofDays(1));
        TestBrowser tooLate = new TestBrowser(server);

        assertEquals(
                "/tenant/oauth/consent",
                TestBrowser.action(tooLate.login(tooLate.openAuthorization(query("app", "notes:read")))));
        assertEquals(List.of(), consents.of("user-1"));
    }

    @Test
    void aLaterConsentMakesNoEarlierOneLonger() {
        browser.authorize(query("app", "notes:read"));
        server.pass(Duration.ofDays(60));
        TestBrowser later = new TestBrowser(server);
        later.authorize(query("app", "notes:write"));
        server.pass(Duration.ofDays(40));
        TestBrowser last = new TestBrowser(server);

        assertTrue(TestBrowser.parameter(last.login(last.openAuthorization(query("app", "notes:write"))), "code")
                .isPresent());
        assertTrue(isAsked(last, query("app", "notes:read")));
    }

    @Test
    void whatWasDeniedIsNotRemembered() {
        EndpointResponse page = browser.login(browser.openAuthorization(query("app", "notes:read")));
        browser.submit(page, "decision", "deny", "remember", "yes");

        assertTrue(isAsked(browser, query("app", "notes:read")));
    }

    @Test
    void aConsentCanBeTakenBack() {
        browser.authorize(query("app", "mcp:tools notes:read"));
        browser.submit(browser.openAuthorization(query("other", "notes:read")), "decision", "approve");
        Consent known = consents.of("user-1").stream()
                .filter(consent -> consent.clientId().equals("app"))
                .findFirst()
                .orElseThrow();

        assertEquals(SITE, known.redirectUri().toString());
        assertEquals(List.of(ResourceIdentifier.of(TestServer.RESOURCE)), known.resources());
        assertEquals(Scopes.of("mcp:tools", "notes:read"), known.scopes());
        assertEquals(server.clock.instant().plus(Duration.ofDays(90)), known.until());
        assertFalse(consents.revoke("user-2", "app"), "nothing of another user");
        assertTrue(consents.revoke("user-1", "app"));
        assertFalse(consents.revoke("user-1", "app"), "once");
        assertTrue(isAsked(browser, query("app", "notes:read")));
        assertFalse(isAsked(browser, query("other", "notes:read")));
    }

    @Test
    void alwaysMeansAlways() {
        TestServer strict = server(ConsentMode.ALWAYS);
        TestBrowser visitor = new TestBrowser(strict);
        visitor.authorize(query("app", "notes:read"));

        assertTrue(isAsked(visitor, query("app", "notes:read")));
    }

    @Test
    void aUserMayWishToBeRemembered() {
        TestServer asking = server(ConsentMode.REMEMBER);
        TestBrowser visitor = new TestBrowser(asking);
        EndpointResponse page = visitor.login(visitor.openAuthorization(query("app", "notes:read")));
        assertTrue(TestServer.text(page).contains("<input id=\"remember\" name=\"remember\" type=\"checkbox\""));
        visitor.submit(page, "decision", "approve");
        assertTrue(isAsked(visitor, query("app", "notes:read")), "the user did not say so");
        visitor.submit(visitor.openAuthorization(query("app", "notes:read")), "decision", "approve", "remember", "yes");
        assertFalse(isAsked(visitor, query("app", "notes:read")));
    }

    @Test
    void rememberingIsOfferedWhereItIsKept() {
        TestServer asking = server(ConsentMode.REMEMBER);
        TestBrowser visitor = new TestBrowser(asking);
        EndpointResponse page = visitor.login(visitor.openAuthorization(TestServer.authorizationQuery("app")));

        assertFalse(TestServer.text(page).contains("name=\"remember\""), "a program on the user's machine");
        assertFalse(TestServer.text(browser.login(browser.openAuthorization(query("app", "notes:read"))))
                .contains("name=\"remember\""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBeanDecidesAlone(boolean asks) {
        GrantPolicy policy = new GrantPolicy() {
            @Override
            public boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
                return asks;
            }
        };
        TestServer own = new TestServer(
                builder -> builder.consent(ConsentRules.DEFAULT.withMode(ConsentMode.BEAN)), policy, it -> it);
        own.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(own);
        EndpointResponse first = visitor.login(visitor.openAuthorization(query("app", "notes:read")));

        assertEquals(!asks, TestBrowser.parameter(first, "code").isPresent());
        if (asks) {
            visitor.submit(first, "decision", "approve");
            assertTrue(isAsked(visitor, query("app", "notes:read")), "nothing is remembered");
        }
    }

    /** An entry of a store has a bound, and less room where it is encrypted. */
    @Test
    void ofMoreThanFitsTheOldestIsForgotten() {
        List<String> scopes = IntStream.range(0, 20)
                .mapToObj(i -> "scope-" + i + "-".repeat(4000))
                .toList();
        TestServer large = new TestServer(builder -> builder.scopesSupported(Scopes.of(scopes.toArray(String[]::new)))
                .scopesDefault(Scopes.of(scopes.get(0)))
                .consent(ConsentRules.DEFAULT.withMode(ConsentMode.ALWAYS_FOR_NEW_CLIENT)));
        large.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(large);
        visitor.authorize(query("app", scopes.get(0)));
        for (String scope : scopes.subList(1, scopes.size())) {
            EndpointResponse page = visitor.openAuthorization(query("app", scope));
            EndpointResponse answer = visitor.submit(page, "decision", "approve");
            assertTrue(TestBrowser.parameter(answer, "code").isPresent(), scope);
        }

        assertFalse(isAsked(visitor, query("app", scopes.get(19))));
        assertFalse(isAsked(visitor, query("app", scopes.get(9))), "what fits stays");
        assertTrue(isAsked(visitor, query("app", scopes.get(0))));
    }

    @Test
    void noUserFillsTheStoreWithConsents() {
        browser.authorize(query("app", "notes:read"));
        String owner = Sha256.base64Url("user-1");
        IntStream.range(1, 200)
                .forEach(i -> server.stored.putIfAbsent(
                        new StateKey("consent", "of-other-clients-" + i),
                        new StateEntry("{}", owner),
                        Duration.ofDays(1)));
        browser.submit(browser.openAuthorization(query("other", "notes:read")), "decision", "approve");
        browser.submit(browser.openAuthorization(query("app", "notes:write")), "decision", "approve");

        assertEquals(200, server.stored.count("consent"));
        assertTrue(isAsked(browser, query("other", "notes:read")), "there is no room for another client");
        assertFalse(isAsked(browser, query("app", "notes:read notes:write")), "and always for a known one");
    }

    @Test
    void parallelConsentsAreAllKept() {
        List<String> scopes = List.of("notes:read", "notes:write");
        browser.authorize(query("app", "mcp:tools"));
        List<EndpointResponse> pages = scopes.stream()
                .map(scope -> browser.openAuthorization(query("app", scope)))
                .toList();
        AtomicInteger next = new AtomicInteger();
        server.store.awaitReaders("consent", 2);
        Race.of(2, () -> browser.submit(pages.get(next.getAndIncrement()), "decision", "approve"));

        assertFalse(isAsked(browser, query("app", "mcp:tools notes:read notes:write")));
    }
}
