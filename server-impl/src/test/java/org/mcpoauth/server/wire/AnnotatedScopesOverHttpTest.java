package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.DeclaredScopes;
import org.mcpoauth.spi.resource.ScopeHierarchy;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.ScopeRules.ChallengeScope;

/** {@code @McpScopes} on resource classes and methods, together with configuration. */
class AnnotatedScopesOverHttpTest {
    private final Notes notes = new Notes();
    private RestServer server;

    /** What an implementation inherits. */
    interface Declared {
        @POST
        @McpScopes("declared")
        String call(String body);
    }

    /** Its methods run nothing but a counter. */
    @Path("mcp")
    @McpScopes("notes")
    public static class Notes implements Declared {
        final AtomicInteger runs = new AtomicInteger();

        @Override
        @POST
        @McpScopes(value = "notes:write", tool = "notes_add")
        @McpScopes(value = "letters", prompt = "letter")
        @McpScopes(value = "files", resource = "file:///notes/*")
        public String call(String body) {
            return "ran " + runs.incrementAndGet();
        }

        @GET
        @Path("later")
        @McpScopes("later")
        public void later(@Suspended AsyncResponse response) {
            runs.incrementAndGet();
            response.resume("later");
        }

        @GET
        @Path("events")
        @Produces("text/event-stream")
        @McpScopes("events")
        public void events(@Context SseEventSink sink, @Context Sse sse) {
            runs.incrementAndGet();
            try (sink) {
                sink.send(sse.newEvent("event"));
            }
        }

        @Path("located")
        @McpScopes("located")
        public Sub located() {
            return new Sub(runs);
        }
    }

    /** A sub-resource. */
    public static class Sub {
        private final AtomicInteger runs;

        Sub(AtomicInteger runs) {
            this.runs = runs;
        }

        @GET
        @McpScopes("sub")
        public String get() {
            return "sub " + runs.incrementAndGet();
        }
    }

    private static ResourceServerConfiguration.Builder configure(ResourceServerConfiguration.Builder it) {
        return it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp")))
                .operationScopes(DeclaredScopes.parse(
                        Map.of("tools/call:notes_add", Scopes.of("audit"), "resources/read", Scopes.of("read"))))
                .scopeEvaluator(ScopeHierarchy.parse(List.of("admin>notes>notes:write", "admin > audit")));
    }

