package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;

/**
 * The pages and what protects them (RFC 9700, sections 4.7, 4.12 and 4.16; MCP security best practices,
 * "Confused Deputy Problem").
 */
class LoginAndConsentTest {
    private static final String COOKIE = "__Host-mcp-oauth-browser";

    private final TestServer server = new TestServer();
    private final TestBrowser browser = new TestBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    @Test
    void theLoginPageIsAPlainForm() {
        EndpointResponse page = browser.openAuthorization(query);
        String text = TestServer.text(page);

        Pages.assertProtected(page);
        assertTrue(text.contains("<form method=\"post\" action=\"/tenant/oauth/login\">"), text);
        assertTrue(text.contains("<label for=\"username\">") && text.contains("<label for=\"password\">"), text);
        assertTrue(text.contains("autocomplete=\"current-password\""), text);
        assertTrue(text.contains("Sales &lt;assistant&gt;"), "names of clients are escaped");
    }

    @Test
    void theConsentPageShowsWhatIsAtStake() {
        EndpointResponse page = browser.login(browser.openAuthorization(query));
        String text = TestServer.text(page);

        Pages.assertProtected(page);
        assertTrue(text.contains("<form method=\"post\" action=\"/tenant/oauth/consent\">"), text);
        assertTrue(text.contains("Sales &lt;assistant&gt;"), text);
        assertTrue(text.contains("<bdi>127.0.0.1:8765</bdi>"), text);
        assertTrue(text.contains("program on this computer"), "a loopback redirect is pointed out");
        assertTrue(text.contains("<li><bdi>mcp:tools</bdi></li>") && text.contains("notes:read"), text);
        assertTrue(text.contains(TestServer.RESOURCE), text);
        assertTrue(text.contains("user-1"), text);
        assertTrue(text.contains("name=\"decision\" value=\"approve\""), text);
        assertTrue(text.contains("name=\"decision\" value=\"deny\""), text);
    }

    @Test
    void aRedirectToASiteIsNotCalledAProgram() {
        String changed = query.replace(
                TestServer.form("redirect_uri", TestServer.REDIRECT_URI),
                TestServer.form("redirect_uri", "https://app.example/cb?a=b"));
        EndpointResponse page = browser.login(browser.openAuthorization(changed));

        assertTrue(TestServer.text(page).contains("<bdi>app.example</bdi>"));
        assertFalse(TestServer.text(page).contains("program on this computer"));
    }

    @Test
    void aNameCannotHideOrReorderText() {
        server.addClient(
                "trick",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .clientName("Good\u202e\u0007\"' onclick=x <b>"));
        EndpointResponse page = browser.login(browser.openAuthorization(TestServer.authorizationQuery("trick")));

        assertTrue(TestServer.text(page).contains("Good  &quot;&#39; onclick=x &lt;b&gt;"), TestServer.text(page));
    }

    @Test
    void aUserMayBecomeAnother() {
        EndpointResponse consent = browser.login(browser.openAuthorization(query));
        EndpointResponse login = browser.submit(consent, "decision", "switch");

        assertEquals("/tenant/oauth/login", TestBrowser.action(login));
        assertEquals(400, browser.submit(consent, "decision", "approve").status(), "the page has been used");
        assertEquals(
                "/tenant/oauth/login",
                TestBrowser.action(browser.openAuthorization(query)),
                "nobody is logged in any more");
        assertTrue(TestBrowser.parameter(browser.submit(browser.login(login), "decision", "approve"), "code")
                .isPresent());
    }

