package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.RefreshRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** What deployers may change about refresh tokens (OAuth 2.1, section 4.3.1; RFC 9700, section 4.14.2). */
class RefreshRulesTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static TestServer server(UnaryOperator<RefreshRules> change) {
        TestServer server = new TestServer(builder -> builder.tokens(
                TokenIssuance.DEFAULT.withSigningAlgorithm("ES256").withRefresh(change.apply(RefreshRules.DEFAULT))));
        server.addPublicClient("app");
        server.addClient(
                "web",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)));
        return server;
    }

    private static TestServer graceful() {
        return server(rules -> rules.withGrace(GRACE));
    }

    private static String next(TestServer server, String token) {
        return server.json(server.refresh("app", token)).getString("refresh_token");
    }

    @Test
    void aLostAnswerIsRepeatedWithTheSameSuccessor() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        JsonObject lost = server.json(server.refresh("app", first));
        server.pass(GRACE.minusMillis(1));

        JsonObject repeated = server.json(server.refresh("app", first));

        assertEquals(lost.getString("refresh_token"), repeated.getString("refresh_token"));
        assertNotEquals(lost.getString("access_token"), repeated.getString("access_token"));
        assertEquals(
                200, server.refresh("app", repeated.getString("refresh_token")).status());
    }

    @Test
    void theStoreHoldsNoToken() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        String second = next(server, first);

        for (String token : List.of(first, second)) {
            String[] parts = token.split("\\.", -1);
            for (String secret : List.of(parts[2], parts[3])) {
                assertTrue(server.store.written().stream().noneMatch(text -> text.contains(secret)));
            }
        }
    }

    @Test
    void afterTheGraceReuseEndsTheFamily() {
        TestServer server = graceful();
        JsonObject tokens = server.tokens("app");
        String second = next(server, tokens.getString("refresh_token"));
        server.pass(GRACE);

        assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));

        assertEquals("invalid_grant", server.error(server.refresh("app", second)));
        assertFalse(isActive(server, tokens));
    }

    @Test
    void onceTheSuccessorWasUsedItsPredecessorIsReuse() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        String third = next(server, next(server, first));

        assertEquals("invalid_grant", server.error(server.refresh("app", first)));

        assertEquals("invalid_grant", server.error(server.refresh("app", third)));
    }

    @Test
    void theGraceIsNotProlongedByRepeating() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        next(server, first);
        server.pass(Duration.ofSeconds(4));
        next(server, first);
        server.pass(Duration.ofSeconds(1));

        assertEquals("invalid_grant", server.error(server.refresh("app", first)));
    }

    @Test
    void allOfEightParallelUsesGetOneSuccessor() {
        TestServer server = graceful();
        for (int round = 0; round < 10; round++) {
            String token = server.tokens("app").getString("refresh_token");

            List<EndpointResponse> answers = Race.of(8, () -> server.refresh("app", token));

            assertTrue(answers.stream().allMatch(answer -> answer.status() == 200));
            assertEquals(
                    1,
                    answers.stream()
                            .map(answer -> server.json(answer).getString("refresh_token"))
                            .distinct()
                            .count());
        }
    }

    @Test
    void aSuccessorCannotBeWorkedOutFromUsedTokens() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        String second = next(server, first);
        String[] parts = first.split("\\.", -1);
        String forged = parts[0] + ".2." + parts[2] + "." + parts[3];

        assertNotEquals(forged, second);
        assertEquals("invalid_grant", server.error(server.refresh("app", forged)), "a member of the family made it");
        assertEquals("invalid_grant", server.error(server.refresh("app", second)));
    }

    @Test
    void aFamilyThatWasRevokedHasNoGrace() {
        TestServer server = graceful();
        String first = server.tokens("app").getString("refresh_token");
        String second = next(server, first);
        server.post("/revoke", Map.of(), TestServer.form("client_id", "app", "token", second));

        assertEquals("invalid_grant", server.error(server.refresh("app", first)));
    }

    @Test
    void theGraceIsTenSecondsAtMost() {
        assertThrows(ConfigurationException.class, () -> RefreshRules.DEFAULT.withGrace(Duration.ofMillis(10_001)));
        assertThrows(ConfigurationException.class, () -> RefreshRules.DEFAULT.withGrace(Duration.ofMillis(-1)));
        assertEquals(Duration.ZERO, RefreshRules.DEFAULT.grace());
    }

    @Test
    void tokensOfConfidentialClientsMayStay() {
        TestServer server = server(rules -> rules.withConfidentialRotated(false));
        String token = webTokens(server).getString("refresh_token");

        for (int i = 0; i < 3; i++) {
            server.pass(Duration.ofDays(6));
            JsonObject answer = server.json(webRefresh(server, token));
            assertFalse(answer.containsKey("refresh_token"), "RFC 6749, section 6: it stays valid");
        }
        List<EndpointResponse> answers = Race.of(8, () -> webRefresh(server, token));
        assertTrue(answers.stream().allMatch(answer -> answer.status() == 200));
        server.pass(Duration.ofDays(7));
        assertEquals("invalid_grant", server.error(webRefresh(server, token)), "unused for too long");
    }

    @Test
    void aTokenThatStaysEndsWithItsFamily() {
        TestServer server = server(rules -> rules.withConfidentialRotated(false));
        String token = webTokens(server).getString("refresh_token");
        for (int i = 0; i < 5; i++) {
            server.pass(Duration.ofDays(6).minusSeconds(1));
            assertEquals(200, webRefresh(server, token).status());
        }
        server.pass(Duration.ofSeconds(5));
        assertEquals("invalid_grant", server.error(webRefresh(server, token)));
    }

    @Test
    void thoseOfPublicClientsAreReplacedAllTheSame() {
        TestServer server = server(rules -> rules.withConfidentialRotated(false));
        String first = server.tokens("app").getString("refresh_token");

        assertNotEquals(first, next(server, first));
        assertEquals("invalid_grant", server.error(server.refresh("app", first)));
    }

    @Test
    void confidentialClientsGetAnotherTokenByDefault() {
        TestServer server = server(rules -> rules);
        String first = webTokens(server).getString("refresh_token");

        assertNotEquals(first, server.json(webRefresh(server, first)).getString("refresh_token"));
        assertEquals("invalid_grant", server.error(webRefresh(server, first)));
    }

    @Test
    void withoutDetectionReuseIsRefusedAndEndsNothing() {
        TestServer server = server(rules -> rules.withReuseEndsGrant(false));
        JsonObject tokens = server.tokens("app");
        String second = next(server, tokens.getString("refresh_token"));

        assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));

        assertTrue(isActive(server, tokens));
        assertEquals(200, server.refresh("app", second).status());
    }

    private static boolean isActive(TestServer server, JsonObject tokens) {
        return server.provider
                .loadAccessToken(Secret.of(tokens.getString("access_token")))
                .isPresent();
    }

    private static JsonObject webTokens(TestServer server) {
        return server.json(server.token(
                "grant_type", "authorization_code",
                "client_id", "web",
                "client_secret", TestServer.SECRET,
                "code", server.codeOf("web"),
                "redirect_uri", TestServer.REDIRECT_URI,
                "code_verifier", TestServer.VERIFIER,
                "resource", TestServer.RESOURCE));
    }

    private static EndpointResponse webRefresh(TestServer server, String token) {
        return server.token(
                "grant_type",
                "refresh_token",
                "client_id",
                "web",
                "client_secret",
                TestServer.SECRET,
                "refresh_token",
                token);
    }
}
