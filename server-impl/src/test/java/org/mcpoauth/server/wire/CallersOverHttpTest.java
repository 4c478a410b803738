package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.resource.IdentityRules;

/** The name of the caller is for people, the identity is not made of it. */
class CallersOverHttpTest {

    /** Tells both. */
    @Path("mcp")
    public static class Who {
        @POST
        public String call(@Context SecurityContext security, String body) {
            TokenPrincipal identity =
                    TokenPrincipal.of(security.getUserPrincipal()).orElseThrow();
            return security.getUserPrincipal().getName() + " is " + identity.subject() + " of " + identity.clientId();
        }
    }

    private static String name(RestServer server, UnaryOperator<JsonObjectBuilder> claims) {
        return server.call(server.issuer.token(claims), CALL).body();
    }

    // MicroProfile JWT, "Requirements on the caller principal": upn, preferred_username, sub
    @Test
    void theFirstConfiguredClaimGivesTheName() {
        try (RestServer server = new RestServer(new RestApplication(Who.class), it -> it)) {
            assertEquals("alice is alice of client", name(server, it -> it));
            assertEquals("Alice is alice of client", name(server, it -> it.add("preferred_username", "Alice")));
            assertEquals(
                    "a@x is alice of client",
                    name(server, it -> it.add("preferred_username", "Alice").add("upn", "a@x")));
            assertEquals(
                    "alice is alice of client",
                    name(server, it -> it.add("upn", "").addNull("preferred_username")));
            assertEquals("client is null of client", name(server, it -> it.remove("sub")));
        }
    }

    @Test
    void configurationNamesOtherClaims() {
        IdentityRules rules = new IdentityRules(List.of("email"), "groups", " ", true);
        try (RestServer server = new RestServer(new RestApplication(Who.class), it -> it.identity(rules))) {
            assertEquals(
                    "a@x is alice of client",
                    name(server, it -> it.add("email", "a@x").add("upn", "other")));
        }
    }

    @Test
    void servletsSeeTheSameName() {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(servlet, it -> it)) {
            String token = server.issuer.token(it -> it.add("upn", "a@x"));
            assertEquals(
                    "a@x alice Bearer true null " + CALL,
                    send(with(token, server.post(CALL))).body());
        }
    }

    /** Two users of one name are two owners. */
    @Test
    void theNameOwnsNothing() {
        try (RestServer server = new RestServer(it -> it)) {
            server.endpoint.nextSession = "session-1";
            String alice = server.issuer.token(it -> it.add("upn", "same"));
            String bob = server.issuer.token(it -> it.add("upn", "same").add("sub", "bob"));
            server.call(alice, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}");
            assertEquals(
                    404,
                    send(with(bob, server.post(CALL)).header("Mcp-Session-Id", "session-1"))
                            .statusCode());
        }
    }
}
