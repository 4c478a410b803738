package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;

import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.McpUserAuthentication;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.DeclaredAuthentication;
import org.mcpoauth.spi.resource.DeclaredScopes;
import org.mcpoauth.spi.resource.OperationPattern;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.UserAuthentication;

/** RFC 9470, over the wire. */
class UserAuthenticationOverHttpTest {
    private static final UserAuthentication GOLD_OR_SILVER =
            new UserAuthentication(List.of("gold", "silver"), Duration.ofMinutes(5));

    private static RestServer server(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        return new RestServer(
                it -> configure.apply(it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))));
    }

    private static RestServer guarded() {
        return server(it -> it.userAuthentication(GOLD_OR_SILVER));
    }

    private static String tool(String name) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + name + "\"}}";
    }

    private static String token(RestServer server, String acr, long secondsAgo) {
        long then = server.clock.instant().getEpochSecond() - secondsAgo;
        return server.issuer.token(claims -> claims.add("acr", acr).add("auth_time", then));
    }

    private static Challenge refused(HttpResponse<String> response) {
        assertEquals(401, response.statusCode(), response.body());
        Challenge challenge = Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                .first("bearer")
                .orElseThrow();
        assertEquals(Optional.of("insufficient_user_authentication"), challenge.parameter("error"));
        assertTrue(challenge.resourceMetadata().isPresent());
        assertEquals(Optional.of(Scopes.of("mcp:tools")), challenge.scopes());
        return challenge;
    }

    // RFC 9470, section 3
    @Test
    void theChallengeNamesClassesInOrderOfPreferenceAndTheAge() {
        try (RestServer server = guarded()) {
            Challenge challenge = refused(server.call(token(server, "bronze", 0), CALL));
            assertEquals(Optional.of("gold silver"), challenge.parameter("acr_values"));
            assertEquals(Optional.of("300"), challenge.parameter("max_age"));
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"gold", "silver"})
    void everyNamedClassIsAccepted(String acr) {
        try (RestServer server = guarded()) {
            assertEquals(200, server.call(token(server, acr, 10), CALL).statusCode());
        }
    }

    @Test
    void whatTheTokenDoesNotTellIsNotMet() {
        try (RestServer server = guarded()) {
            long now = server.clock.instant().getEpochSecond();
            List<UnaryOperator<JsonObjectBuilder>> poor = List.of(
                    claims -> claims,
                    claims -> claims.add("acr", "gold"),
                    claims -> claims.add("auth_time", now),
                    claims -> claims.add("acr", "GOLD").add("auth_time", now),
                    claims -> claims.add("acr", "gold silver").add("auth_time", now),
                    claims -> claims.add("acr", 7).add("auth_time", now),
                    claims -> claims.add("acr", "gold").add("auth_time", Long.toString(now)),
                    claims -> claims.add("acr", "gold").addNull("auth_time"),
                    claims -> claims.add("acr", "gold").add("auth_time", now + 3600));
            for (UnaryOperator<JsonObjectBuilder> change : poor) {
                refused(server.call(server.issuer.token(change), CALL));
            }
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    // RFC 9470, section 5: older than max_age is too old; the tolerance is that of expiry
    @Test
    void theAgeIsMeasuredByTheClockWithItsTolerance() {
        try (RestServer server = guarded()) {
            long skew = server.resource.configuration().token().clockSkew().toSeconds();
            assertEquals(
                    200, server.call(token(server, "gold", 300 + skew), CALL).statusCode());
            refused(server.call(token(server, "gold", 301 + skew), CALL));
            // a time in the future is not believed
            assertEquals(200, server.call(token(server, "gold", -skew), CALL).statusCode());
            refused(server.call(token(server, "gold", -skew - 1), CALL));
            String aging = token(server, "gold", 300);
            assertEquals(200, server.call(aging, CALL).statusCode());
            server.clock.move(Duration.ofSeconds(skew + 1));
            refused(server.call(aging, CALL));
        }
    }

    @Test
    void anOperationMayNeedMoreThanTheRest() {
        try (RestServer server = server(it -> it.operationAuthentication(DeclaredAuthentication.of(
                Map.of(OperationPattern.parse("tools/call:pay"), new UserAuthentication(List.of("gold"), null)))))) {
            assertEquals(200, server.call(server.issuer.token(), tool("look")).statusCode());
            Challenge challenge = refused(server.call(server.issuer.token(), tool("pay")));
            assertEquals(List.of("gold"), challenge.acrValues());
            assertEquals(Optional.empty(), challenge.maxAge());
            String ping = CALL.replace("\"id\":1", "\"id\":2");
            refused(server.call(server.issuer.token(), "[" + ping + "," + tool("pay") + "]"));
            assertEquals(200, server.call(token(server, "gold", 0), tool("pay")).statusCode());
        }
    }

    @Test
    void theDemandsOfResourceAndOperationAreMetTogether() {
        try (RestServer server = server(it -> it.userAuthentication(GOLD_OR_SILVER)
                .operationAuthentication(operation ->
                        List.of(new UserAuthentication(List.of("silver", "gold", "bronze"), Duration.ofMinutes(1)))))) {
            Challenge challenge = refused(server.call(token(server, "gold", 200), CALL));
            assertEquals(List.of("gold", "silver"), challenge.acrValues());
            assertEquals(Optional.of(Duration.ofMinutes(1)), challenge.maxAge());
        }
    }

    /** One authorization request must be able to bring both. */
    @Test
    void theScopesOfTheOperationStandInTheSameChallenge() {
        try (RestServer server = server(it -> it.userAuthentication(GOLD_OR_SILVER)
                .operationScopes(DeclaredScopes.parse(Map.of("tools/call:pay", Scopes.of("pay")))))) {
            HttpResponse<String> response = server.call(server.issuer.token(), tool("pay"));
            assertEquals(401, response.statusCode());
            assertEquals(
                    Optional.of(Scopes.of("mcp:tools", "pay")),
                    Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                            .first("bearer")
                            .orElseThrow()
                            .scopes());
        }
    }

    @Test
    void aRefusedTokenIsNotAskedForMore() {
        try (RestServer server = guarded()) {
            HttpResponse<String> response = server.call("abc", CALL);
            assertTrue(
                    response.headers()
                            .firstValue("WWW-Authenticate")
                            .orElseThrow()
                            .contains("invalid_token"),
                    "an invalid token comes first");
        }
    }

    /** An endpoint with demands of its own. */
    @Path("mcp")
    public static class Annotated {
        final AtomicInteger runs = new AtomicInteger();

        @POST
        @McpUserAuthentication(maxAgeSeconds = 600)
        @McpUserAuthentication(acrValues = "gold", tool = "pay")
        public String call(String body) {
            return "ran " + runs.incrementAndGet();
        }
    }

    @Test
    void annotationsDemandOfMethodsAndOfTools() {
        Annotated endpoint = new Annotated();
        try (RestServer server = new RestServer(new RestApplication().register(endpoint), it -> it)) {
            assertEquals(401, server.call(server.issuer.token(), tool("look")).statusCode());
            assertEquals(
                    200, server.call(token(server, "none", 60), tool("look")).statusCode());
            HttpResponse<String> response = server.call(token(server, "none", 60), tool("pay"));
            assertEquals(401, response.statusCode());
            assertTrue(response.headers()
                    .firstValue("WWW-Authenticate")
                    .orElseThrow()
                    .contains("acr_values=\"gold\""));
            assertEquals(
                    200, server.call(token(server, "gold", 60), tool("pay")).statusCode());
            assertEquals(2, endpoint.runs.get());
        }
    }
}
