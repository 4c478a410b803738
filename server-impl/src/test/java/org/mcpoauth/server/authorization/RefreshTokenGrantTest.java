package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** RFC 6749, section 6; RFC 9700, section 4.14.2; OAuth 2.1, section 4.3.1. */
class RefreshTokenGrantTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addPublicClient("other");
    }

    @Test
    void eachUseBringsANewToken() {
        String first = server.tokens("app").getString("refresh_token");
        String second = next(first);
        String third = next(second);

        assertNotEquals(first, second);
        assertNotEquals(second, third);
    }

    @Test
    void usingATokenTwiceEndsTheFamily() {
        JsonObject tokens = server.tokens("app");
        String first = tokens.getString("refresh_token");
        String second = next(first);

        assertEquals("invalid_grant", server.error(server.refresh("app", first)));

        assertEquals("invalid_grant", server.error(server.refresh("app", second)), "the successor is over too");
        assertFalse(isActive(tokens), "and so are access tokens");
    }

    @Test
    void anyUsedTokenEndsTheFamily() {
        String first = server.tokens("app").getString("refresh_token");
        String last = first;
        for (int i = 0; i < 5; i++) {
            last = next(last);
        }

        server.refresh("app", first);

        assertEquals("invalid_grant", server.error(server.refresh("app", last)));
    }

    @Test
    void ofEightParallelUsesAtMostOneWinsAndTheFamilyEnds() {
        for (int round = 0; round < 10; round++) {
            String token = server.tokens("app").getString("refresh_token");
            List<EndpointResponse> answers = Race.of(8, () -> server.refresh("app", token));

            List<EndpointResponse> winners =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertEquals(1, winners.size());
            String successor = server.json(winners.get(0)).getString("refresh_token");
            assertEquals("invalid_grant", server.error(server.refresh("app", successor)));
        }
    }

    @Test
    void aRefusedRequestUsesNothingUp() {
        String token = server.tokens("app").getString("refresh_token");

        assertEquals("invalid_grant", server.error(server.refresh("other", token)));
        assertEquals("invalid_scope", server.error(server.refresh("app", token, "scope", "mcp:tools notes:write")));
        assertEquals("invalid_scope", server.error(server.refresh("app", token, "scope", "a\"b")));
        assertEquals(
                "invalid_target", server.error(server.refresh("app", token, "resource", TestServer.OTHER_RESOURCE)));
        assertEquals("invalid_target", server.error(server.refresh("app", token, "resource", "nonsense")));

        assertEquals(200, server.refresh("app", token).status());
    }

    @Test
    void askingForLessDoesNotShrinkTheGrant() {
        String token = server.tokens("app").getString("refresh_token");
        JsonObject narrow = server.json(server.refresh("app", token, "scope", "mcp:tools"));
        assertEquals("mcp:tools", narrow.getString("scope"));
        assertEquals(
                "mcp:tools",
                Jwt.claims(server, narrow.getString("access_token")).getString("scope"));

        JsonObject wide = server.json(server.refresh("app", narrow.getString("refresh_token")));

        assertEquals("mcp:tools notes:read", wide.getString("scope"));
    }

    @Test
    void anUnusedTokenEnds() {
        String token = server.tokens("app").getString("refresh_token");
        server.pass(Duration.ofDays(7));

        assertEquals("invalid_grant", server.error(server.refresh("app", token)));
    }

    @Test
    void aUsedFamilyEndsAfterAll() {
        String token = server.tokens("app").getString("refresh_token");
        for (int i = 0; i < 5; i++) {
            server.pass(Duration.ofDays(6).minusHours(1));
            token = next(token);
        }
        server.pass(Duration.ofHours(6));

        assertEquals("invalid_grant", server.error(server.refresh("app", token)));
    }

    @Test
    void theLastAccessTokenOfAFamilyLivesItsTime() {
        String token = server.tokens("app").getString("refresh_token");
        for (int i = 0; i < 5; i++) {
            server.pass(Duration.ofDays(6).minusSeconds(1));
            if (i < 4) {
                token = next(token);
            }
        }
        JsonObject last = server.json(server.refresh("app", token));
        server.pass(Duration.ofMinutes(9));

        assertTrue(isActive(last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "...", "AAAAAAAAAAAAAAAAAAAAAA.1.x.y", "AAAAAAAAAAAAAAAAAAAAAA.99999999999.x.y"})
    void whatIsNoRefreshTokenIsUnknown(String token) {
        assertEquals("invalid_grant", server.error(server.refresh("app", token)));
    }

    @Test
    void aHugeTokenIsUnknown() {
        assertEquals("invalid_grant", server.error(server.refresh("app", "1.".repeat(20_000))));
    }

    @Test
    void otherTokensAreNoRefreshTokens() {
        String code = server.codeOf("app");

        assertEquals("invalid_grant", server.error(server.refresh("app", code)));
        assertEquals(
                "invalid_grant",
                server.error(server.refresh("app", server.tokens("app").getString("access_token"))));
        assertEquals(200, server.redeem("app", code).status(), "the code was not used up");
    }

    /** The grant id is no secret: who knows only that must not be able to end the family. */
    @Test
    void aGuessedTokenDoesNotEndTheFamily() {
        String token = server.tokens("app").getString("refresh_token");
        String[] parts = token.split("\\.", -1);
        String guessed = parts[0] + "." + parts[1] + "." + "A".repeat(43) + "." + "A".repeat(43);

        assertEquals("invalid_grant", server.error(server.refresh("app", guessed)));

        assertEquals(200, server.refresh("app", token).status());
    }

    private String next(String token) {
        return server.json(server.refresh("app", token)).getString("refresh_token");
    }

    private boolean isActive(JsonObject tokens) {
        return server.provider
                .loadAccessToken(Secret.of(tokens.getString("access_token")))
                .isPresent();
    }
}
