package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;

/** What an application observes of its guard, over HTTP. */
@Tag("container")
class AuditEventsTest {
    private static final ResourceIdentifier RESOURCE = ResourceIdentifier.of("https://mcp.example/mcp");
    private static final TokenPrincipal ALICE = Tokens.of("alice").principal();
    private static final TokenPrincipal BOB = Tokens.of("bob").principal();
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String DELETE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"delete\"}}";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Application application =
            Application.start(Application.RESOURCE, Verifier.class, DeleteScope.class, Auditor.class);
    private final HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"), new ResourceConfig(Endpoint.class).register(new McpOAuthFeature()));

    /** The text of a token is its subject, and one is wrong. */
    @ApplicationScoped
    static class Verifier implements TokenVerifier {
        @Override
        public VerifiedToken verify(PresentedToken presented) {
            if (presented.token().reveal().equals("forged")) {
                throw new TokenRejectedException(RejectionReason.SIGNATURE);
            }
            return Tokens.of(presented.token().reveal());
        }
    }

    @ApplicationScoped
    static class DeleteScope implements OperationScopes {
        @Override
        public Scopes requiredFor(McpOperation operation) {
            return "delete".equals(operation.target()) ? Scopes.of("write") : Scopes.NONE;
        }
    }

    @ApplicationScoped
    static class Auditor {
        private final List<ResourceEvent> events = new CopyOnWriteArrayList<>();

        void happened(@Observes ResourceEvent event) {
            events.add(event);
            throw new IllegalStateException("the audit log is full");
        }

        List<ResourceEvent> events() {
            return events;
        }
    }

    @Path("/mcp")
    public static class Endpoint {
        @POST
        public Response call(@HeaderParam("Mcp-Session-Id") String session) {
            return Response.ok("done")
                    .header("Mcp-Session-Id", session == null ? "session-1" : session)
                    .build();
        }
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
        application.close();
    }

    // RFC 6750, section 3
    @Test
    void refusalsAreFiredWithReasonsThatTheClientIsNotTold() throws Exception {
        assertEquals(401, call(null, null, PING));
        assertEquals(401, call("forged", null, PING));
        assertEquals(
                List.of(
                        new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.NO_TOKEN, null),
                        new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.SIGNATURE, null)),
                events());
        assertFalse(events().toString().contains("forged"));
    }

    // MCP authorization, "Runtime Insufficient Scope Errors"
    @Test
    void aMissingScopeIsFiredAsStepUp() throws Exception {
        assertEquals(403, call("alice", null, DELETE));
        assertEquals(List.of(new ResourceEvent.StepUpDemanded(RESOURCE, RejectionReason.SCOPE, ALICE)), events());
    }

    // MCP security best practices, "Session Hijacking"
    @Test
    void sessionsThatAreBoundOrRefusedAreFiredWithoutTheirName() throws Exception {
        assertEquals(200, call("alice", null, PING));
        assertEquals(404, call("bob", "session-1", PING));
        assertTrue(events().contains(new ResourceEvent.HandleBound(RESOURCE, "session", ALICE)), events()::toString);
        assertTrue(events().contains(new ResourceEvent.BindingRefused(RESOURCE, "session", BOB)), events()::toString);
        assertFalse(events().toString().contains("session-1"), events()::toString);
    }

    @Test
    void nothingIsFiredForWhatIsPermittedAndBoundAlready() throws Exception {
        assertEquals(200, call("alice", null, PING));
        int before = events().size();
        assertEquals(200, call("alice", "session-1", PING));
        assertEquals(before, events().size());
    }

    private List<ResourceEvent> events() {
        return application.get(Auditor.class).events();
    }

    private int call(@Nullable String token, @Nullable String session, String body)
            throws IOException, InterruptedException {
        int port = server.getListeners().iterator().next().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
