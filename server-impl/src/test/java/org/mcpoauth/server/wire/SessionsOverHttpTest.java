package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.SessionBinding;

/** MCP security best practices, "Session Hijacking", over the wire. */
class SessionsOverHttpTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}";
    private static final String NOT_FOUND =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Session not found\"}}";

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withIdleTimeout(Duration.ofMinutes(30))));
        server.endpoint.nextSession = "session-1";
        assertEquals(200, server.call(server.issuer.token(), INITIALIZE).statusCode());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> use(String token, String session) {
        return send(with(token, server.post(CALL)).header("Mcp-Session-Id", session));
    }

    private String token(UnaryOperator<JsonObjectBuilder> change) {
        return server.issuer.token(change);
    }

    private void assertNotFound(HttpResponse<String> response) {
        HttpResponse<String> unknown = use(server.issuer.token(), "no-such-session");
        assertEquals(404, response.statusCode());
        assertEquals(NOT_FOUND, response.body());
        assertEquals(NOT_FOUND, unknown.body(), "a foreign session looks exactly like an unknown one");
        assertEquals(unknown.headers().map().keySet(), response.headers().map().keySet());
    }

    @Test
    void theOwnerUsesTheSession() {
        HttpResponse<String> response = use(server.issuer.token(), "session-1");
        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("session=session-1"), response.body());
    }

    @Test
    void aRefreshedTokenOfTheSamePrincipalUsesTheSession() {
        server.clock.move(Duration.ofMinutes(9));
        String refreshed = token(claims -> claims.add("jti", "id-2").add("scope", "other"));
        assertEquals(200, use(refreshed, "session-1").statusCode());
    }

    @Test
    void anotherSubjectDoesNotFindTheSession() {
        assertNotFound(use(token(claims -> claims.add("sub", "bob")), "session-1"));
    }

    @Test
    void anotherClientOfTheSameUserDoesNotFindTheSession() {
        assertNotFound(use(token(claims -> claims.add("client_id", "other")), "session-1"));
    }

    @Test
    void theSameSubjectOfAnotherIssuerDoesNotFindTheSession() {
        assertNotFound(use(server.otherIssuer.token(), "session-1"));
    }

    @Test
    void aPrincipalWithoutClientDoesNotFindTheSession() {
        assertNotFound(use(token(claims -> claims.remove("client_id")), "session-1"));
    }

    @Test
    void aRequestWithoutTokenIsNotAuthenticatedByItsSession() {
        assertEquals(
                401,
                send(server.post(CALL).header("Mcp-Session-Id", "session-1")).statusCode());
    }

    @Test
    void foreignSessionsCannotBeStreamedOrDeleted() {
        String bob = token(claims -> claims.add("sub", "bob"));
        HttpRequest.Builder stream = server.get("/mcp").header("Mcp-Session-Id", "session-1");
        HttpRequest.Builder delete = server.get("/mcp").DELETE().header("Mcp-Session-Id", "session-1");
        assertNotFound(send(with(bob, stream)));
        assertNotFound(send(with(bob, delete)));
        assertEquals(200, use(server.issuer.token(), "session-1").statusCode(), "still alive");
    }

    @Test
    void aDeletedSessionIsUnknownToItsOwner() {
        HttpRequest.Builder delete = server.get("/mcp").DELETE().header("Mcp-Session-Id", "session-1");
        assertEquals(204, send(with(server.issuer.token(), delete)).statusCode());
        assertNotFound(use(server.issuer.token(), "session-1"));
    }

    /** A session that has ended is nobody's: its identifier cannot come back as the session of another. */
    @Test
    void theIdentifierOfADeletedSessionIsNotGivenOutAgain() {
        HttpRequest.Builder delete = server.get("/mcp").DELETE().header("Mcp-Session-Id", "session-1");
        assertEquals(204, send(with(server.issuer.token(), delete)).statusCode());
        assertEquals(
                503,
                server.call(token(claims -> claims.add("sub", "bob")), INITIALIZE)
                        .statusCode());
    }

    @Test
    void anIdleSessionEndsAndAUsedOneDoesNot() {
        String token = token(claims -> claims.add("exp", server.clock.instant().getEpochSecond() + 100_000));
        server.clock.move(Duration.ofMinutes(29));
        assertEquals(200, use(token, "session-1").statusCode());
        server.clock.move(Duration.ofMinutes(29));
        assertEquals(200, use(token, "session-1").statusCode());
        server.clock.move(Duration.ofMinutes(31));
        assertNotFound(use(token, "session-1"));
    }

    @Test
    void twoSessionsInOneRequestAreUnknown() {
        HttpRequest.Builder two = with(server.issuer.token(), server.post(CALL))
                .header("Mcp-Session-Id", "session-1")
                .header("Mcp-Session-Id", "session-1");
        assertNotFound(send(two));
    }

    @Test
    void anOversizedSessionIsUnknown() {
        assertNotFound(use(server.issuer.token(), "s".repeat(257)));
    }

    /** Session fixation: an application that gives out an identifier somebody else owns gives out nothing. */
    @Test
    void aSessionOfSomebodyElseIsNeverGivenOutAgain() {
        HttpResponse<String> response = server.call(token(claims -> claims.add("sub", "bob")), INITIALIZE);
        assertEquals(503, response.statusCode());
        assertTrue(response.headers().firstValue("Mcp-Session-Id").isEmpty());
        assertEquals("", response.body());
    }

    // MCP 2026-07-28: the header is ignored, by us and, since it is hidden, by the application
    @Test
    void revisionsWithoutSessionsIgnoreTheHeader() {
        HttpRequest.Builder modern = with(token(claims -> claims.add("sub", "bob")), server.modern("ping", null, CALL))
                .header("Mcp-Session-Id", "session-1");
        HttpResponse<String> response = send(modern);
        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains("session=null"), response.body());
    }

    // MCP 2025-11-25, transports, "Resumability and Redelivery": a stream is taken up again within its session
    @Test
    void revisionsWithoutSessionsTakeUpNoStream() {
        HttpRequest.Builder stream =
                with(server.issuer.token(), server.get("/mcp")).header("Last-Event-ID", "7");
        assertEquals("stream after 7", send(stream.copy()).body());
        HttpRequest.Builder modern = stream.copy().header("MCP-Protocol-Version", "2026-07-28");
        assertEquals("stream", send(modern.copy()).body());
        assertEquals("stream", send(modern.copy().header("last-event-id", "8")).body());
    }

    @Test
    void anOddProtocolVersionDoesNotEscapeTheSessionCheck() {
        for (String version :
                List.of("2025-11-25", "9999", "DRAFT-2026-v1", "2026-07-28 ", "2026-7-28x", "zzzz-zz-zz")) {
            HttpRequest.Builder odd = with(token(claims -> claims.add("sub", "bob")), server.post(CALL))
                    .header("MCP-Protocol-Version", version.strip() + (version.endsWith(" ") ? ",x" : ""))
                    .header("Mcp-Session-Id", "session-1");
            assertEquals(404, send(odd).statusCode(), version);
        }
        HttpRequest.Builder twice = with(token(claims -> claims.add("sub", "bob")), server.post(CALL))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("MCP-Protocol-Version", "2025-11-25")
                .header("Mcp-Session-Id", "session-1");
        assertEquals(404, send(twice).statusCode(), "two versions");
    }

    private static int open(RestServer limited, String token, String session) {
        limited.endpoint.nextSession = session;
        HttpResponse<String> response = limited.call(token, INITIALIZE);
        boolean isGiven = response.headers().firstValue("Mcp-Session-Id").isPresent();
        assertEquals(response.statusCode() == 200, isGiven, "a session that is not bound is not given out");
        assertEquals(
                response.statusCode() == 503,
                response.headers().firstValue("Retry-After").isPresent());
        return response.statusCode();
    }

    /** MCP 2025-11-25, "Session Management": an ended session is none that its owner has. */
    @Test
    void whoEndsASessionMayOpenAnother() {
        try (RestServer limited = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withMaxPerPrincipal(1)))) {
            String alice = limited.issuer.token();
            assertEquals(200, open(limited, alice, "a1"));
            assertEquals(503, open(limited, alice, "a2"));
            assertEquals(
                    204,
                    send(with(alice, limited.get("/mcp").DELETE()).header("Mcp-Session-Id", "a1"))
                            .statusCode());
            assertEquals(200, open(limited, alice, "a2"));
            assertEquals(
                    503, open(limited, limited.issuer.token(it -> it.add("sub", "bob")), "a1"), "it is known still");
        }
    }

    /** Nothing is unbounded per principal: the room of all cannot be used up by one. */
    @Test
    void oneWhoHasTooManySessionsLeavesRoomForOthers() {
        try (RestServer limited = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withMaxPerPrincipal(2)))) {
            String alice = limited.issuer.token(
                    claims -> claims.add("exp", limited.clock.instant().getEpochSecond() + 100_000));
            assertEquals(200, open(limited, alice, "a1"));
            assertEquals(200, open(limited, alice, "a2"));
            assertEquals(503, open(limited, alice, "a3"));
            assertEquals(503, open(limited, limited.issuer.token(), "a3"), "another token of the same principal");
            assertEquals(200, open(limited, limited.issuer.token(claims -> claims.add("sub", "bob")), "b1"));
            assertEquals(
                    200,
                    send(with(alice, limited.post(CALL)).header("Mcp-Session-Id", "a1"))
                            .statusCode());
            limited.clock.move(Duration.ofMinutes(29));
            assertEquals(
                    200,
                    send(with(alice, limited.post(CALL)).header("Mcp-Session-Id", "a1"))
                            .statusCode());
            assertEquals(503, open(limited, alice, "a3"));
            limited.clock.move(Duration.ofMinutes(2));
            assertEquals(200, open(limited, alice, "a3"), "the idle one has ended");
            assertEquals(503, open(limited, alice, "a4"), "the one in use has not");
        }
    }

    @Test
    void strictBindingRefusesPrincipalsWithAMissingPart() {
        try (RestServer strict =
                new RestServer(it -> it.bindings(BindingRules.DEFAULT.withSessions(SessionBinding.STRICT)))) {
            assertEquals(
                    401,
                    strict.call(strict.issuer.token(claims -> claims.remove("sub")), CALL)
                            .statusCode());
            assertEquals(200, strict.call(strict.issuer.token(), CALL).statusCode());
        }
    }

    @Test
    void bindingCanBeWeakenedByNameOnly() {
        for (SessionBinding weak : List.of(SessionBinding.DANGEROUS_LOG, SessionBinding.DANGEROUS_OFF)) {
            try (RestServer open = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withSessions(weak)))) {
                HttpRequest.Builder request =
                        with(open.issuer.token(), open.post(CALL)).header("Mcp-Session-Id", "foreign");
                assertEquals(200, send(request).statusCode(), weak.name());
            }
        }
    }
}
