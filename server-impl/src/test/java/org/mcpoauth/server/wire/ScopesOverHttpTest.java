package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ScopeRules;

/** Scopes of operations, decided from the body before the application runs. */
class ScopesOverHttpTest {
    private static final String METADATA = "http://127.0.0.1/.well-known/oauth-protected-resource/mcp";

    private RestServer server;

    /** Two tools, a prompt and a resource with scopes of their own. */
    private static final class Demands implements OperationScopes {
        private static final Map<McpOperation, Scopes> SCOPES = Map.of(
                new McpOperation("tools/call", "notes_add"), Scopes.of("notes:write", "notes:read"),
                new McpOperation("tools/call", "notes_list"), Scopes.of("notes:read"),
                new McpOperation("prompts/get", "letter"), Scopes.of("prompts"),
                new McpOperation("resources/read", "file:///a"), Scopes.of("files"));

        @Override
        public Scopes requiredFor(McpOperation operation) {
            return SCOPES.getOrDefault(operation, Scopes.NONE);
        }
    }

    @BeforeEach
    void start() {
        server = new RestServer(it -> it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))
                .operationScopes(new Demands())
                .maxBodyBytes(4096)
                .scopeEvaluator((granted, needed) -> granted.contains("admin") ? Scopes.NONE : needed.minus(granted)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private String token(String scope) {
        return server.issuer.token(claims -> claims.add("scope", scope));
    }

    private void assertForbidden(HttpResponse<String> response, String... scopes) {
        assertEquals(403, response.statusCode(), response.body());
        var challenge = Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                .first("bearer")
                .orElseThrow();
        assertEquals(Optional.of("insufficient_scope"), challenge.parameter("error"));
        assertEquals(Optional.of(Scopes.of(scopes)), challenge.scopes());
        assertEquals(Optional.of(METADATA), challenge.resourceMetadata());
        assertEquals(0, server.endpoint.runs.get(), "the application must not run");
    }

    // MCP authorization, "Runtime Insufficient Scope Errors": all scopes of the operation in one challenge
    @Test
    void aToolWithoutItsScopesIsForbiddenWithAllOfThem() {
        assertForbidden(
                server.call(token("mcp:tools notes:read"), message("tools/call", "\"name\":\"notes_add\"")),
                "mcp:tools",
                "notes:write",
                "notes:read");
    }

    @Test
    void promptsAndResourcesHaveScopesToo() {
        assertForbidden(
                server.call(token("mcp:tools"), message("prompts/get", "\"name\":\"letter\"")), "mcp:tools", "prompts");
        assertForbidden(
                server.call(token("mcp:tools"), message("resources/read", "\"uri\":\"file:///a\"")),
                "mcp:tools",
                "files");
    }

    @Test
    void anOperationWithItsScopesRuns() {
        String body = message("tools/call", "\"name\":\"notes_list\"");
        HttpResponse<String> response = server.call(token("mcp:tools notes:read"), body);
        assertEquals(200, response.statusCode(), response.body());
        assertTrue(response.body().endsWith(body), "the body reaches the application whole");
    }

    // MCP authorization, "Scope Challenge Handling": a broad scope may imply narrow ones
    @Test
    void theEvaluatorJudgesHierarchies() {
        assertEquals(
                200,
                server.call(token("admin"), message("tools/call", "\"name\":\"notes_add\""))
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP:TOOLS", "mcp:tools,notes:read", "mcp:*", "*", "mcp", "mcp:tools:x"})
    void scopesAreComparedExactly(String scope) {
        assertForbidden(server.call(token(scope), message("ping", "")), "mcp:tools");
    }

    // MCP 2025-03-26, batches: no message hides behind another
    @Test
    void aBatchNeedsTheScopesOfAllItsMessages() {
        String batch = "[" + message("ping", "") + "," + message("tools/call", "\"name\":\"notes_list\"") + ","
                + message("prompts/get", "\"name\":\"letter\"") + "]";
        assertForbidden(server.call(token("mcp:tools"), batch), "mcp:tools", "notes:read", "prompts");
    }

    // MCP 2026-07-28: headers that mirror the body decide nothing here
    @Test
    void headersThatMirrorTheBodyCannotLowerTheDemands() {
        HttpResponse<String> response =
                send(with(token("mcp:tools"), server.post(message("tools/call", "\"name\":\"notes_add\"")))
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "ping")
                        .header("Mcp-Name", "notes_list"));
        assertForbidden(response, "mcp:tools", "notes:write", "notes:read");
    }

    /** A parser that tolerates these would find the operation after all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"ping\",\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}",
                "{\"Method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}} ",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}{}",
                "{\"method\":\"ping\"},\"x\":{\"method\":\"tools/call\"}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"},}",
                "{method:\"tools/call\",\"params\":{\"name\":\"notes_add\"}}",
                "\ufeff{\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}",
                "{\"method\":[\"tools/call\"]}",
                "\"tools/call\"",
                "[[{\"method\":\"tools/call\"}]]",
                "method=tools/call"
            })
    void aBodyThatIsNoStrictMessageNeverRunsWithLowDemands(String body) {
        HttpResponse<String> response = server.call(token("mcp:tools"), body);
        boolean sufficed = body.endsWith(" ") && response.statusCode() == 403;
        assertTrue(response.statusCode() == 400 || sufficed, response.statusCode() + " " + response.body());
        assertEquals(0, server.endpoint.runs.get());
    }

    @Test
    void anotherContentTypeDoesNotHideAnOperation() {
        HttpResponse<String> response = send(with(token("mcp:tools"), server.get("/mcp"))
                .header("Content-Type", "text/plain")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        message("tools/call", "\"name\":\"notes_add\""))));
        assertForbidden(response, "mcp:tools", "notes:write", "notes:read");
    }

    @Test
    void anAnswerOfTheClientNeedsTheScopesOfEveryRequestOnly() {
        assertEquals(
                200,
                server.call(token("mcp:tools"), "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}")
                        .statusCode());
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        HttpResponse<String> response =
                server.call(token("mcp:tools"), message("ping", "\"x\":\"" + "y".repeat(4096) + "\""));
        assertEquals(413, response.statusCode());
        assertEquals(0, server.endpoint.runs.get());
    }

    @Test
    void aBodyAtTheLimitIsTaken() {
        String body = message("ping", "\"x\":\"\"");
        String filled = message("ping", "\"x\":\"" + "y".repeat(4096 - body.length()) + "\"");
        assertEquals(200, server.call(token("mcp:tools"), filled).statusCode());
    }

    @Test
    void aBodyIsNotReadBeforeTheTokenIsAccepted() {
        HttpResponse<String> response = server.call("abc", "x".repeat(10_000));
        assertEquals(401, response.statusCode());
    }
}