    @Test
    void whoBecomesAnotherIsNotTheOneTheClientNamed() {
        EndpointResponse login = browser.openAuthorization(query + "&login_hint=alice");
        assertTrue(TestServer.text(login).contains("value=\"alice\""), TestServer.text(login));

        EndpointResponse again = browser.submit(browser.login(login), "decision", "switch");
        assertFalse(TestServer.text(again).contains("value=\"alice\""), TestServer.text(again));
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1. */
    @Test
    void allPagesOfARequestAreInTheLanguageTheClientNames() {
        EndpointResponse login = browser.openAuthorization(query + "&ui_locales=fr%20de");
        EndpointResponse consent = browser.login(login);

        assertTrue(TestServer.text(login).contains("<html lang=\"de\""), TestServer.text(login));
        assertTrue(TestServer.text(consent).contains("<html lang=\"de\""), TestServer.text(consent));
    }

    @Test
    void aDeniedRequestIsToldToTheClient() {
        EndpointResponse redirect = browser.submit(browser.login(browser.openAuthorization(query)), "decision", "deny");

        assertEquals(303, redirect.status());
        assertEquals("access_denied", TestBrowser.parameter(redirect, "error").orElseThrow());
        assertEquals("s t&te", TestBrowser.parameter(redirect, "state").orElseThrow());
        assertEquals(TestServer.ISSUER, TestBrowser.parameter(redirect, "iss").orElseThrow());
    }

    @Test
    void aWrongPasswordShowsThePageAgain() {
        EndpointResponse page = browser.openAuthorization(query);
        EndpointResponse again = browser.submit(page, "username", "alice", "password", "wrong");

        assertEquals(200, again.status());
        Pages.assertProtected(again);
        assertTrue(TestServer.text(again).contains("role=\"alert\""), TestServer.text(again));
        assertFalse(TestServer.text(again).contains("wrong\""), "what was typed is not shown");
        assertEquals(200, browser.login(again).status());
    }

    @Test
    void theUserNameIsKeptAndThePasswordIsNot() {
        EndpointResponse page = browser.openAuthorization(query + "&login_hint=bob");
        EndpointResponse again = browser.submit(page, "username", "al\"><b>ice", "password", "s3cret");
        String text = TestServer.text(again);

        assertTrue(text.contains("name=\"username\" type=\"text\" value=\"al&quot;&gt;&lt;b&gt;ice\""), text);
        assertFalse(text.contains("s3cret"), text);
        page = browser.open(TestServer.BASE + "/login", "interaction=" + TestBrowser.hidden(again, "interaction"));
        assertTrue(TestServer.text(page).contains("value=\"bob\""), "it stands in the answer to its form only");
        assertTrue(server.store.written().stream().noneMatch(stored -> stored.contains("ice")), "and is not stored");
    }

    @Test
    void aUserNameOfTooManyTriesIsKept() {
        EndpointResponse page = browser.openAuthorization(query);
        for (int i = 0; i < 10; i++) {
            TestBrowser guess = new TestBrowser(server);
            guess.submit(guess.openAuthorization(query), "username", "alice", "password", "wrong");
        }
        EndpointResponse refused = browser.login(page);

        assertEquals(429, refused.status());
        assertTrue(TestServer.text(refused).contains("value=\"alice\""), TestServer.text(refused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username=alice",
                "password=alice-pw",
                "username=&password=alice-pw",
                "username=alice&password=",
                "username=nobody&password=alice-pw"
            })
    void incompleteLoginsAreWrong(String fields) {
        EndpointResponse page = browser.openAuthorization(query);
        String form = TestServer.form(
                        "interaction", TestBrowser.hidden(page, "interaction"),
                        "csrf", TestBrowser.hidden(page, "csrf"))
                + "&" + fields;

        assertTrue(TestServer.text(browser.post(TestBrowser.action(page), form)).contains("role=\"alert\""));
    }

    @Test
    void oversizedLoginsAreWrong() {
        EndpointResponse page = browser.openAuthorization(query);
        page = browser.submit(page, "username", "a".repeat(257), "password", "alice-pw");
        assertTrue(TestServer.text(page).contains("role=\"alert\""));
        assertTrue(TestServer.text(page).contains("type=\"text\" value=\"\""), "what is no name is not kept");
        page = browser.submit(page, "username", "alice", "password", "a".repeat(1025));
        assertTrue(TestServer.text(page).contains("role=\"alert\""));
    }

    @Test
    void oversizedLoginsAreNotEvenAskedAbout() {
        AtomicInteger asked = new AtomicInteger();
        UserAuthenticator counting = (name, password) -> {
            asked.incrementAndGet();
            return Optional.empty();
        };
        TestServer other = new TestServer(UserSource.form(counting));
        other.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(other);
        EndpointResponse page = visitor.openAuthorization(query);
        page = visitor.submit(page, "username", "a".repeat(257), "password", "alice-pw");
        visitor.submit(page, "username", "alice", "password", "a".repeat(1025));

        assertEquals(0, asked.get());
    }

    /** RFC 6749, section 10.10. */
    @Test
    void ofEightGuessesAtATimeOneIsHeard() {
        EndpointResponse login = browser.openAuthorization(query);
        server.store.awaitReaders("pending-authorization", 8);
        List<EndpointResponse> answers =
                Race.of(8, () -> browser.submit(login, "username", "alice", "password", "wrong"));

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 400).count());
    }

