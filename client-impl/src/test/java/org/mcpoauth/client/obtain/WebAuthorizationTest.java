package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;

/** Authorization of a web application, whose answer comes with another request. */
class WebAuthorizationTest {
    private final World world = new World();
    private final McpOAuthClient application =
            world.runtime.client(world.configuration().agent(null).build());
    private final McpOAuthClient alice = application.as(() -> "alice");
    private final McpOAuthClient bob = application.as(() -> "bob");

    @BeforeEach
    void challengeWithScope() {
        world.mcp.challengeScope = "mcp:basic";
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theExceptionHasTheUrlAndTheAnswerCompletesIt() throws Exception {
        AuthorizationRequiredException required =
                assertThrows(AuthorizationRequiredException.class, () -> world.call(alice, "read"));
        URI redirect = URI.create(HeadlessAgent.open(required.authorizationUri().orElseThrow()));
        assertEquals("mcp:basic", alice.completeAuthorization(redirect).scopes().toString());
        assertEquals(200, world.call(alice, "read").statusCode());
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void anAnswerIsTakenOnce() {
        URI redirect = answered(alice);
        alice.completeAuthorization(redirect);
        ResponseViolationException replayed =
                assertThrows(ResponseViolationException.class, () -> alice.completeAuthorization(redirect));
        assertEquals(FailureCode.STATE_MISMATCH, replayed.code());
        assertEquals(1, world.as.tokenRequests().size());
    }

    /** The browser session of one user cannot complete what another one started. */
    @Test
    void anAnswerIsTakenByItsOwnUserOnly() {
        URI redirect = answered(alice);
        for (McpOAuthClient other : new McpOAuthClient[] {bob, application}) {
            ResponseViolationException refused =
                    assertThrows(ResponseViolationException.class, () -> other.completeAuthorization(redirect));
            assertEquals(FailureCode.STATE_MISMATCH, refused.code());
        }
        assertEquals(0, world.as.tokenRequests().size());
        alice.completeAuthorization(redirect);
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() {
        URI redirect = answered(alice);
        world.clock.advance(Duration.ofMinutes(10));
        assertThrows(ResponseViolationException.class, () -> alice.completeAuthorization(redirect));
        assertEquals(0, world.as.tokenRequests().size());
    }

    @Test
    void aRedirectWithoutOrWithOtherOrTwoStatesIsRefused() {
        String redirect = answered(alice).toString();
        for (String other : new String[] {
            World.REDIRECT.toString(),
            redirect.replaceAll("&state=[^&]*", ""),
            redirect.replaceAll("&state=[^&]*", "&state="),
            redirect.replaceAll("&state=[^&]*", "&state=other"),
            redirect + "&state=other",
            redirect.replace("?", "?state=x&")
        }) {
            assertThrows(ResponseViolationException.class, () -> alice.completeAuthorization(URI.create(other)));
        }
        assertEquals(0, world.as.tokenRequests().size());
    }

    /** A state may come back in another spelling of the same form data (RFC 6749, appendix B). */
    @Test
    void aStateInAnotherEncodingIsTheSame() {
        String redirect = answered(alice).toString();
        String state = redirect.replaceAll(".*state=([^&]*).*", "$1");
        StringBuilder encoded = new StringBuilder();
        state.chars().forEach(c -> encoded.append("%" + Integer.toHexString(c)));
        alice.completeAuthorization(URI.create(redirect.replace(state, encoded)));
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void theIssuerIsCheckedHereToo() {
        String redirect = answered(alice).toString();
        ResponseViolationException refused = assertThrows(
                ResponseViolationException.class,
                () -> alice.completeAuthorization(URI.create(redirect.replaceAll("&iss=[^&]*", "&iss=https://evil"))));
        assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refused.code());
        assertEquals(0, world.as.tokenRequests().size());
    }

    @Test
    void startAsksForTheGivenScopes() {
        URI uri = alice.startAuthorization(Scopes.of("x", "y"));
        HeadlessAgent.open(uri);
        assertEquals("x y", world.as.http.last("/authorize").parameter("scope"));
        assertNotEquals(uri, alice.startAuthorization(Scopes.NONE));
    }

    @Test
    void usersDoNotShareTokens() throws Exception {
        alice.completeAuthorization(answered(alice));
        assertTrue(alice.storedToken().isPresent());
        assertTrue(bob.storedToken().isEmpty());
        assertTrue(application.storedToken().isEmpty());
        assertThrows(AuthorizationRequiredException.class, () -> world.call(bob, "read"));
        bob.completeAuthorization(answered(bob));
        assertNotEquals(alice.accessToken().value(), bob.accessToken().value());
        assertEquals(1, world.as.http.count("/register"));
    }

    /** A user without a name must not become the application. */
    @Test
    void aUserWithoutNameIsRefused() {
        assertThrows(NullPointerException.class, () -> application.as(new Nameless()));
    }

    @Test
    void aStepUpTellsTheUnion() throws Exception {
        world.mcp.writeScope = "mcp:write";
        alice.completeAuthorization(answered(alice));
        AuthorizationRequiredException required =
                assertThrows(AuthorizationRequiredException.class, () -> world.call(alice, "write"));
        URI redirect = URI.create(HeadlessAgent.open(required.authorizationUri().orElseThrow()));
        assertEquals("mcp:basic mcp:write", world.as.http.last("/authorize").parameter("scope"));
        assertEquals(200, world.call(alice, "read").statusCode());
        alice.completeAuthorization(redirect);
        assertEquals(200, world.call(alice, "write").statusCode());
    }

    @Test
    void aRegistrationTheServerLostIsMadeAnewAtTheNextStart() {
        URI redirect = answered(alice);
        world.as.token = request -> ScriptedAuthorizationServer.error(401, "invalid_client");
        assertThrows(OAuthErrorException.class, () -> alice.completeAuthorization(redirect));
        world.as.token = world.as::grant;
        alice.completeAuthorization(answered(alice));
        assertEquals(2, world.as.http.count("/register"));
    }

    @Test
    void revocationEndsTheGrantAndForgetsTheTokens() {
        alice.completeAuthorization(answered(alice));
        alice.revoke();
        assertTrue(alice.storedToken().isEmpty());
        List<Received> revocations = world.as.http.received("/revoke");
        assertEquals("refresh_token", revocations.get(0).form("token_type_hint"));
        assertTrue(world.as.refreshTokens.containsKey(revocations.get(0).form("token")));
        assertEquals("access_token", revocations.get(1).form("token_type_hint"));
        assertTrue(world.as.accessTokens.containsKey(revocations.get(1).form("token")));
        alice.revoke();
        assertEquals(2, world.as.http.count("/revoke"));
    }

    @Test
    void tokensAreForgottenEvenIfTheServerDoesNotRevokeThem() {
        alice.completeAuthorization(answered(alice));
        world.as.http.on("/revoke", Answer.of(503));
        assertThrows(org.mcpoauth.api.error.TransportException.class, alice::revoke);
        assertTrue(alice.storedToken().isEmpty());
    }

    @Test
    void nothingIsSentToLookAtTheStoredToken() {
        assertFalse(alice.storedToken().isPresent());
        assertTrue(world.mcp.http.received().isEmpty());
    }

    private static URI answered(McpOAuthClient client) {
        return URI.create(HeadlessAgent.open(client.startAuthorization(Scopes.NONE)));
    }

    private static final class Nameless implements java.security.Principal {
        @Override
        @SuppressWarnings("NullAway") // what a container may do although it must not
        public String getName() {
            return null;
        }
    }
}