    @BeforeEach
    void start() {
        server = new RestServer(new RestApplication().register(notes), AnnotatedScopesOverHttpTest::configure);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token(String scope) {
        return server.issuer.token(claims -> claims.add("scope", scope));
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private void assertForbidden(HttpResponse<String> response, String... scopes) {
        assertEquals(403, response.statusCode(), response.body());
        assertEquals(
                Optional.of(Scopes.of(scopes).values()), challenged(response).map(Scopes::values));
        assertEquals(0, notes.runs.get(), "the application must not run");
    }

    private static Optional<Scopes> challenged(HttpResponse<String> response) {
        return Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                .first("bearer")
                .orElseThrow()
                .scopes();
    }

    // MCP authorization, "Runtime Insufficient Scope Errors": one challenge, whoever demanded
    @Test
    void oneChallengeNamesAllThatConfigurationClassMethodAndToolDemand() {
        assertForbidden(
                server.call(token("other"), message("tools/call", "\"name\":\"notes_add\"")),
                "mcp",
                "declared",
                "notes",
                "notes:write",
                "audit");
    }

    @Test
    void everyRequestNeedsTheScopesOfMethodAndClass() {
        assertForbidden(server.call(token("mcp"), CALL), "mcp", "declared", "notes");
        assertForbidden(server.call(token("mcp notes"), CALL), "mcp", "declared", "notes");
        assertEquals(200, server.call(token("mcp notes declared"), CALL).statusCode());
    }

    @Test
    void promptsAndResourcesAreNamedByAnnotationToo() {
        String plain = "mcp notes declared read";
        assertForbidden(
                server.call(token(plain), message("prompts/get", "\"name\":\"letter\"")),
                "mcp",
                "declared",
                "notes",
                "letters");
        assertForbidden(
                server.call(
                        token(plain),
                        message("completion/complete", "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"letter\"}")),
                "mcp",
                "declared",
                "notes",
                "letters");
        assertForbidden(
                server.call(token(plain), message("resources/read", "\"uri\":\"file:///notes/1\"")),
                "mcp",
                "declared",
                "notes",
                "read",
                "files");
        assertForbidden(
                server.call(
                        token(plain),
                        message(
                                "subscriptions/listen",
                                "\"notifications\":{\"resourceSubscriptions\":[\"x:1\",\"file:///notes/1\"]}")),
                "mcp",
                "declared",
                "notes",
                "files");
        assertEquals(
                200,
                server.call(token(plain), message("resources/read", "\"uri\":\"file:///other\""))
                        .statusCode());
    }

    // MCP authorization, "Scope Challenge Handling": a broad scope implies narrow ones
    @Test
    void aHierarchyCountsForAnnotationsToo() {
        assertEquals(
                200,
                server.call(token("mcp declared admin"), message("tools/call", "\"name\":\"notes_add\""))
                        .statusCode());
        assertEquals(
                403,
                server.call(token("mcp declared notes"), message("tools/call", "\"name\":\"notes_add\""))
                        .statusCode());
    }

    @Test
    void aSuspendedMethodAndAStreamDoNotBeginWithoutTheirScopes() {
        assertForbidden(send(with(token("mcp notes"), server.get("/mcp/later"))), "mcp", "notes", "later");
        assertForbidden(send(with(token("mcp notes"), server.get("/mcp/events"))), "mcp", "notes", "events");
        assertEquals(
                "later",
                send(with(token("mcp notes later"), server.get("/mcp/later"))).body());
        // RESTEasy begins with an event without data, which is none
        assertEquals(
                "data: event",
                send(with(token("mcp notes events"), server.get("/mcp/events")))
                        .body()
                        .strip());
    }

    @Test
    void aSubResourceNeedsTheScopesOfWhatLocatedItToo() {
        assertForbidden(send(with(token("mcp"), server.get("/mcp/located"))), "mcp", "sub", "located", "notes");
        assertEquals(
                200,
                send(with(token("mcp sub located notes"), server.get("/mcp/located")))
                        .statusCode());
    }

    // RFC 6750, section 3: the scopes that are known without the body
    @Test
    void withoutTokenTheChallengeNamesTheScopesOfTheMethod() {
        HttpResponse<String> response = send(server.post(CALL));
        assertEquals(401, response.statusCode());
        assertEquals(
                Optional.of(Scopes.of("mcp", "declared", "notes").values()),
                challenged(response).map(Scopes::values));
    }

    @Test
    void configurationMayHaveChallengesNameAllScopesOrNone() {
        for (ChallengeScope which : ChallengeScope.values()) {
            try (RestServer other = new RestServer(
                    new RestApplication().register(new Notes()),
                    it -> configure(it).scopes(new ScopeRules(Scopes.of("mcp"), Scopes.of("extra"), which)))) {
                HttpResponse<String> response =
                        other.call(other.issuer.token(claims -> claims.add("scope", "x")), CALL);
                assertEquals(403, response.statusCode());
                Optional<Scopes> expected = switch (which) {
                    case OPERATION -> Optional.of(Scopes.of("mcp", "declared", "notes"));
                    case ALL -> Optional.of(Scopes.of("mcp", "extra", "audit", "read", "declared", "notes"));
                    case NONE -> Optional.empty();
                };
                assertEquals(expected.map(Scopes::values), challenged(response).map(Scopes::values));
            }
        }
    }

    /** The servlet filter judges first and does not know the method; what it let through is judged again. */
    @Test
    void annotationsCountBehindTheServletFilterToo() {
        RestApplication application = new RestApplication(McpOAuthFeature.class).register(notes);
        try (ServletServer servlets =
                new ServletServer(RestRuntime.current().servlet(application), AnnotatedScopesOverHttpTest::configure)) {
            String token = servlets.issuer.token(claims -> claims.add("scope", "mcp audit"));
            assertForbidden(
                    send(with(token, servlets.post(message("tools/call", "\"name\":\"notes_add\"")))),
                    "mcp",
                    "declared",
                    "notes",
                    "notes:write",
                    "audit");
            String full = servlets.issuer.token(claims -> claims.add("scope", "mcp audit declared notes"));
            assertEquals(200, send(with(full, servlets.post(CALL))).statusCode());
        }
    }
}