    @Test
    void afterFiveWrongPasswordsTheClientIsTold() {
        EndpointResponse page = browser.openAuthorization(query);
        for (int i = 0; i < 4; i++) {
            page = browser.submit(page, "username", "alice" + i, "password", "wrong");
            assertEquals(200, page.status());
        }
        EndpointResponse last = page;
        EndpointResponse end = browser.submit(last, "username", "alice", "password", "wrong");

        assertEquals(303, end.status());
        assertEquals("access_denied", TestBrowser.parameter(end, "error").orElseThrow());
        assertEquals(400, browser.login(last).status(), "the right password comes too late");
    }

    @Test
    void aUserNameHasALimitOverAllRequests() {
        for (int i = 0; i < 10; i++) {
            TestBrowser guess = new TestBrowser(server);
            guess.submit(guess.openAuthorization(query), "username", "Alice", "password", "wrong" + i);
        }
        EndpointResponse refused = browser.login(browser.openAuthorization(query));

        assertEquals(429, refused.status());
        assertEquals("900", TestServer.header(refused, "Retry-After"));
        server.pass(Duration.ofMinutes(15));
        TestBrowser later = new TestBrowser(server);
        assertEquals(200, later.login(later.openAuthorization(query)).status());
    }

    @Test
    void aRightPasswordClearsTheCount() {
        for (int i = 0; i < 30; i++) {
            TestBrowser one = new TestBrowser(server);
            EndpointResponse page = one.submit(one.openAuthorization(query), "username", "alice", "password", "wrong");
            assertEquals(200, one.login(page).status());
        }
    }

    @Test
    void aFormNeedsItsToken() {
        EndpointResponse page = browser.openAuthorization(query);
        String interaction = TestBrowser.hidden(page, "interaction");
        String ofAnotherBrowser = TestBrowser.hidden(new TestBrowser(server).openAuthorization(query), "csrf");
        String ofAnotherRequest = TestBrowser.hidden(browser.openAuthorization(query), "csrf");
        for (String csrf : List.of("", "x", ofAnotherBrowser, ofAnotherRequest)) {
            EndpointResponse response = browser.post(
                    TestBrowser.action(page),
                    TestServer.form(
                            "interaction", interaction, "csrf", csrf, "username", "alice", "password", "alice-pw"));
            assertEquals(400, response.status());
            Pages.assertProtected(response);
        }
    }

    @Test
    void theTokenOfOnePageIsNotGoodForTheOther() {
        EndpointResponse login = browser.openAuthorization(query);
        EndpointResponse consent = browser.login(login);
        EndpointResponse response = browser.post(
                TestBrowser.action(consent),
                TestServer.form(
                        "interaction", TestBrowser.hidden(consent, "interaction"),
                        "csrf", TestBrowser.hidden(login, "csrf"),
                        "decision", "approve"));
        EndpointResponse back = browser.post(
                TestBrowser.action(login),
                TestServer.form(
                        "interaction",
                        TestBrowser.hidden(consent, "interaction"),
                        "csrf",
                        TestBrowser.hidden(consent, "csrf"),
                        "username",
                        "alice",
                        "password",
                        "alice-pw"));

        assertEquals(400, response.status());
        assertEquals(400, back.status());
    }

    @Test
    void aPendingRequestBelongsToOneBrowser() {
        EndpointResponse page = browser.openAuthorization(query);
        TestBrowser thief = new TestBrowser(server);

        assertEquals(400, thief.login(page).status(), "without a cookie");
        thief.openAuthorization(query);
        assertEquals(400, thief.login(page).status(), "with a cookie of its own");
        thief.authorize(query);
        assertEquals(400, thief.login(page).status(), "with a login of its own");
        assertEquals(200, browser.login(page).status());
    }

    @Test
    void twoCookiesAreAsGoodAsNone() {
        EndpointResponse page = browser.openAuthorization(query);
        String cookie = browser.cookies().get(COOKIE);
        EndpointResponse response = server.post(
                "/login",
                Map.of("Cookie", COOKIE + "=" + cookie + "; " + COOKIE + "=" + cookie),
                TestServer.form(
                        "interaction",
                        TestBrowser.hidden(page, "interaction"),
                        "csrf",
                        TestBrowser.hidden(page, "csrf"),
                        "username",
                        "alice",
                        "password",
                        "alice-pw"));

        assertEquals(400, response.status());
    }

