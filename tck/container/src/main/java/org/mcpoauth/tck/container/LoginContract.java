package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users of the authorization server who log in with the runtime, by HTTP Basic authentication (Jakarta Servlet 6.0, section
 * 13.6.1).
 */
public abstract class LoginContract {
    private final String resource;
    private final Authorization authorization;
    private final WebUser browser = new WebUser();
    private final WebUser other = new WebUser();

    @SuppressWarnings("NullAway.Init")
    private String client;

    /**
     * For JUnit.
     *
     * @param name that of the application
     */
    protected LoginContract(String name) {
        resource = WholeApplication.baseAt(name) + "/api/mcp";
        authorization = new Authorization(WholeApplication.baseAt(name));
    }

    @BeforeEach
    void register() {
        client = authorization.register();
    }

    private URI page() {
        return authorization.request(client, "tools", resource);
    }

    private URI withoutPages() {
        return URI.create(page() + "&prompt=none");
    }

    private String subject(URI end) {
        return Authorization.claims(authorization.tokens(client, end)).getString("sub");
    }

    @Test
    void theRuntimeAsksForAPassword() {
        HttpResponse<String> answer = browser.get(page());

        assertEquals(401, answer.statusCode(), answer.body());
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("none");
        assertTrue(challenge.startsWith("Basic "), challenge);
    }

    @Test
    void whoeverTheRuntimeLogsInIsTheUser() {
        browser.password("alice", "alice-pw");
        HttpResponse<String> page = browser.get(page());
        assertEquals(200, page.statusCode(), page.body());
        assertTrue(page.body().contains("<bdi>alice</bdi>"), page.body());
        URI end = browser.approve(page);

        assertEquals("the-state", WebUser.parameter(end, "state"));
        assertEquals("alice", subject(end));
    }

    /** In a browser of their own: runtimes remember by a cookie whom they logged in. */
    @Test
    void anotherUserIsAnotherSubject() {
        other.password("bob", "bob-pw");

        assertEquals("bob", subject(other.approve(other.get(page()))));
    }

    /** RFC 6750, section 2.1: the runtime leaves tokens of the server to the server. */
    @Test
    void theTokenIsGoodAtTheResource() {
        browser.password("alice", "alice-pw");
        JsonObject tokens = authorization.tokens(client, browser.approve(browser.get(page())));
        HttpResponse<String> answer = new WebUser()
                .post(
                        URI.create(resource),
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                        "Authorization",
                        "Bearer " + tokens.getString("access_token"));

        assertEquals("alice", WebUser.json(answer).getString("name"), answer.body());
    }

    @Test
    void aWrongPasswordIsNobody() {
        browser.password("alice", "bob-pw");
        HttpResponse<String> answer = browser.get(page());

        assertEquals(401, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("alice"), answer.body());
        assertEquals("login_required", WebUser.parameter(WebUser.location(browser.get(withoutPages())), "error"));
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1. */
    @Test
    void withoutPagesNobodyIsAskedForAPassword() {
        HttpResponse<String> answer = browser.get(withoutPages());

        assertEquals("login_required", WebUser.parameter(WebUser.location(answer), "error"));
        assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
    }

    /** A decision is that of the user who saw the page, also for the runtime. */
    @Test
    void nobodyElseDecides() {
        browser.password("alice", "alice-pw");
        HttpResponse<String> page = browser.get(page());
        Map<String, String> decision = Map.of("decision", "approve");

        assertNotSent(other.submit(page, decision));
        other.password("bob", "bob-pw");
        assertNotSent(other.submit(page, decision));
        assertEquals("alice", subject(browser.approve(page)));
    }

    private static void assertNotSent(HttpResponse<String> answer) {
        assertTrue(answer.statusCode() >= 400, answer.body());
        assertTrue(answer.headers().firstValue("Location").isEmpty());
    }

    /** OAuth 2.1, section 2.4.1: what clients authenticate with is not taken for a password of the runtime. */
    @Test
    void aClientAuthenticatesToItsOwnServer() {
        HttpResponse<String> answer = browser.postForm(
                authorization.endpoint("token"),
                Map.of("grant_type", "client_credentials", "resource", resource),
                "Authorization",
                WebUser.basic(WholeApplication.CLIENT, WholeApplication.SECRET));

        assertEquals(200, answer.statusCode(), answer.body());
    }
}
