package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretBasic;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;

/** RFC 8628, section 3.3, where users log in with the container or with another issuer. */
class DeviceLoginTest {
    private static final String PAGE = TestServer.BASE + "/activate";
    private static final String CALLBACK = TestServer.BASE + "/upstream/callback";

    private static TestServer server(UserSource users, RateLimits limits) {
        TestServer server = new TestServer(
                builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device"))
                        .rateLimits(limits),
                users);
        server.addClient(
                "tv",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.DEVICE_CODE)));
        return server;
    }

    private static TestServer ofContainer() {
        return server(UserSource.container(CallerUsers.BY_NAME), RateLimits.DEFAULT);
    }

    private static TestServer ofIssuer(RateLimits limits) {
        UpstreamProvider issuer = new UpstreamProvider(
                Issuer.of(UpstreamIssuer.ISSUER),
                UpstreamIssuer.CLIENT_ID,
                new ClientSecretBasic(Secret.of("upstream secret")),
                Scopes.of("openid"));
        return server(UserSource.upstream(issuer), limits);
    }

    private static JsonObject codes(TestServer server) {
        return server.json(server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "tv", "scope", "mcp:tools", "resource", TestServer.RESOURCE)));
    }

    private static EndpointResponse poll(TestServer server, JsonObject codes) {
        return server.token(
                "grant_type", GrantType.DEVICE_CODE.value(),
                "client_id", "tv",
                "device_code", codes.getString("device_code"));
    }

    private static String subject(TestServer server, EndpointResponse tokens) {
        return Jwt.claims(server, server.json(tokens).getString("access_token")).getString("sub");
    }

    private static String query(JsonObject codes) {
        return "user_code=" + codes.getString("user_code");
    }

    @Test
    void aUserOfTheContainerConnectsADevice() {
        TestServer server = ofContainer();
        ContainerBrowser browser = new ContainerBrowser(server);
        JsonObject codes = codes(server);

        EndpointResponse page = browser.open(PAGE, query(codes), "alice");
        assertTrue(TestServer.text(page).contains("value=\"" + codes.getString("user_code")), "filled in");
        EndpointResponse question = browser.submit(page, "alice", "user_code", codes.getString("user_code"));
        assertTrue(TestServer.text(question).contains("<bdi>alice</bdi>"), TestServer.text(question));
        assertEquals(
                200, browser.submit(question, "alice", "decision", "approve").status());
        assertEquals("alice", subject(server, poll(server, codes)));
    }

    @Test
    void theContainerLogsInBeforeACodeIsEntered() {
        TestServer server = ofContainer();
        EndpointResponse page = new ContainerBrowser(server).open(PAGE, query(codes(server)), null);

        assertEquals(401, page.status());
        Pages.assertProtected(page);
        assertTrue(server.server.endpoints().stream()
                .anyMatch(endpoint -> endpoint.path().equals(PAGE) && endpoint.containerLogin()));
    }

    @Test
    void whoIsLoggedOutBetweenThePagesBeginsAnewWithTheCode() {
        TestServer server = ofContainer();
        ContainerBrowser browser = new ContainerBrowser(server);
        JsonObject codes = codes(server);
        EndpointResponse page = browser.open(PAGE, "", "alice");

        EndpointResponse redirect = browser.submit(page, null, "user_code", codes.getString("user_code"));
        assertEquals(TestServer.ISSUER + "/oauth/activate?" + query(codes), TestServer.header(redirect, "Location"));
        assertEquals(400, poll(server, codes).status());
    }

    @Test
    void theFormOfOneUserIsNotThatOfAnother() {
        TestServer server = ofContainer();
        ContainerBrowser browser = new ContainerBrowser(server);
        JsonObject codes = codes(server);
        EndpointResponse question =
                browser.submit(browser.open(PAGE, "", "alice"), "alice", "user_code", codes.getString("user_code"));

        browser.submit(question, "bob", "decision", "approve");
        assertEquals("authorization_pending", server.error(poll(server, codes)));
    }

    @Test
    void aClientWithATokenIsNotTheUserOfADevice() {
        TestServer server = ofContainer();
        ContainerBrowser browser = new ContainerBrowser(server);
        browser.header("Authorization", "Bearer token");

        assertEquals(401, browser.open(PAGE, "", "alice").status());
    }

    /** Section 5.1. */
    @Test
    void aUserOfTheContainerMayNotGuess() {
        TestServer server = ofContainer();
        for (int i = 0; i < 5; i++) {
            ContainerBrowser browser = new ContainerBrowser(server);
            browser.submit(browser.open(PAGE, "", "alice"), "alice", "user_code", "BCDF-GHJK");
        }
        ContainerBrowser browser = new ContainerBrowser(server);

        assertEquals(
                429,
                browser.submit(browser.open(PAGE, "", "alice"), "alice", "user_code", "BCDF-GHJK")
                        .status());
        assertEquals(
                200,
                browser.submit(browser.open(PAGE, "", "bob"), "bob", "user_code", "BCDF-GHJK")
                        .status());
    }

    /** A browser that has left for the issuer with the code of a device. */
    private static final class Leaving {
        private final TestServer server = ofIssuer(RateLimits.DEFAULT);
        private final UpstreamIssuer upstream = new UpstreamIssuer(server);
        private final TestBrowser browser = new TestBrowser(server);
        private final JsonObject codes = codes(server);
        private final EndpointResponse page = browser.open(PAGE, query(codes));

        private EndpointResponse leave() {
            EndpointResponse redirect = browser.submit(page);
            upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
            return redirect;
        }

        private EndpointResponse comeBack(EndpointResponse redirect, TestBrowser with) {
            return with.open(
                    CALLBACK,
                    TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
        }

        private EndpointResponse comeBack(EndpointResponse redirect) {
            return comeBack(redirect, browser);
        }

        private EndpointResponse refuse(EndpointResponse redirect, String error) {
            return browser.open(
                    CALLBACK,
                    TestServer.form("error", error, "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
        }
    }

    private static String sent(EndpointResponse redirect, String name) {
        return TestBrowser.parameter(redirect, name).orElseThrow();
    }

    @Test
    void aUserOfAnIssuerConnectsADevice() {
        Leaving visit = new Leaving();
        String before = visit.browser.headers().toString();
        EndpointResponse back = visit.comeBack(visit.leave());

        assertEquals(303, back.status());
        assertEquals(TestServer.ISSUER + "/oauth/activate?" + query(visit.codes), TestServer.header(back, "Location"));
        assertNotEquals(before, visit.browser.headers().toString(), "a login changes the cookie");
        EndpointResponse page = visit.browser.open(PAGE, query(visit.codes));
        EndpointResponse question = visit.browser.submit(page, "user_code", visit.codes.getString("user_code"));
        assertEquals("authorization_pending", visit.server.error(poll(visit.server, visit.codes)), "not asked yet");
        visit.browser.submit(question, "decision", "approve");
        visit.server.pass(Duration.ofSeconds(5));
        assertEquals(UpstreamIssuer.ISSUER + "#248289", subject(visit.server, poll(visit.server, visit.codes)));
    }

    @Test
    void nobodyIsSentToTheIssuerWithoutAForm() {
        Leaving visit = new Leaving();
        String text = TestServer.text(visit.page);

        assertEquals(200, visit.page.status());
        Pages.assertProtected(visit.page);
        assertTrue(text.contains("<bdi>192.0.2.8</bdi>"), text);
        assertTrue(text.contains("<bdi>know who you are</bdi> <code>openid</code>"), "asked there: " + text);
        assertEquals(0, visit.server.stored.count("upstream-device-state"));
        assertEquals(List.of(), visit.server.transport.calls());
        assertEquals(400, visit.browser.post(PAGE, "interaction=&csrf=x").status(), "the token of the form is missing");
        assertEquals(400, new TestBrowser(visit.server).submit(visit.page).status(), "another browser");
        assertEquals(0, visit.server.stored.count("upstream-device-state"));
    }

    private static EndpointResponse question(Leaving visit) {
        EndpointResponse page = visit.browser.open(PAGE, query(visit.codes));
        return visit.browser.submit(page, "user_code", visit.codes.getString("user_code"));
    }

    /** The issuer remembers its user and would send the same one back (OpenID Connect Core 1.0, section 3.1.2.1). */
    @Test
    void whoWantsToBeSomebodyElseIsAskedByTheIssuerForAnotherAccount() {
        Leaving visit = new Leaving();
        EndpointResponse first = visit.leave();
        assertTrue(TestBrowser.parameter(first, "prompt").isEmpty());
        visit.comeBack(first);
        EndpointResponse before = visit.browser.submit(question(visit), "decision", "switch");
        EndpointResponse redirect = visit.browser.submit(before);

        assertEquals("select_account", sent(redirect, "prompt"));
        assertTrue(TestBrowser.parameter(redirect, "max_age").isEmpty());
        visit.upstream.answer(sent(redirect, "nonce"), claims -> claims.add("sub", "bob"));
        EndpointResponse back = visit.comeBack(redirect);
        assertEquals(TestServer.ISSUER + "/oauth/activate?" + query(visit.codes), TestServer.header(back, "Location"));
        visit.browser.submit(question(visit), "decision", "approve");
        assertEquals(UpstreamIssuer.ISSUER + "#bob", subject(visit.server, poll(visit.server, visit.codes)));
    }

    @Test
    void anIssuerThatRefusesToAskForAnAccountIsAskedForALogin() {
        Leaving visit = new Leaving();
        visit.comeBack(visit.leave());
        EndpointResponse first = visit.browser.submit(visit.browser.submit(question(visit), "decision", "switch"));
        EndpointResponse second = visit.refuse(first, "invalid_request");

        assertEquals("login", sent(second, "prompt"));
        assertNotEquals(sent(first, "state"), sent(second, "state"));
        visit.upstream.answer(sent(second, "nonce"), claims -> claims.add("sub", "bob"));
        visit.comeBack(second);
        visit.browser.submit(question(visit), "decision", "approve");
        assertEquals(UpstreamIssuer.ISSUER + "#bob", subject(visit.server, poll(visit.server, visit.codes)));
    }

    @Test
    void whatTheIssuerRefusesTwiceIsToldToTheUser() {
        Leaving visit = new Leaving();
        visit.comeBack(visit.leave());
        EndpointResponse first = visit.browser.submit(visit.browser.submit(question(visit), "decision", "switch"));
        EndpointResponse second = visit.refuse(first, "invalid_request");

        assertEquals(502, visit.refuse(second, "invalid_request").status());
        Leaving plain = new Leaving();
        assertEquals(502, plain.refuse(plain.leave(), "invalid_request").status(), "nobody was asked for an account");
    }

    @Test
    void whoWantsToBeSomebodyElseIsLoggedOutAndDecidesNothing() {
        Leaving visit = new Leaving();
        visit.comeBack(visit.leave());
        EndpointResponse question = question(visit);
        visit.browser.submit(question, "decision", "switch");

        assertEquals(400, visit.browser.submit(question, "decision", "approve").status());
        assertTrue(TestServer.text(visit.browser.open(PAGE, "")).contains("192.0.2.8"), "nobody is logged in");
        assertEquals("authorization_pending", visit.server.error(poll(visit.server, visit.codes)));
    }

    @Test
    void nobodyIsSomebodyElseWithTheContainer() {
        TestServer server = ofContainer();
        ContainerBrowser browser = new ContainerBrowser(server);
        JsonObject codes = codes(server);
        EndpointResponse question =
                browser.submit(browser.open(PAGE, "", "alice"), "alice", "user_code", codes.getString("user_code"));

        assertFalse(TestServer.text(question).contains("value=\"switch\""), "the container logs out");
        assertEquals(
                400, browser.submit(question, "alice", "decision", "switch").status());
        assertEquals("authorization_pending", server.error(poll(server, codes)));
    }

    @Test
    void theIssuerLearnsNothingOfTheDevice() {
        Leaving visit = new Leaving();
        EndpointResponse redirect = visit.leave();
        String location = TestServer.header(redirect, "Location");

        assertTrue(location.startsWith(UpstreamIssuer.ISSUER + "/authorize?tenant=1&"), location);
        assertFalse(location.contains(visit.codes.getString("user_code")), location);
        assertEquals(UpstreamIssuer.CLIENT_ID, sent(redirect, "client_id"));
        assertTrue(TestBrowser.parameter(redirect, "login_hint").isEmpty());
    }

    @Test
    void theStateOfALoginIsUsedOnceAndByItsBrowser() {
        Leaving visit = new Leaving();
        EndpointResponse redirect = visit.leave();
        TestBrowser thief = new TestBrowser(visit.server);
        thief.open(PAGE, "");

        assertEquals(400, visit.comeBack(redirect, thief).status());
        Map<String, String> cookies = Map.copyOf(visit.browser.cookies());
        assertEquals(303, visit.comeBack(redirect).status());
        visit.browser.cookies().putAll(cookies);
        assertEquals(400, visit.comeBack(redirect).status());
    }

    /** A page that opens many of them fills no store (RFC 9700, section 4.7). */
    @Test
    void aBrowserHasABoundedNumberOfLoginsUpstream() {
        Leaving visit = new Leaving();
        EndpointResponse first = visit.leave();
        EndpointResponse second = visit.leave();
        for (int i = 0; i < 18; i++) {
            visit.leave();
        }
        EndpointResponse last = visit.leave();

        assertEquals(20, visit.server.stored.count("upstream-device-state"));
        assertEquals(400, visit.comeBack(first).status());
        Map<String, String> cookies = Map.copyOf(visit.browser.cookies());
        visit.upstream.answer(sent(second, "nonce"), UnaryOperator.identity());
        assertEquals(303, visit.comeBack(second).status());
        visit.browser.cookies().putAll(cookies);
        visit.upstream.answer(sent(last, "nonce"), UnaryOperator.identity());
        assertEquals(303, visit.comeBack(last).status());
    }

    @Test
    void loginsUpstreamAreLimitedWithTheAuthorizationRequests() {
        TestServer limited = ofIssuer(RateLimits.DEFAULT.withAuthorization(new RateLimit(2, Duration.ofMinutes(15))));
        new UpstreamIssuer(limited);
        TestBrowser browser = new TestBrowser(limited);
        EndpointResponse page = browser.open(PAGE, "");
        assertEquals(303, browser.submit(page).status());
        assertEquals(303, browser.submit(page).status());
        EndpointResponse refused = browser.submit(page);

        assertEquals(429, refused.status());
        assertEquals("900", TestServer.header(refused, "Retry-After"));
        assertEquals(2, limited.stored.count("upstream-device-state"));
    }

    @Test
    void whereTheIssuerCannotBeReachedNothingIsKept() {
        TestServer alone = ofIssuer(RateLimits.DEFAULT);
        TestBrowser browser = new TestBrowser(alone);

        assertEquals(503, browser.submit(browser.open(PAGE, "")).status());
        assertEquals(0, alone.stored.count("upstream-device-state"));
    }

    @Test
    void theStateOfALoginEndsAfterTenMinutes() {
        Leaving visit = new Leaving();
        EndpointResponse redirect = visit.leave();
        visit.server.pass(Duration.ofMinutes(10));

        assertEquals(400, visit.comeBack(redirect).status());
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, 403",
        "temporarily_unavailable, 503",
        "invalid_request, 502",
    })
    void whoeverDoesNotLogInIsToldInOurWords(String error, int status) {
        Leaving visit = new Leaving();
        EndpointResponse page = visit.browser.open(
                CALLBACK,
                TestServer.form(
                        "error",
                        error,
                        "error_description",
                        "raw text",
                        "state",
                        sent(visit.leave(), "state"),
                        "iss",
                        UpstreamIssuer.ISSUER));

        assertEquals(status, page.status());
        assertFalse(TestServer.text(page).contains("raw text"));
        Pages.assertProtected(page);
        assertTrue(TestServer.text(visit.browser.open(PAGE, "")).contains("192.0.2.8"), "nobody is logged in");
    }

    @Test
    void anIssuerThatIsDownIsToldOnThePage() {
        Leaving visit = new Leaving();
        visit.upstream.answerStatus(500, "");
        EndpointResponse redirect = visit.browser.submit(visit.page);

        assertEquals(503, visit.comeBack(redirect).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user_code=", "user_code=%3Cscript%3E", "user_code=BCDF-GHJ"})
    void whatIsNoCodeIsNotCarriedOn(String query) {
        Leaving visit = new Leaving();
        EndpointResponse page = visit.browser.open(PAGE, query);

        assertEquals("", TestBrowser.hidden(page, "interaction"));
    }
}
