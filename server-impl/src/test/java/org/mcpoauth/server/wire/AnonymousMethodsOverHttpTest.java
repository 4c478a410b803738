package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.resource.DeclaredScopes;
import org.mcpoauth.spi.resource.ScopeRules;

/** JSON-RPC methods that configuration opens to everybody; nothing else does. */
class AnonymousMethodsOverHttpTest {
    private RestServer server;

    /** Methods that say more or less about who may call. */
    @Path("mcp")
    public static class Endpoint {
        @POST
        public String call(@Context SecurityContext security, String body) {
            return "ran for " + (security.getUserPrincipal() == null ? "nobody" : "somebody");
        }

        @POST
        @Path("all")
        @PermitAll
        public String all(String body) {
            return "ran";
        }

        @POST
        @Path("roles")
        @RolesAllowed("mcp:tools")
        public String roles(String body) {
            return "ran";
        }

        @POST
        @Path("scopes")
        @McpScopes("mcp:tools")
        public String scopes(String body) {
            return "ran";
        }
    }

    @BeforeEach
    void start() {
        server = new RestServer(
                new RestApplication(Endpoint.class),
                it -> it.anonymousMethods(Set.of("ping", "server/discover", "tools/call"))
                        .scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))
                        .operationScopes(DeclaredScopes.parse(Map.of("tools/call:notes_add", Scopes.of("notes")))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int post(String path, String body) {
        return send(server.get(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void aListedMethodNeedsNoToken() {
        HttpResponse<String> response = send(server.post(CALL));
        assertEquals(200, response.statusCode());
        assertEquals("ran for nobody", response.body());
        assertEquals(
                "ran for somebody", server.call(server.issuer.token(), CALL).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"tools/list\"}",
                "{\"method\":\"Ping\"}",
                "[{\"method\":\"ping\"},{\"method\":\"tools/list\"}]",
                "[{\"method\":\"ping\"},{\"id\":1,\"result\":{}}]",
                "{\"id\":1,\"result\":{}}",
                "[]",
                "",
                "{",
                "{\"method\":\"ping\",\"method\":\"ping\"}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}"
            })
    void everythingElseNeedsOne(String body) {
        HttpResponse<String> response = send(server.post(body));
        assertEquals(401, response.statusCode(), body);
        assertTrue(response.headers().firstValue("WWW-Authenticate").isPresent());
    }

    @Test
    void aBatchOfListedMethodsNeedsNone() {
        assertEquals(
                200,
                send(server.post("[" + CALL + "," + CALL.replace("\"id\":1", "\"id\":2") + "]"))
                        .statusCode());
    }

    // RFC 6750, section 3.1: presented credentials are judged
    @Test
    void anInvalidTokenIsRefusedAllTheSame() {
        assertEquals(401, send(with("abc", server.post(CALL))).statusCode());
        assertEquals(
                400, send(server.post(CALL).header("Authorization", "Bearer")).statusCode());
    }

    @Test
    void rolesAndScopesOfTheCodeKeepItClosed() {
        assertEquals(200, post("/mcp/all", CALL));
        assertEquals(401, post("/mcp/roles", CALL));
        assertEquals(401, post("/mcp/scopes", CALL));
    }

    /** {@code @PermitAll} opens nothing by itself (Jakarta Annotations, section 2.11, within this guard). */
    @Test
    void permitAllOpensNothingThatIsNotListed() {
        try (RestServer closed = new RestServer(new RestApplication(Endpoint.class), it -> it)) {
            assertEquals(
                    401,
                    send(closed.get("/mcp/all")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(CALL)))
                            .statusCode());
        }
    }

    /** A session of somebody is not that of nobody, nor the other way round. */
    @Test
    void nobodyOwnsOnlyTheSessionsOfNobody() {
        try (RestServer sessions = new RestServer(it -> it.anonymousMethods(Set.of("ping")))) {
            sessions.endpoint.nextSession = "session-1";
            sessions.call(sessions.issuer.token(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}");
            assertEquals(
                    404,
                    send(sessions.post(CALL).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
        }
    }
}
