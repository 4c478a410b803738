package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.ReadyAgent;
import org.mcpoauth.spi.http.HttpCall;

@DisplayName("An agent without a browser takes the first redirect to the redirect URI (RFC 6749, 4.1.2)")
class HeadlessAgentTest {
    private static final String ANSWER = "?code=s3cret-c0de&state=s";

    private final World world = new World();
    private final ScriptedServer client = new ScriptedServer();
    private final URI redirectUri = client.uri("/callback");
    private final HeadlessAgent agent = new HeadlessAgent(world.runtime.services());

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void theRedirectComesBackAndIsNotFollowed() {
        answers(Answer.redirect(302, redirectUri + ANSWER));
        assertEquals(URI.create(redirectUri + ANSWER), authorize());
        assertEquals(0, client.received().size());
        assertEquals(1, world.as.http.count("/authorize"));
    }

    @Test
    void theNameOfTheAgentIsEnoughForAClient() throws Exception {
        assertEquals(
                200,
                world.call(
                                world.runtime.client(world.configuration()
                                        .agent(ReadyAgent.HEADLESS)
                                        .build()),
                                "read")
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void everyStatusThatRedirectsWillDo(int status) {
        answers(Answer.redirect(status, redirectUri + ANSWER));
        assertEquals(URI.create(redirectUri + ANSWER), authorize());
    }

    @Test
    void aQueryOfTheRedirectUriIsKept() {
        URI own = URI.create(redirectUri + "?tenant=1");
        answers(Answer.redirect(302, own + "&code=c"));
        assertEquals(URI.create(own + "&code=c"), agent.authorize(request(own)));
    }

    @Test
    void aServerMayRedirectToItselfWithCookies() {
        answers(Answer.redirect(302, "/login?step=1").with("Set-Cookie", "sid=abc; Path=/; HttpOnly"));
        world.as.http.on("/login", request -> {
            assertEquals("sid=abc", request.header("Cookie"));
            return Answer.redirect(303, redirectUri + ANSWER);
        });
        assertEquals(URI.create(redirectUri + ANSWER), authorize());
        authorize();
        assertEquals("", world.as.http.last("/authorize").header("Cookie"), "cookies are of one authorization");
    }

    @Test
    void redirectsToItselfAreBounded() {
        answers(Answer.redirect(302, "/authorize"));
        ResponseViolationException refused = assertThrows(ResponseViolationException.class, this::authorize);
        assertTrue(String.valueOf(refused.getMessage()).contains("its operator has to look why"));
        assertEquals(Actor.AUTHORIZATION_SERVER, refused.actor());
        assertEquals(11, world.as.http.count("/authorize"));
    }

    @Test
    void aPageNeedsAPerson() {
        answers(Answer.text(200, "text/html", "<form method=post><input name=password></form>"));
        AuthorizationRequiredException needed = assertThrows(AuthorizationRequiredException.class, this::authorize);
        assertEquals(Actor.USER, needed.actor());
        assertTrue(String.valueOf(needed.getMessage()).contains("asks a person"));
        assertEquals(Optional.empty(), needed.authorizationUri());
    }

    @Test
    void aPageOfAnotherServerNeedsAPersonAndIsNotCalled() {
        try (ScriptedServer other = new ScriptedServer()) {
            answers(Answer.redirect(302, other.uri("/sso?next=x").toString()));
            assertThrows(AuthorizationRequiredException.class, this::authorize);
            assertEquals(0, other.received().size());
        }
    }

    /** RFC 9700, section 4.1: where the code goes is compared as text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/callback",
                "http://localhost:PORT/callback",
                "HTTP://127.0.0.1:PORT/callback",
                "https://127.0.0.1:PORT/callback",
                "http://127.0.0.1:PORT/callback/",
                "http://127.0.0.1:PORT/Callback",
                "http://127.0.0.1:PORT/callback/../callback",
                "http://127.0.0.1:PORT/%63allback",
                "http://127.0.0.1:PORT@evil.example/callback",
                "http://127.0.0.1:PORT.evil.example/callback",
                "http://127.0.0.1:PORT//callback",
                "com.example.app:/callback",
                "javascript:alert(1)//"
            })
    void aRedirectToAnotherAddressIsNoAnswer(String other) {
        answers(Answer.redirect(302, other.replace("PORT", String.valueOf(redirectUri.getPort())) + ANSWER));
        McpOAuthException refused = assertThrows(McpOAuthException.class, this::authorize);
        assertHidden(refused);
        assertEquals(0, client.received().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "#code=s3cret-c0de", "&code=s3cret-c0de"})
    void aRedirectWithoutParametersIsNoAnswer(String rest) {
        answers(Answer.redirect(302, redirectUri + rest));
        assertHidden(assertThrows(McpOAuthException.class, this::authorize));
    }

    @Test
    void aRedirectMustSayWhereOnce() {
        for (Answer answer : List.of(
                Answer.of(302),
                Answer.redirect(302, redirectUri + ANSWER).with("location", redirectUri + ANSWER),
                Answer.redirect(302, "http://[s3cret-c0de"),
                Answer.redirect(302, redirectUri + ANSWER + "|"))) {
            answers(answer);
            ResponseViolationException refused = assertThrows(ResponseViolationException.class, this::authorize);
            assertEquals(FailureCode.INVALID_RESPONSE, refused.code());
            assertHidden(refused);
        }
    }

    /** RFC 6749, section 4.1.2.1: a client that is unknown is not redirected to. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 304})
    void aRefusalWithoutRedirectIsForWhoRegisteredTheClient(int status) {
        answers(Answer.text(status, "text/html", "s3cret-c0de"));
        ResponseViolationException refused = assertThrows(ResponseViolationException.class, this::authorize);
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("check that client identifier and redirect URI"));
        assertHidden(refused);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aServerInTroubleMayBeAskedLater(int status) {
        answers(Answer.of(status).with("Retry-After", "7"));
        TransportException trouble = assertThrows(TransportException.class, this::authorize);
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, trouble.code());
        assertEquals(Actor.NETWORK, trouble.actor());
        assertEquals(Duration.ofSeconds(7), trouble.retryAfter().orElseThrow());
    }

    @Test
    void aPageWithoutEndIsRefused() {
        answers(Answer.text(200, "text/html", "x".repeat((512 << 10) + 1)));
        assertEquals(
                FailureCode.RESPONSE_TOO_LARGE,
                assertThrows(ResponseViolationException.class, this::authorize).code());
    }

    @Test
    void everyRequestIsLimitedAndGoesThroughTheTransport() {
        List<HttpCall> calls = new ArrayList<>();
        try (McpOAuthRuntime recorded = McpOAuthRuntime.builder()
                .allowLoopback()
                .transport(call -> {
                    calls.add(call);
                    return world.runtime.services().transport().send(call);
                })
                .build()) {
            answers(Answer.redirect(302, "/login"));
            world.as.http.on("/login", Answer.redirect(302, redirectUri + ANSWER));
            AuthorizationAgent tapped = new HeadlessAgent(recorded.services());
            tapped.authorize(request(redirectUri));
        }
        assertEquals(2, calls.size());
        for (HttpCall call : calls) {
            assertTrue(call.timeout().compareTo(Duration.ofSeconds(5)) <= 0);
            assertEquals(512 << 10, call.maxBodyBytes());
        }
    }

    /** MCP security best practices, "Server-Side Request Forgery". */
    @Test
    void whatMustNotBeCalledIsNotCalled() {
        try (McpOAuthRuntime strict = McpOAuthRuntime.create()) {
            AuthorizationAgent guarded = new HeadlessAgent(strict.services());
            AuthorizationRequest request = request(redirectUri);
            assertEquals(
                    FailureCode.ENDPOINT_REFUSED,
                    assertThrows(TransportException.class, () -> guarded.authorize(request))
                            .code());
        }
        assertEquals(0, world.as.http.received().size());
    }

    @Test
    void interruptionEndsIt() {
        answers(Answer.redirect(302, redirectUri + ANSWER));
        Thread.currentThread().interrupt();
        TransportException ended = assertThrows(TransportException.class, this::authorize);
        assertTrue(Thread.interrupted());
        assertEquals(FailureCode.INTERRUPTED, ended.code());
    }

    private static void assertHidden(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each.toString().contains("s3cret"), each.toString());
        }
    }

    private void answers(Answer answer) {
        world.as.http.on("/authorize", answer);
    }

    private URI authorize() {
        return agent.authorize(request(redirectUri));
    }

    private AuthorizationRequest request(URI redirect) {
        return new AuthorizationRequest(
                world.as.http.uri("/authorize?client_id=app"),
                Issuer.of(world.as.issuer()),
                true,
                "app",
                Secret.of("s"),
                Secret.of("v"),
                redirect,
                ResourceIdentifier.canonical(world.serverUrl()),
                Scopes.NONE,
                null,
                world.clock.instant().plusSeconds(600));
    }
}
