package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.ByteArrayInputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.AnnotatedDemands;
import org.mcpoauth.spi.resource.DeclaredScopes;
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
        // the evaluator of this resource is one of the test
        try (RestServer usual =
                new RestServer(it -> it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools"))))) {
            String token = usual.issuer.token(claims -> claims.add("scope", scope));
            assertForbidden(usual.call(token, message("ping", "")), "mcp:tools");
        }
    }

    // MCP 2025-03-26, batches: no message hides behind another
    @Test
    void aBatchNeedsTheScopesOfAllItsMessages() {
        String batch = "[" + message("ping", "") + ","
                + message("tools/call", "\"name\":\"notes_list\"").replace("\"id\":1", "\"id\":2") + ","
                + message("prompts/get", "\"name\":\"letter\"").replace("\"id\":1", "\"id\":3") + "]";
        assertForbidden(server.call(token("mcp:tools"), batch), "mcp:tools", "notes:read", "prompts");
    }

    // MCP authorization, "Refresh Tokens": offline_access is no scope of a resource
    @Test
    void offlineAccessIsRefusedWhereItIsDeclared() {
        Map<String, Scopes> table = Map.of("tools/call:x", Scopes.of("offline_access"));
        assertThrows(ConfigurationException.class, () -> DeclaredScopes.parse(table));
        OperationScopes bean = new OperationScopes() {
            @Override
            public Scopes requiredFor(McpOperation operation) {
                return Scopes.NONE;
            }

            @Override
            public Scopes all() {
                return Scopes.of("offline_access");
            }
        };
        assertThrows(ConfigurationException.class, () -> new RestServer(it -> it.operationScopes(bean)));
        assertThrows(ConfigurationException.class, () -> AnnotatedDemands.of(Stream.of(Offline.class)));
        assertThrows(ConfigurationException.class, () -> AnnotatedDemands.of(Stream.of(OfflineTool.class)));
    }

    @McpScopes("offline_access")
    private static final class Offline {}

    @McpScopes(value = "offline_access", tool = "x")
    private static final class OfflineTool {}

    @Test
    void offlineAccessIsNeverNamedInAChallenge() {
        try (RestServer other =
                new RestServer(it -> it.operationScopes(operation -> Scopes.of("offline_access", "notes")))) {
            HttpResponse<String> response = other.call(
                    other.issuer.token(claims -> claims.add("scope", "x")), message("tools/call", "\"name\":\"y\""));
            assertEquals(403, response.statusCode());
            assertEquals(
                    Optional.of(Scopes.of("notes")),
                    Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                            .first("bearer")
                            .orElseThrow()
                            .scopes());
        }
    }

    /** A tolerant application might make a name of what is none, and run what needs more scopes. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "tools/call | {}",
                "tools/call | {`name`:5}",
                "tools/call | {`name`:null}",
                "tools/call | {`name`:[`notes_add`]}",
                "tools/call | [`notes_add`]",
                "prompts/get | {`name`:{}}",
                "resources/read | {`uri`:true}",
                "resources/subscribe | {}",
                "completion/complete | {`ref`:{`type`:`ref/prompt`,`name`:5}}",
                "subscriptions/listen | {`notifications`:{`resourceSubscriptions`:[`x:1`,5]}}",
                "subscriptions/listen | {`notifications`:{`resourceSubscriptions`:`x:1`}}"
            })
    void anOperationWithoutReadableTargetDoesNotRun(String method, String params) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                + params.replace('`', '"') + "}";
        HttpResponse<String> response = server.call(token("mcp:tools"), body);
        assertEquals(200, response.statusCode());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Invalid params\"}}",
                response.body());
        assertEquals(0, server.endpoint.runs.get(), "the application must not run");
    }

    // MCP 2026-07-28, "subscriptions/listen": each target is looked up in every table
    @Test
    void aMessageNamesAtMostAThousandResources() {
        String most = subscriptions(1000);
        assertEquals(200, server.call(token("mcp:tools"), most).statusCode());
        assertEquals(1, server.endpoint.runs.get());

        HttpResponse<String> refused = server.call(token("mcp:tools"), subscriptions(1001));
        assertEquals(200, refused.statusCode());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Invalid params\"}}",
                refused.body());
        String half = subscriptions(501);
        HttpResponse<String> batch =
                server.call(token("mcp:tools"), "[" + half + "," + half.replace("\"id\":1", "\"id\":2") + "]");
        assertEquals(400, batch.statusCode());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}}",
                batch.body());
        assertEquals(1, server.endpoint.runs.get(), "the application must not run");
    }

    private static String subscriptions(int count) {
        return message(
                "subscriptions/listen",
                "\"notifications\":{\"resourceSubscriptions\":[" + "\"\",".repeat(count - 1) + "\"\"]}");
    }

    // MCP 2026-07-28, "Streamable HTTP": a request whose headers say less than its body does not run
    @Test
    void headersThatMirrorTheBodyCannotLowerTheDemands() {
        String body = message("tools/call", "\"name\":\"notes_add\"");
        for (String name : List.of("notes_list", "notes_add")) {
            String method = "notes_add".equals(name) ? "tools/call" : "ping";
            HttpResponse<String> response = send(with(token("mcp:tools"), server.modern(method, name, body)));
            if ("ping".equals(method)) {
                assertEquals(400, response.statusCode());
                assertTrue(response.body().contains("-32020"), response.body());
            } else {
                assertForbidden(response, "mcp:tools", "notes:write", "notes:read");
            }
        }
        assertEquals(0, server.endpoint.runs.get());
    }

    // RFC 9110, section 9: no method of HTTP hides what a body asks for
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "FOO"})
    void everyMethodIsJudgedByWhatItsBodyCouldRun(String method) {
        Anything anything = new Anything();
        try (RestServer all =
                new RestServer(new RestApplication().register(anything), it -> it.operationScopes(new Demands()))) {
            String body = message("tools/call", "\"name\":\"notes_add\"");
            int status = send(with(
                            all.issuer.token(),
                            all.get("/mcp")
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))))
                    .statusCode();
            assertEquals(403, status, method);
            assertEquals(0, anything.runs.get());
        }
    }

    /** Takes one method for another, as Jersey offers it. */
    @PreMatching
    public static class MethodOverride implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            request.setMethod(request.getHeaderString("X-HTTP-Method-Override"));
        }
    }

    // Jakarta REST 3.1, section 6.2: a filter may do so before a resource method is looked for
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void anOverriddenMethodIsJudgedByItsBodyToo(String method) {
        Anything anything = new Anything();
        try (RestServer all = new RestServer(
                new RestApplication(MethodOverride.class).register(anything),
                it -> it.operationScopes(new Demands()))) {
            HttpRequest.Builder request =
                    all.post(message("tools/call", "\"name\":\"notes_add\"")).header("X-HTTP-Method-Override", method);
            assertEquals(401, send(request.copy()).statusCode());
            assertEquals(403, send(with(all.issuer.token(), request)).statusCode());
            assertEquals(0, anything.runs.get());
        }
    }

    /** Takes whatever comes. */
    @Path("mcp")
    public static class Anything {
        final AtomicInteger runs = new AtomicInteger();

        @POST
        public String post(String body) {
            return "post" + runs.incrementAndGet();
        }

        @PUT
        public String put(String body) {
            return "put" + runs.incrementAndGet();
        }

        @PATCH
        public String patch(String body) {
            return "patch" + runs.incrementAndGet();
        }

        @DELETE
        public String delete(String body) {
            return "delete" + runs.incrementAndGet();
        }

        @OPTIONS
        public String options(String body) {
            return "options" + runs.incrementAndGet();
        }

        @Foo
        public String foo(String body) {
            return "foo" + runs.incrementAndGet();
        }
    }

    /** A method of its own. */
    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("FOO")
    @interface Foo {}

    // RFC 8259, section 8.1: an application that believed another charset would read another name
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=shift_jis",
                "application/json;charset=\"utf-16\"",
                "application/json; CHARSET=iso-8859-1",
                "application/json; charset =shift_jis",
                "application/json; charset=utf-8; charset=shift_jis"
            })
    void aBodyInAnotherCharsetIsRefused(String type) {
        HttpRequest.Builder request = server.get("/mcp")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(message("ping", "")));
        assertEquals(400, send(with(token("mcp:tools"), request)).statusCode());
    }

    @Test
    void utf8MayBeNamed() {
        HttpRequest.Builder request = server.get("/mcp")
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(message("ping", "")));
        assertEquals(200, send(with(token("mcp:tools"), request)).statusCode());
    }

    // RFC 6585, section 5
    @Test
    void tooManyHeaderLinesAreRefused() {
        HttpRequest.Builder request = server.post(message("ping", ""));
        for (int i = 0; i < 130; i++) {
            request.header("X-" + i, "x");
        }
        assertEquals(431, send(with(token("mcp:tools"), request)).statusCode());
        assertEquals(0, server.endpoint.runs.get());
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

    /** RFC 9112, section 7.1: a body in chunks does not say how long it is. */
    @Test
    void aBodyOfUnannouncedLengthIsBoundedTooAndHandedOnWhole() {
        String fits = message("ping", "\"x\":\"" + "y".repeat(2000) + "z\"");
        String tooLong = message("ping", "\"x\":\"" + "y".repeat(4096) + "\"");

        assertTrue(send(inChunks(fits)).body().endsWith(fits));
        assertEquals(413, send(inChunks(tooLong)).statusCode());
        assertEquals(1, server.endpoint.runs.get());
    }

    /** RFC 9110, section 8.6: a length may be larger than what a number of Java holds. */
    @ParameterizedTest
    @ValueSource(strings = {"5000", "3000000000"})
    void aBodyIsRefusedWhenTooMuchOfItCame(String announced) {
        String answer = server.raw(
                "HTTP/1.1 413".length(),
                "POST /mcp HTTP/1.1",
                "Host: 127.0.0.1:" + server.port(),
                "Authorization: Bearer " + token("mcp:tools"),
                "Content-Type: application/json",
                "Content-Length: " + announced,
                "",
                "x".repeat(5000));
        assertEquals("HTTP/1.1 413", answer);
        assertEquals(0, server.endpoint.runs.get());
    }

    private HttpRequest.Builder inChunks(String body) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        return with(token("mcp:tools"), server.post(""))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets)));
    }

    @Test
    void aBodyIsNotReadBeforeTheTokenIsAccepted() {
        HttpResponse<String> response = server.call("abc", "x".repeat(10_000));
        assertEquals(401, response.statusCode());
        // nor waited for
        String answer = server.raw(
                "HTTP/1.1 401".length(),
                "POST /mcp HTTP/1.1",
                "Host: 127.0.0.1",
                "Authorization: Bearer abc",
                "Content-Type: application/json",
                "Content-Length: 4000");
        assertEquals("HTTP/1.1 401", answer);
    }
}
