package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OriginPolicy;

/** The servlet binding, in front of a servlet and of Jakarta REST. */
class ServletFilterTest {
    private static final String METADATA_PATH = "/.well-known/oauth-protected-resource/mcp";
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}";

    private final EchoServlet servlet = new EchoServlet();

    private ServletServer start() {
        return new ServletServer(
                servlet,
                it -> it.origins(OriginPolicy.DEFAULT.withCorsOrigins(Set.of("https://app.example")))
                        .operationScopes(operation -> operation.equals(new McpOperation("tools/call", "notes_add"))
                                ? Scopes.of("notes:write")
                                : Scopes.NONE));
    }

    @Test
    void aGuardedPathIsChallenged() {
        try (ServletServer server = start()) {
            HttpResponse<String> response = send(server.post(CALL));
            assertEquals(401, response.statusCode());
            var challenge = Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                    .first("bearer")
                    .orElseThrow();
            assertEquals(Optional.of("http://127.0.0.1" + METADATA_PATH), challenge.resourceMetadata());
            assertEquals(Optional.empty(), challenge.parameter("error"));
            assertEquals(0, servlet.runs.get());
        }
    }

    @Test
    void theServletSeesCallerRolesAndBody() {
        try (ServletServer server = start()) {
            HttpResponse<String> response = send(with(server.issuer.token(), server.post(CALL)));
            assertEquals("alice alice Bearer true null " + CALL, response.body());
        }
    }

    @Test
    void anAsynchronousServletSeesTheSame() {
        servlet.isAsync = true;
        try (ServletServer server = start()) {
            HttpResponse<String> response = send(with(server.issuer.token(), server.post(CALL)));
            assertEquals("alice alice Bearer true null " + CALL, response.body());
        }
    }

    @Test
    void otherPathsGoOn() {
        try (ServletServer server = start()) {
            assertEquals("unguarded ", send(server.get("/other")).body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp/", "/mcp;x", "/%6dcp", "//mcp", "/mcp/x", "/MCP", "/x/..;/mcp", "/mcp%2fx"})
    void noSpellingOfAGuardedPathEscapes(String path) {
        try (ServletServer server = start()) {
            assertNotEquals(200, send(server.get(path)).statusCode());
            assertEquals(0, servlet.runs.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO", "get"})
    void everyMethodIsGuarded(String method) {
        try (ServletServer server = start()) {
            assertEquals(
                    401,
                    send(server.get("/mcp").method(method, BodyPublishers.noBody()))
                            .statusCode());
            assertEquals(0, servlet.runs.get());
        }
    }

    @Test
    void endpointsAreServedAtTheirExactPath() {
        try (ServletServer server = start()) {
            HttpResponse<String> response = send(server.get(METADATA_PATH));
            assertEquals(200, response.statusCode());
            assertEquals(
                    "application/json",
                    response.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(response.body().contains("\"resource\":\"http://127.0.0.1/mcp\""), response.body());
            assertEquals(
                    413,
                    send(server.get(METADATA_PATH).POST(BodyPublishers.ofString("x")))
                            .statusCode());
            send(server.get(METADATA_PATH + ";x"));
            assertEquals(1, servlet.runs.get(), "another spelling is not the endpoint");
        }
    }

    @Test
    void originsAreJudgedBeforeTokens() {
        try (ServletServer server = start()) {
            HttpRequest.Builder evil =
                    with(server.issuer.token(), server.post(CALL)).header("Origin", "https://evil.example");
            HttpResponse<String> refused = send(evil);
            assertEquals(403, refused.statusCode());
            assertTrue(refused.headers().firstValue("WWW-Authenticate").isEmpty());
            HttpResponse<String> preflight = send(server.get("/mcp")
                    .method("OPTIONS", BodyPublishers.noBody())
                    .header("Origin", "https://app.example")
                    .header("Access-Control-Request-Method", "POST"));
            assertEquals(204, preflight.statusCode());
            HttpResponse<String> shared =
                    send(with(server.issuer.token(), server.post(CALL)).header("Origin", "https://app.example"));
            assertEquals(List.of("https://app.example"), shared.headers().allValues("Access-Control-Allow-Origin"));
        }
    }

    @Test
    void scopesAreDecidedFromTheBodyWhateverItsType() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\"}}";
        try (ServletServer server = start()) {
            for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
                HttpRequest.Builder request = with(server.issuer.token(), server.get("/mcp"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body));
                assertEquals(403, send(request).statusCode(), type);
            }
            assertEquals(0, servlet.runs.get());
        }
    }

    private void bindsSessions() {
        try (ServletServer server = start()) {
            String alice = server.issuer.token();
            String bob = server.issuer.token(claims -> claims.add("sub", "bob"));
            servlet.nextSession = "session-1";
            HttpResponse<String> opened = send(with(alice, server.post(INITIALIZE)));
            assertEquals(
                    "session-1", opened.headers().firstValue("Mcp-Session-Id").orElseThrow());
            servlet.nextSession = null;
            assertEquals(
                    200,
                    send(with(alice, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
            assertEquals(
                    404,
                    send(with(bob, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
            HttpRequest.Builder delete = server.get("/mcp").DELETE().header("Mcp-Session-Id", "session-1");
            assertEquals(404, send(with(bob, delete.copy())).statusCode());
            assertEquals(204, send(with(alice, delete.copy())).statusCode());
            assertEquals(
                    404,
                    send(with(alice, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
        }
    }

    /** What fails after all has ended nothing. */
    @Test
    void aSessionWhoseDeletionFailsGoesOn() {
        try (ServletServer server = start()) {
            String alice = server.issuer.token();
            servlet.nextSession = "session-1";
            send(with(alice, server.post(INITIALIZE)));
            servlet.nextSession = null;
            HttpRequest.Builder delete = server.get("/mcp").DELETE().header("Mcp-Session-Id", "session-1");
            // MCP 2025-11-25, "Session Management": the application may not allow it
            servlet.deletionStatus = 405;
            assertEquals(405, send(with(alice, delete.copy())).statusCode());
            servlet.deletionStatus = 204;
            servlet.failsAfterStatus = true;
            assertEquals(500, send(with(alice, delete)).statusCode());
            assertEquals(
                    200,
                    send(with(alice, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
        }
    }

    // MCP security best practices, "Session Hijacking"
    @Test
    void sessionsBelongToTheirPrincipal() {
        bindsSessions();
    }

    @Test
    void sessionsOfAsynchronousServletsBelongToTheirPrincipalToo() {
        servlet.isAsync = true;
        bindsSessions();
    }

    @Test
    void aSessionOfSomebodyElseIsNotGivenOut() {
        try (ServletServer server = start()) {
            servlet.nextSession = "session-1";
            send(with(server.issuer.token(), server.post(INITIALIZE)));
            String bob = server.issuer.token(claims -> claims.add("sub", "bob"));
            HttpResponse<String> response = send(with(bob, server.post(INITIALIZE)));
            assertEquals(503, response.statusCode());
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
            assertTrue(response.headers().firstValue("Mcp-Session-Id").isEmpty());
        }
    }

    @Test
    void revisionsWithoutSessionsHideTheHeader() {
        try (ServletServer server = start()) {
            HttpRequest.Builder modern = with(server.issuer.token(), server.post(CALL))
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", "ping")
                    .header("Mcp-Session-Id", "foreign");
            assertEquals("alice alice Bearer true null " + CALL, send(modern).body());
        }
    }

    /** Tells what it finds of a header, by every method that might. */
    static final class HeaderServlet extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            List<String> names = Collections.list(request.getHeaderNames());
            response.getWriter()
                    .print(request.getHeader("last-event-id")
                            + Collections.list(request.getHeaders("Last-Event-ID"))
                            + request.getIntHeader("Last-Event-ID")
                            + names.stream().anyMatch("Last-Event-ID"::equalsIgnoreCase)
                            + request.getDateHeader("X-Date")
                            + request.getDateHeader("Mcp-Session-Id"));
        }
    }

    // MCP 2025-11-25, transports, "Resumability and Redelivery": a stream is taken up again within its session
    @Test
    void revisionsWithoutSessionsTakeUpNoStream() {
        try (ServletServer server = new ServletServer(new HeaderServlet(), it -> it)) {
            HttpRequest.Builder stream = with(server.issuer.token(), server.get("/mcp"))
                    .header("Last-Event-ID", "7")
                    .header("X-Date", "Thu, 01 Jan 1970 00:00:01 GMT");
            assertEquals("7[7]7true1000-1", send(stream.copy()).body());
            HttpRequest.Builder modern = stream.copy()
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Session-Id", "Thu, 01 Jan 1970 00:00:01 GMT");
            assertEquals("null[]-1false1000-1", send(modern).body());
        }
    }

    /** RFC 9449, section 8.2. */
    @Test
    void anAnswerWithANonceIsNotCached() {
        try (ServletServer server =
                new ServletServer(servlet, it -> it.dpop(DpopPolicy.DEFAULT.withNonceRequired(true)))) {
            ProofMaker client = new ProofMaker(server.clock);
            String token = server.issuer.token(claims -> claims.add("cnf", client.cnf()));
            HttpResponse<String> refused = proven(server, token, client.proof("POST", TestIssuer.RESOURCE, token));
            assertEquals(401, refused.statusCode());
            assertEquals(List.of("no-store"), refused.headers().allValues("Cache-Control"));
            String nonce = refused.headers().firstValue("DPoP-Nonce").orElseThrow();
            server.clock.move(Duration.ofSeconds(150));
            String proof = client.proof("POST", TestIssuer.RESOURCE, token, claims -> claims.add("nonce", nonce));
            HttpResponse<String> renewed = proven(server, token, proof);
            assertEquals(200, renewed.statusCode());
            assertEquals(1, renewed.headers().allValues("DPoP-Nonce").size());
            assertEquals(List.of("no-store"), renewed.headers().allValues("Cache-Control"));
        }
    }

    private static HttpResponse<String> proven(ServletServer server, String token, String proof) {
        return send(server.post(CALL).header("Authorization", "DPoP " + token).header("DPoP", proof));
    }

    /** What is refused behind the filter, by the binding that knows the method. */
    @Path("mcp")
    public static final class WritingEndpoint {
        /** Needs a scope that tokens of these tests lack. */
        @POST
        @McpScopes("notes:write")
        public String write() {
            return "written";
        }

        /** Needs the usual one. */
        @POST
        @Path("tools")
        @McpScopes("mcp:tools")
        public String call() {
            return "called";
        }
    }

    /** RFC 9449, section 11.1; RFC 6750, section 3: filter, feature of the container and own feature at once. */
    @Test
    void withAllBindingsAProofIsJudgedOnceAndAChallengeSentOnce() {
        try (ServletServer server = ServletServer.guardedTwice(
                it -> it,
                resource -> RestRuntime.current()
                        .servlet(new RestApplication(McpOAuthFeature.class, WritingEndpoint.class)
                                .register(new McpOAuthFeature(resource))))) {
            ProofMaker client = new ProofMaker(server.clock);
            String token = server.issuer.token(claims -> claims.add("cnf", client.cnf()));
            String proof = client.proof("POST", TestIssuer.RESOURCE + "/tools", token);
            assertEquals("called", tool(server, token, proof).body());
            assertEquals(List.of(), server.events);
            assertRefusedOnce(server, 401, 1, tool(server, token, proof));
            assertRefusedOnce(server, 401, 2, send(server.post(CALL)));
            assertRefusedOnce(server, 403, 1, proven(server, token, client.proof("POST", TestIssuer.RESOURCE, token)));
        }
    }

    private static HttpResponse<String> tool(ServletServer server, String token, String proof) {
        return send(server.get("/mcp/tools")
                .POST(BodyPublishers.ofString(CALL))
                .header("Content-Type", "application/json")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof));
    }

    /** One challenge of each scheme that would do, and one event. */
    private static void assertRefusedOnce(
            ServletServer server, int status, int challenges, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(
                challenges, response.headers().allValues("WWW-Authenticate").size());
        assertEquals(1, server.events.size(), server.events::toString);
        server.events.clear();
    }

    @Test
    void inFrontOfJakartaRestARequestIsJudgedOnce() {
        McpEndpoint endpoint = new McpEndpoint();
        RestApplication application = new RestApplication(OpenEndpoint.class, McpOAuthFeature.class).register(endpoint);
        try (ServletServer server = new ServletServer(RestRuntime.current().servlet(application), it -> it)) {
            assertEquals(401, send(server.get("/mcp")).statusCode());
            assertEquals(401, send(server.get("/mcp/nothing")).statusCode());
            assertEquals("open", send(server.get("/open")).body());
            String token = server.issuer.token();
            assertEquals(
                    "alice session=null scheme=Bearer role=true " + CALL,
                    send(with(token, server.post(CALL))).body());
            assertEquals(403, send(with(token, server.get("/mcp/admin"))).statusCode());
            assertEquals(403, send(with(token, server.get("/mcp/never"))).statusCode());
            endpoint.nextSession = "session-1";
            HttpResponse<String> opened = send(with(token, server.post(INITIALIZE)));
            assertEquals(List.of("session-1"), opened.headers().allValues("Mcp-Session-Id"));
            assertEquals(
                    200,
                    send(with(token, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
            String bob = server.issuer.token(claims -> claims.add("sub", "bob"));
            assertEquals(
                    404,
                    send(with(bob, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
        }
    }
}
