package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The injected clients of the application on a runtime. */
public abstract class InjectedClientContract {
    private static final URI WEB = URI.create(WholeApplication.base() + "/api/calls/web");
    private static final URI LOGIN =
            URI.create(WholeApplication.base() + "/mcp-oauth/login/web?return=" + WEB.getRawPath());

    private final WebUser alice = new WebUser();

    /** For JUnit. */
    protected InjectedClientContract() {}

    /** OAuth 2.1, section 4.2. */
    @Test
    void theApplicationCallsWithATokenOfItsOwn() {
        HttpResponse<String> answer = alice.get(URI.create(WholeApplication.base() + "/api/calls/self"));

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(WholeApplication.CLIENT, WebUser.json(answer).getString("clientId"));
    }

    /** Nobody is logged in: nothing is sent, and nothing of somebody else is used. */
    @Test
    void aClientOfUsersRefusesWhoeverIsNotKnown() {
        HttpResponse<String> answer = alice.get(WEB);

        assertEquals(401, answer.statusCode(), answer.body());
    }

    /** The served login, its callback and its logout; each browser has the tokens of its user. */
    @Test
    void aUserLogsInCallsAndLogsOut() {
        logIn(alice, "alice");
        WebUser bob = new WebUser();
        assertEquals(401, bob.get(WEB).statusCode());
        logIn(bob, "bob");

        assertEquals("bob", WebUser.json(bob.get(WEB)).getString("sub"));
        assertEquals("alice", WebUser.json(alice.get(WEB)).getString("sub"));

        URI logout = URI.create(WholeApplication.base() + "/mcp-oauth/logout/web");
        String origin = WholeApplication.origin().toString();
        HttpResponse<String> left = alice.postForm(logout, Map.of("return", WEB.getRawPath()), "Origin", origin);
        assertTrue(left.statusCode() < 400, left.body());
        assertEquals(401, alice.get(WEB).statusCode());
        assertEquals("bob", WebUser.json(bob.get(WEB)).getString("sub"));
    }

    /** RFC 9700, section 4.7: an answer belongs to the browser that asked. */
    @Test
    void theAnswerToOneBrowserIsNoGoodInAnother() {
        URI callback = callback(alice, "alice");
        HttpResponse<String> stolen = new WebUser().get(callback);

        assertTrue(stolen.statusCode() >= 400, stolen.body());
        assertEquals(WEB, WebUser.location(alice.get(callback)), "and nothing was used up");
    }

    private static void logIn(WebUser user, String name) {
        HttpResponse<String> answer = user.get(callback(user, name));

        assertEquals(WEB, WebUser.location(answer), answer.body());
    }

    private static URI callback(WebUser user, String name) {
        return user.authorize(WebUser.location(user.get(LOGIN)), name);
    }
}
