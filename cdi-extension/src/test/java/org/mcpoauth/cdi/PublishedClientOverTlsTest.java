package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Clients that are known by the URL of their document (draft-ietf-oauth-client-id-metadata-document), which our
 * authorization server fetches over TLS connections: the strict policy for URLs, an authority of its own, and this
 * machine as the only network that is allowed.
 */
@Tag("container")
class PublishedClientOverTlsTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static Path trust;
    private static SSLContext known;
    private static SSLContext narrow;
    private static SSLContext unknown;

    private final Map<String, String> keys = new HashMap<>();
    private WebServer web;
    private Browser browser;
    private @Nullable Application application;

    @ApplicationScoped
    static class Alice implements UserAuthenticator {
        @Override
        public Optional<ResourceOwner> authenticate(String username, Secret password) {
            return username.equals("alice") && password.matches("alice-pw")
                    ? Optional.of(new ResourceOwner("alice", Clock.systemUTC().instant(), null))
                    : Optional.empty();
        }
    }

    /** A user with a browser who approves of the client. */
    @ApplicationScoped
    static class Approving implements AuthorizationAgent {
        private final Browser browser = new Browser(Certificates.trusting(trust));
        private String question = "";

        @Override
        public URI authorize(AuthorizationRequest request) {
            Browser.Page login = browser.open(request.uri());
            Browser.Page consent =
                    browser.follow(browser.submit(login, "username=alice&password=alice-pw"), "https://localhost");
            question = consent.body();
            return browser.submit(consent, "decision=approve").redirect();
        }

        String question() {
            return question;
        }
    }

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        Path everywhere = Certificates.store(folder, "known", "ip:127.0.0.1,dns:localhost");
        Path here = Certificates.store(folder, "narrow", "ip:127.0.0.1");
        trust = Certificates.trust(folder, everywhere, here);
        known = Certificates.showing(everywhere);
        narrow = Certificates.showing(here);
        unknown = Certificates.showing(Certificates.store(folder, "unknown", "ip:127.0.0.1,dns:localhost"));
    }

    @BeforeEach
    void listen() {
        web = new WebServer("127.0.0.1", known);
        browser = new Browser(Certificates.trusting(trust));
        keys.put("mcp.oauth.http.trust-store", trust.toString());
        keys.put("mcp.oauth.http.trust-store-password", Certificates.PASSWORD);
        keys.put("mcp.oauth.url-policy.allowed-cidrs", "127.0.0.0/8,::1/128");
        keys.put("mcp.oauth.resource.url", web.url("/mcp"));
        keys.put("mcp.oauth.resource.authorization-servers", web.url(""));
        keys.put("mcp.oauth.as.enabled", "true");
        keys.put("mcp.oauth.as.issuer", web.url(""));
        keys.put("mcp.oauth.as.scopes-supported", "read");
        keys.put("mcp.oauth.as.signing-algorithm", "ES256");
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        web.close();
    }

    private Application start(Class<?>... beans) {
        Application started = Application.start(keys, beans);
        application = started;
        web.deployGuarded();
        return started;
    }

    private URI authorization(DocumentSite site) {
        return URI.create(web.url("/oauth/authorize?response_type=code&scope=read&state=s&code_challenge_method=S256")
                + "&code_challenge=" + Sha256.base64Url(VERIFIER)
                + "&client_id=" + Browser.encoded(site.clientId())
                + "&redirect_uri=" + Browser.encoded(site.redirectUri())
                + "&resource=" + Browser.encoded(web.url("/mcp")));
    }

    private Browser.Page redeem(DocumentSite site) {
        return browser.post(
                URI.create(web.url("/oauth/token")),
                "grant_type=authorization_code&code=c&client_id=" + Browser.encoded(site.clientId())
                        + "&redirect_uri=" + Browser.encoded(site.redirectUri())
                        + "&code_verifier=" + VERIFIER);
    }

    /** No page goes on, nobody is sent anywhere, and nothing is told of why. */
    private void assertRefused(DocumentSite site, int page, int token, String error) {
        Browser.Page shown = browser.open(authorization(site));
        assertEquals(page, shown.status(), shown::body);
        assertNull(shown.next());
        Browser.Page answer = redeem(site);
        assertEquals(token, answer.status(), answer::body);
        assertTrue(answer.body().contains("\"error\":\"" + error + "\""), answer::body);
        String seen = browser.seen().toLowerCase(Locale.ROOT);
        assertFalse(seen.contains("exception") || seen.contains("pkix") || seen.contains("certif"), browser::seen);
    }

    private static String claims(String token) throws MalformedException {
        return new String(Base64Url.decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    private void assertTaken(DocumentSite site) {
        Browser.Page page = browser.open(authorization(site));
        assertEquals(200, page.status(), page::body);
        assertTrue(page.body().contains("name=\"password\""), page::body);
    }

    @Test
    @DisplayName("MCP, \"Client ID Metadata Documents\": both halves are ours")
    void aClientWithItsOwnDocumentGetsATokenOfAServerThatNeverHeardOfIt() throws Exception {
        try (WebServer shop = new WebServer("localhost", known)) {
            keys.put("mcp.oauth.client.shop.server-url", web.url("/mcp"));
            keys.put("mcp.oauth.client.shop.client-name", "The Shop");
            keys.put("mcp.oauth.client.shop.redirect-uri", shop.url("/callback"));
            keys.put("mcp.oauth.client.shop.metadata-document.url", shop.url("/shop/client.json"));
            keys.put("mcp.oauth.client.shop.token-store.scope", "application");
            Application shopping = start(Alice.class, Approving.class);
            shop.deployEndpoints();
            McpOAuthClient client = shopping.get(McpOAuthClient.class, McpOAuthLiteral.of("shop"));
            HttpRequest ping =
                    web.post("/mcp", "application/json", WebServer.PING).build();
            assertEquals(
                    200, client.httpClient().send(ping, BodyHandlers.ofString()).statusCode());
            String question = shopping.get(Approving.class).question();

            assertTrue(question.contains("The Shop"), question);
            String host = URI.create(shop.url("")).getAuthority();
            assertTrue(question.contains("<dd><bdi>" + host + "</bdi></dd>"), "where it is published: " + question);
            String claims = claims(client.accessToken().value().reveal());
            assertTrue(claims.contains("\"client_id\":\"" + shop.url("/shop/client.json") + "\""), claims);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIRECT", "HTML", "LARGE", "LARGE_IN_CHUNKS", "NOT_FOUND"})
    @DisplayName("draft-ietf-oauth-client-id-metadata-document, sections 4 and 6.6")
    void aDocumentThatBreaksARuleIsNoClientAndIsNotKept(DocumentSite.Fault fault) {
        start(Alice.class);
        try (DocumentSite site = new DocumentSite("localhost", known)) {
            site.misbehave(fault);
            assertRefused(site, 400, 401, "invalid_client");
            assertEquals(2, site.asked(), "a failure is not kept");
            assertEquals(0, site.askedElsewhere(), "redirects are not followed");
            site.misbehave(DocumentSite.Fault.NONE);
            assertTaken(site);
            assertTaken(site);
            assertEquals(3, site.asked(), "a good one is");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "CUT"})
    void aDocumentWithoutAnEndIsAnOutage(DocumentSite.Fault fault) {
        keys.put("mcp.oauth.http.read-timeout", "PT1S");
        start(Alice.class);
        try (DocumentSite site = new DocumentSite("localhost", known)) {
            site.misbehave(fault);
            long start = System.nanoTime();
            assertRefused(site, 503, 503, "temporarily_unavailable");
            assertTrue(System.nanoTime() - start < 15_000_000_000L, "two requests of a second each");
            site.misbehave(DocumentSite.Fault.NONE);
            assertTaken(site);
        }
    }

    @Test
    @DisplayName("RFC 9525, section 6: the issuer is trusted, and the certificate is for this host")
    void aSiteThatIsNotWhoItSaysIsAskedNothing() {
        start(Alice.class);
        try (DocumentSite stranger = new DocumentSite("localhost", unknown);
                DocumentSite impostor = new DocumentSite("localhost", narrow);
                DocumentSite genuine = new DocumentSite("127.0.0.1", narrow)) {
            assertRefused(stranger, 503, 503, "temporarily_unavailable");
            assertRefused(impostor, 503, 503, "temporarily_unavailable");
            assertEquals(0, stranger.asked() + impostor.asked());
            assertTaken(genuine);
        }
    }

    /** MCP security best practices, "Server-Side Request Forgery"; CIMD, section 6.5. */
    @Test
    void thisMachineIsNotCalledUnlessItsNetworkIsAllowed() {
        keys.remove("mcp.oauth.url-policy.allowed-cidrs");
        start(Alice.class);
        try (DocumentSite named = new DocumentSite("localhost", known);
                DocumentSite numbered = new DocumentSite("127.0.0.1", known)) {
            assertRefused(named, 503, 503, "temporarily_unavailable");
            assertRefused(numbered, 503, 503, "temporarily_unavailable");
            assertEquals(0, named.asked() + numbered.asked());
        }
    }

    @Test
    void anotherNetworkThanTheAllowedOneIsNotCalled() {
        keys.put("mcp.oauth.url-policy.allowed-cidrs", "10.1.0.0/16");
        start(Alice.class);
        try (DocumentSite site = new DocumentSite("127.0.0.1", known)) {
            assertRefused(site, 503, 503, "temporarily_unavailable");
            assertEquals(0, site.asked());
        }
    }
}
