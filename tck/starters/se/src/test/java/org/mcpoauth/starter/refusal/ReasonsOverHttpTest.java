package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.ResourceEvent.RequestRefused;
import org.mcpoauth.api.event.ResourceEvent.StepUpDemanded;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.starter.refusal.Reasons.Provocation;

/**
 * Each reason of a refusal made to happen over HTTP: it stands in the log and in the audit event, once, and
 * nothing of it on the wire (RFC 6750, section 5.2; OAuth 2.1, section 7.1).
 */
class ReasonsOverHttpTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final Reasons reasons = new Reasons();

    @Path("mcp")
    public static final class Endpoint {
        private final AtomicInteger runs;

        Endpoint(AtomicInteger runs) {
            this.runs = runs;
        }

        /** What anybody with a token may do. */
        @POST
        public String call() {
            return "run " + runs.incrementAndGet();
        }

        /** What needs a role. */
        @PUT
        @RolesAllowed("admin")
        public String administer() {
            return "run " + runs.incrementAndGet();
        }
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void eachReasonIsLoggedAndToldToAuditors(RejectionReason reason) throws Exception {
        Provocation provocation = reasons.of(reason);
        try (LogRecorder log = new LogRecorder("org.mcpoauth")) {
            HttpResponse<String> answer = answer(reason, provocation);
            assertEquals(provocation.status(), answer.statusCode(), answer::body);
            assertEquals(0, runs.get());
            assertLogged(reason, provocation.status(), log.messages());
            assertEquals(
                    List.of(reason),
                    events.stream().flatMap(each -> reason(each).stream()).toList());
            assertFalse((answer.body() + answer.headers().map()).contains(reason.name()), answer::body);
        }
    }

    /** By the guard, or by the binding where that alone knows the roles. */
    private static void assertLogged(RejectionReason reason, int status, List<String> lines) {
        String expected = reason == RejectionReason.ROLE
                ? "MCPO4205 PUT refused with 403: ROLE"
                : "MCPO4101 request refused with " + status + ": " + reason;
        assertEquals(1, lines.stream().filter(line -> line.startsWith(expected)).count(), lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("MCPO4101") && !line.startsWith(expected)));
    }

    private static Optional<RejectionReason> reason(AuditEvent event) {
        if (event instanceof RequestRefused refused) {
            return Optional.of(refused.reason());
        }
        return event instanceof StepUpDemanded demanded ? Optional.of(demanded.reason()) : Optional.empty();
    }

    private HttpResponse<String> answer(RejectionReason reason, Provocation provocation) throws Exception {
        ResourceServerConfiguration configuration = reasons.configuration(provocation.configuration());
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .auditListener(events::add)
                .build()) {
            HttpServer server = serve(runtime, configuration, verifier(runtime, reason, configuration));
            try {
                int port = server.getListeners().iterator().next().getPort();
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Reasons.PING));
                return CLIENT.send(provocation.request().apply(request).build(), BodyHandlers.ofString());
            } finally {
                server.shutdownNow();
            }
        }
    }

    private HttpServer serve(McpOAuthRuntime runtime, ResourceServerConfiguration configuration, TokenVerifier verifier)
            throws IOException {
        ResourceConfig application = new ResourceConfig()
                .register(new Endpoint(runs))
                .register(new McpOAuthFeature(runtime.protectedResource(configuration, verifier)));
        HttpServer server =
                GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), application, false);
        // beyond the limit of a token, so that it is the verifier which refuses
        server.getListeners().forEach(listener -> listener.setMaxHttpHeaderSize(64 << 10));
        server.start();
        return server;
    }

    /** Only who can look tokens up says that one is not active (RFC 7662, section 2.2). */
    private static TokenVerifier verifier(
            McpOAuthRuntime runtime, RejectionReason reason, ResourceServerConfiguration configuration) {
        return reason == RejectionReason.INACTIVE ? embedded(runtime) : runtime.verifier(configuration);
    }

    private static TokenVerifier embedded(McpOAuthRuntime runtime) {
        ResourceIdentifier resource = ResourceIdentifier.of(Reasons.RESOURCE);
        Issuer issuer = Issuer.of(Reasons.ISSUER);
        return runtime.verifier(
                ResourceServerConfiguration.builder(resource, List.of(issuer)).build(),
                runtime.authorizationServer(
                        AuthorizationServerConfiguration.builder(issuer, List.of(resource))
                                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                                .build(),
                        UserSource.form((name, password) -> Optional.empty())));
    }
}