    /** draft-ietf-httpbis-rfc6265bis, section 4.1.3.2. */
    @Test
    void theCookieIsHostBoundOnHttps() {
        String header = TestServer.header(browser.openAuthorization(query), "Set-Cookie");

        assertTrue(header.startsWith(COOKIE + "="), header);
        assertTrue(header.endsWith("; Path=/; HttpOnly; SameSite=Lax; Secure"), header);
    }

    @Test
    void theCookieHasNoPrefixOnLoopbackHttp() {
        TestServer local = new TestServer(builder -> AuthorizationServerConfiguration.builder(
                        Issuer.of("http://127.0.0.1:8080/tenant"),
                        server.server.configuration().resourcesAllowed())
                .scopesSupported(server.server.configuration().scopesSupported())
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256")));
        local.addPublicClient("app");
        String header = TestServer.header(local.get(TestServer.BASE + "/authorize", query, Map.of()), "Set-Cookie");

        assertTrue(header.startsWith("mcp-oauth-browser="), header);
        assertTrue(header.endsWith("; Path=/; HttpOnly; SameSite=Lax"), header);
    }

    @Test
    void aLoginChangesTheCookie() {
        EndpointResponse page = browser.openAuthorization(query);
        String planted = browser.cookies().get(COOKIE);
        EndpointResponse consent = browser.login(page);

        assertNotEquals(planted, browser.cookies().get(COOKIE));
        EndpointResponse withOld = server.post(
                "/consent",
                Map.of("Cookie", COOKIE + "=" + planted),
                TestServer.form(
                        "interaction", TestBrowser.hidden(consent, "interaction"),
                        "csrf", TestBrowser.hidden(consent, "csrf"),
                        "decision", "approve"));
        assertEquals(400, withOld.status());
    }

    @Test
    void aLoginEndsTheOneBefore() {
        browser.authorize(query);
        Map<String, String> before = browser.headers();
        browser.login(browser.openAuthorization(query + "&prompt=login"));

        EndpointResponse page = server.get(TestServer.BASE + "/authorize", query, before);

        assertEquals("/tenant/oauth/login", TestBrowser.action(page));
    }

    /** Several MCP servers with one authorization server open several pages at once. */
    @Test
    void aPageOpenedBeforeTheLoginInAnotherOneGoesOn() {
        EndpointResponse first = browser.openAuthorization(query);
        EndpointResponse second = browser.openAuthorization(query + "&x=y");
        EndpointResponse third = browser.openAuthorization(query + "&x=z");
        browser.login(first);

        EndpointResponse consent = browser.submit(second, "username", "mallory", "password", "wrong");

        assertEquals("/tenant/oauth/consent", TestBrowser.action(consent), "the form itself does not count");
        assertTrue(TestServer.text(consent).contains("user-1"));
        assertTrue(TestBrowser.parameter(browser.submit(consent, "decision", "approve"), "code")
                .isPresent());
        String interaction = "interaction=" + TestBrowser.hidden(third, "interaction");
        EndpointResponse reloaded = browser.open(TestServer.BASE + "/login", interaction);
        assertEquals(303, reloaded.status());
        assertTrue(TestServer.header(reloaded, "Location").contains("/oauth/consent?interaction="));
        assertEquals(400, browser.open(TestServer.BASE + "/login", interaction).status());
    }

    @Test
    void aUserWhoIsLoggedInIsAskedForConsentOnly() {
        browser.authorize(query);
        EndpointResponse page = browser.openAuthorization(query);

        assertEquals("/tenant/oauth/consent", TestBrowser.action(page));
        assertTrue(TestBrowser.parameter(browser.submit(page, "decision", "approve"), "code")
                .isPresent());
    }

    @Test
    void promptLoginAsksForThePasswordAgain() {
        browser.authorize(query);

        assertEquals("/tenant/oauth/login", TestBrowser.action(browser.openAuthorization(query + "&prompt=login")));
    }

    @Test
    void aLoginEndsAfterAnHour() {
        browser.authorize(query);
        server.pass(Duration.ofHours(1));

        assertEquals("/tenant/oauth/login", TestBrowser.action(browser.openAuthorization(query)));
    }

    @Test
    void aDecisionCountsOnce() {
        EndpointResponse consent = browser.login(browser.openAuthorization(query));
        server.store.awaitReaders("pending-authorization", 8);
        List<EndpointResponse> answers = Race.of(8, () -> browser.submit(consent, "decision", "approve"));

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 400).count());
    }

    @Test
    void aLoginCountsOnce() {
        EndpointResponse login = browser.openAuthorization(query);
        Map<String, String> cookie = browser.headers();
        String form = TestServer.form(
                "interaction",
                TestBrowser.hidden(login, "interaction"),
                "csrf",
                TestBrowser.hidden(login, "csrf"),
                "username",
                "alice",
                "password",
                "alice-pw");
        server.store.awaitReaders("pending-authorization", 8);
        List<EndpointResponse> answers = Race.of(8, () -> server.post("/login", cookie, form));

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 400).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Approve", "yes", "approve deny"})
    void whatIsNoDecisionIsRefusedAndCanBeMadeGood(String decision) {
        EndpointResponse consent = browser.login(browser.openAuthorization(query));

        assertEquals(400, browser.submit(consent, "decision", decision).status());
        assertEquals(303, browser.submit(consent, "decision", "approve").status());
    }

    @Test
    void repeatedFieldsAreRefused() {
        EndpointResponse consent = browser.login(browser.openAuthorization(query));

        assertEquals(
                400,
                browser.submit(consent, "decision", "approve", "decision", "deny")
                        .status());
    }

    @Test
    void aPendingRequestEndsAfterTenMinutes() {
        EndpointResponse login = browser.openAuthorization(query);
        String page = "interaction=" + TestBrowser.hidden(login, "interaction");
        server.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertEquals(200, browser.open(TestServer.BASE + "/login", page).status());
        server.pass(Duration.ofSeconds(1));

        assertEquals(400, browser.login(login).status());
    }

    @Test
    void thePagesCanBeReloaded() {
        EndpointResponse login = browser.openAuthorization(query);
        String interaction = TestBrowser.hidden(login, "interaction");

        assertEquals(
                TestServer.text(login),
                TestServer.text(browser.open(TestServer.BASE + "/login", "interaction=" + interaction)));
        assertEquals(
                400,
                browser.open(TestServer.BASE + "/consent", "interaction=" + interaction)
                        .status());
        EndpointResponse consent = browser.login(login);
        String next = TestBrowser.hidden(consent, "interaction");
        assertEquals(
                TestServer.text(consent),
                TestServer.text(browser.open(TestServer.BASE + "/consent", "interaction=" + next)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "interaction=x", "interaction=%", "interaction=a&interaction=b"})
    void aPageWithoutItsRequestIsRefused(String pageQuery) {
        browser.openAuthorization(query);

        assertEquals(400, browser.open(TestServer.BASE + "/login", pageQuery).status());
        assertEquals(400, browser.open(TestServer.BASE + "/consent", pageQuery).status());
    }

    @Test
    void otherMethodsAreRefused() {
        assertEquals(
                405,
                server.send("PUT", TestServer.BASE + "/login", null, Map.of(), "")
                        .status());
        assertEquals(
                405,
                server.send("DELETE", TestServer.BASE + "/consent", null, Map.of(), "")
                        .status());
    }

    @Test
    void aStoreThatFailsAfterwardsGetsAPage() {
        EndpointResponse consent = browser.login(browser.openAuthorization(query));
        server.store.setBroken(true);

        assertEquals(503, browser.submit(consent, "decision", "approve").status());
    }

    @Test
    void aPolicyMayNarrowTheGrantAndWaiveConsent() {
        GrantPolicy policy = new GrantPolicy() {
            @Override
            public Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
                return Scopes.of("mcp:tools", "notes:write");
            }

            @Override
            public boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
                return false;
            }
        };
        TestServer narrow = new TestServer(
                builder -> builder.consent(ConsentRules.DEFAULT.withMode(ConsentMode.BEAN)),
                policy,
                provider -> provider);
        narrow.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(narrow);
        EndpointResponse redirect = visitor.login(visitor.openAuthorization(query));
        JsonObject tokens = narrow.json(
                narrow.redeem("app", TestBrowser.parameter(redirect, "code").orElseThrow()));

        assertEquals("mcp:tools", tokens.getString("scope"), "what was asked for and may be granted");
        assertEquals(302, visitor.openAuthorization(query).status(), "nothing to show any more");
    }

    @Test
    void aPolicyMayGrantNothing() {
        GrantPolicy policy = new GrantPolicy() {
            @Override
            public Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
                return Scopes.NONE;
            }
        };
        TestServer closed = new TestServer(builder -> builder, policy, provider -> provider);
        closed.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(closed);
        EndpointResponse redirect = visitor.login(visitor.openAuthorization(query));

        assertEquals("access_denied", TestBrowser.parameter(redirect, "error").orElseThrow());
    }
}
