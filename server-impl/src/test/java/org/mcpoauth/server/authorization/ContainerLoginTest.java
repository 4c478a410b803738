package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.CallerUsers;

/** Users by the login of the container (Jakarta Servlet, section 13.3). */
class ContainerLoginTest {
    private final TestServer server = new TestServer(CallerUsers.BY_NAME);
    private final String query = TestServer.authorizationQuery("app");
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String cookie = "";

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    private EndpointResponse send(
            String method, String path, @Nullable String rawQuery, String form, @Nullable String user) {
        Endpoint endpoint = server.server.endpoints().stream()
                .filter(known -> known.path().equals(TestServer.BASE + path))
                .findFirst()
                .orElseThrow();
        headers.put("Cookie", List.of(cookie));
        headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
        EndpointResponse response = endpoint.handler()
                .handle(new EndpointRequest(
                        method,
                        TestServer.BASE + path,
                        rawQuery,
                        HttpHeaders.of(headers, (name, value) -> true),
                        form.getBytes(StandardCharsets.UTF_8),
                        null,
                        null,
                        user == null ? null : (Principal) () -> user));
        response.headers().firstValue("Set-Cookie").ifPresent(line -> cookie = line.substring(0, line.indexOf(';')));
        return response;
    }

    private EndpointResponse open(String more, @Nullable String user) {
        return send("GET", "/authorize", query + more, "", user);
    }

    private EndpointResponse decide(EndpointResponse page, String decision, @Nullable String user) {
        String form = TestServer.form(
                "interaction", TestBrowser.hidden(page, "interaction"),
                "csrf", TestBrowser.hidden(page, "csrf"),
                "decision", decision);
        return send("POST", "/consent", null, form, user);
    }

    /** A client with the token of a user must not grant itself more in the name of the user. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer token", "bearer token", "DPoP token", "Bearer"})
    void whoComesWithATokenIsNotTheUser(String authorization) {
        headers.put("Authorization", List.of(authorization));

        assertEquals(401, open("", "alice").status());
    }

    @Test
    void whoComesWithAPasswordIs() {
        headers.put("Authorization", List.of("Basic YWxpY2U6cHc="));

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
    void whoeverIsNotLoggedInIsSentThroughTheContainersLogin() {
        EndpointResponse page = open("", null);

        assertEquals(401, page.status());
        Pages.assertProtected(page);
        assertTrue(server.server.endpoints().stream()
                .filter(Endpoint::containerLogin)
                .map(Endpoint::path)
                .toList()
                .equals(List.of(TestServer.BASE + "/authorize")));
        assertTrue(
                server.server.endpoints().stream()
                        .noneMatch(endpoint -> endpoint.path().endsWith("/login")),
                "there is no password form");
    }

    @Test
    void withoutPagesTheClientIsTold() {
        EndpointResponse redirect = open("&prompt=none", null);

        assertEquals("login_required", TestBrowser.parameter(redirect, "error").orElseThrow());
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: the container cannot ask again. */
    @ParameterizedTest
    @ValueSource(strings = {"&prompt=login", "&prompt=select_account", "&max_age=0"})
    void aNewLoginCannotBeHad(String demand) {
        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(open(demand, "alice"), "error").orElseThrow());
        assertEquals(
                "unmet_authentication_requirements",
                TestBrowser.parameter(open(demand, "alice"), "error").orElseThrow(),
                "with a session neither");
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
        String ofAlice = cookie;
        open("", "alice");
        assertEquals(ofAlice, cookie);
        open("", "bob");

        assertNotEquals(ofAlice, cookie);
    }
}
