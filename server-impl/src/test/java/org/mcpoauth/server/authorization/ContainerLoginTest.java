package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.UserSource;

/** Users by the login of the container (Jakarta Servlet, section 13.3). */
class ContainerLoginTest {
    private final TestServer server = new TestServer(
            builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par")),
            UserSource.container(CallerUsers.BY_NAME));
    private final ContainerBrowser browser = new ContainerBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    private EndpointResponse open(String more, @Nullable String user) {
        return browser.open(TestServer.BASE + "/authorize", query + more, user);
    }

    private EndpointResponse decide(EndpointResponse page, String decision, @Nullable String user) {
        return browser.submit(page, user, "decision", decision);
    }

    private String code(EndpointResponse page) {
        return TestBrowser.parameter(decide(page, "approve", "alice"), "code").orElseThrow();
    }

    /** A client with the token of a user must not grant itself more in the name of the user. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer token", "bearer token", "DPoP token", "Bearer"})
    void whoComesWithATokenIsNotTheUser(String authorization) {
        browser.header("Authorization", authorization);

        assertEquals(401, open("", "alice").status());
    }

    @Test
    void whoComesWithAPasswordIs() {
        browser.header("Authorization", "Basic YWxpY2U6cHc=");

        assertTrue(TestServer.text(open("", "alice")).contains("<bdi>alice</bdi>"));
    }

    @Test
    void theCallerOfTheContainerIsTheUser() {
        EndpointResponse page = open("", "alice");
        assertTrue(TestServer.text(page).contains("<bdi>alice</bdi>"), TestServer.text(page));
        assertFalse(TestServer.text(page).contains("value=\"switch\""), "the container logs out");
        String code =
                TestBrowser.parameter(decide(page, "approve", "alice"), "code").orElseThrow();
        String token = server.json(server.redeem("app", code)).getString("access_token");

        assertEquals("alice", Jwt.claims(server, token).getString("sub"));
    }

    @Test
    void aLoginOfTheContainerCountsOnceForTheLimit() {
        TestServer limited = new TestServer(
                builder -> builder.rateLimits(
                        RateLimits.DEFAULT.withAuthorization(new RateLimit(2, Duration.ofMinutes(15)))),
                UserSource.container(CallerUsers.BY_NAME));
        limited.addPublicClient("app");
        String path = TestServer.BASE + "/authorize";
        for (int i = 0; i < 2; i++) {
            ContainerBrowser visitor = new ContainerBrowser(limited);
            assertEquals(401, visitor.open(path, query, null).status());
            assertEquals(200, visitor.open(path, query, "alice").status());
        }

        assertEquals(
                429, new ContainerBrowser(limited).open(path, query, "alice").status());
        assertEquals(429, new ContainerBrowser(limited).open(path, query, null).status(), "nobody asks without end");
    }

    @Test
    void whoeverIsNotLoggedInIsSentThroughTheContainersLogin() {
        EndpointResponse page = open("", null);

        assertEquals(401, page.status());
        Pages.assertProtected(page);
        List<String> paths = server.server.endpoints().stream()
                .filter(Endpoint::containerLogin)
                .map(Endpoint::path)
                .toList();
        assertTrue(paths.contains(TestServer.BASE + "/authorize"), paths.toString());
        assertEquals(405, browser.post(TestServer.BASE + "/login", "", null).status(), "there is no password form");
    }

    /** RFC 9126, section 4: the request URI is spent when the browser comes back from the container. */
    @Test
    void aPushedRequestWaitsForTheLogin() {
        String requestUri = server.json(server.post("/par", Map.of(), query)).getString("request_uri");
        EndpointResponse redirect = browser.open(
                TestServer.BASE + "/authorize", TestServer.form("client_id", "app", "request_uri", requestUri), null);

        assertEquals(401, browser.follow(redirect, null).status());
        EndpointResponse page = browser.follow(redirect, "alice");
        assertTrue(TestServer.text(page).contains("<bdi>alice</bdi>"), TestServer.text(page));
        assertEquals(400, browser.follow(redirect, "alice").status(), "once");
        assertEquals(200, server.redeem("app", code(page)).status());
    }

    @Test
    void aFormWaitsForTheLogin() {
        EndpointResponse redirect = browser.post(TestServer.BASE + "/authorize", query, null);

        assertEquals(303, redirect.status());
        assertEquals(
                200,
                server.redeem("app", code(browser.follow(redirect, "alice"))).status());
    }

    @Test
    void whatWaitsBelongsToOneBrowser() {
        EndpointResponse redirect = browser.post(TestServer.BASE + "/authorize", query, null);

        ContainerBrowser other = new ContainerBrowser(server);
        assertEquals(400, other.follow(redirect, "alice").status());
        other.open(TestServer.BASE + "/authorize", query, null);
        assertEquals(400, other.follow(redirect, "alice").status(), "with a cookie of its own neither");
        assertEquals(200, browser.follow(redirect, "alice").status());
    }

    @Test
    void withoutPagesTheClientIsTold() {
        EndpointResponse redirect = open("&prompt=none", null);

        assertEquals("login_required", TestBrowser.parameter(redirect, "error").orElseThrow());
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: the container cannot ask again. */
    @ParameterizedTest
    @ValueSource(strings = {"&prompt=login", "&prompt=select_account", "&max_age=0", "&max_age=60", "&max_age=86400"})
    void aNewLoginCannotBeHad(String demand) {
        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(open(demand, "alice"), "error").orElseThrow());
        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(open(demand, "alice"), "error").orElseThrow(),
                "with a session neither");
    }

    /** RFC 9068, section 2.2.1: that the container knows a user does not tell since when. */
    @Test
    void noTokenTellsWhenTheUserLoggedIn() {
        String token =
                server.json(server.redeem("app", code(open("", "alice")))).getString("access_token");

        assertFalse(Jwt.claims(server, token).containsKey("auth_time"));
    }

    @Test
    void aTimeThatAnApplicationKnowsCounts() {
        TestServer dated = new TestServer(UserSource.container((caller, seenAt) ->
                Optional.of(new ResourceOwner(caller.getName(), seenAt.minus(Duration.ofMinutes(5)), null))));
        dated.addPublicClient("app");
        ContainerBrowser other = new ContainerBrowser(dated);
        String authorize = TestServer.BASE + "/authorize";

        assertEquals(200, other.open(authorize, query + "&max_age=600", "alice").status());
        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(other.open(authorize, query + "&max_age=60", "alice"), "error")
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "UNAUTHENTICATED", "guest", ""})
    void aNameForNobodyIsNobody(String name) {
        assertEquals(401, open("", name).status());
    }

    @Test
    void aDecisionIsThatOfTheUserWhoSawThePage() {
        EndpointResponse page = open("", "alice");

        assertEquals(400, decide(page, "approve", "bob").status());
        assertEquals(400, decide(page, "approve", null).status());
        assertTrue(
                TestBrowser.parameter(decide(page, "approve", "alice"), "code").isPresent());
    }

    @Test
    void anotherUserGetsAnotherCookie() {
        open("", "alice");
        String ofAlice = browser.cookie();
        open("", "alice");
        assertEquals(ofAlice, browser.cookie());
        open("", "bob");

        assertNotEquals(ofAlice, browser.cookie());
    }
}
