package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;

/**
 * What is kept for a user goes when it is of no more use, and has a bound for each user: no user fills the store of all
 * (RFC 6749, section 10; RFC 9700, section 4.14.2 for grants that nobody refreshes).
 */
class KeptForUsersTest {
    private static final int MOST = 1000;
    private static final Duration ACCESS = Duration.ofMinutes(10);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration CODE_OF_DEVICE = Duration.ofMinutes(30);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final TestServer server = new TestServer(
            builder -> builder.tokens(TokenIssuance.DEFAULT
                            .withSigningAlgorithm("ES256")
                            .withAccessTokenTtl(ACCESS)
                            .withRefreshTokenIdleTtl(IDLE))
                    .endpoints(EndpointPaths.DEFAULT.withDevice("/device"))
                    .devices(rules -> rules.withCodeTtl(CODE_OF_DEVICE)),
            UserSource.form((name, password) -> Optional.of(new ResourceOwner(name, null, null))));

    KeptForUsersTest() {
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
    }

    private long grants() {
        return server.stored.count("grant");
    }

    private void revoke(String token) {
        server.post("/revoke", Map.of(), TestServer.form("client_id", "app", "token", token));
    }

    /** RFC 7009, section 2.1: all access tokens of the grant are over, and these are what it is asked for. */
    @Test
    void aRevokedGrantIsKeptAsLongAsItsAccessTokens() {
        revoke(server.tokens("app").getString("refresh_token"));
        server.pass(ACCESS);
        assertEquals(1, grants());
        server.pass(MARGIN);

        assertEquals(0, grants());
    }

    @Test
    void aGrantThatNobodyRefreshesEndsWithItsIdleTime() {
        JsonObject first = server.tokens("app");
        server.pass(IDLE.minus(A_MOMENT));
        EndpointResponse refreshed = server.refresh("app", first.getString("refresh_token"));
        assertEquals(200, refreshed.status());
        server.pass(IDLE.minus(A_MOMENT));
        assertEquals(
                200,
                server.refresh("app", server.json(refreshed).getString("refresh_token"))
                        .status());
        server.pass(IDLE);
        assertEquals(1, grants(), "for clocks that differ");
        server.pass(MARGIN);

        assertEquals(0, grants());
    }

    /** RFC 6749, section 10.5: what was revoked is not issued again. */
    @Test
    void aRevokedGrantOfADeviceIsKeptAsLongAsItsCode() {
        revoke(deviceTokens().getString("refresh_token"));
        server.pass(CODE_OF_DEVICE);
        assertEquals(1, grants());
        server.pass(MARGIN);

        assertEquals(0, grants());
    }

    private JsonObject deviceTokens() {
        JsonObject codes = server.json(server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "app", "scope", "mcp:tools", "resource", TestServer.RESOURCE)));
        TestBrowser user = new TestBrowser(server);
        EndpointResponse question = user.submit(
                user.login(user.open(TestServer.BASE + "/activate", "")), "user_code", codes.getString("user_code"));
        user.submit(question, "decision", "approve");
        return server.json(server.token(
                "grant_type",
                GrantType.DEVICE_CODE.value(),
                "client_id",
                "app",
                "device_code",
                codes.getString("device_code")));
    }

    @Test
    void ofMoreGrantsThanAUserMayHaveTheOldestEnds() {
        TestServer lasting = new TestServer();
        lasting.addPublicClient("app");
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i <= MOST; i++) {
            tokens.add(lasting.tokens("app").getString("refresh_token"));
            lasting.pass(Duration.ofSeconds(3));
        }

        assertEquals("invalid_grant", lasting.error(lasting.refresh("app", tokens.get(0))));
        assertEquals(200, lasting.refresh("app", tokens.get(1)).status());
        assertEquals(200, lasting.refresh("app", tokens.get(MOST)).status());
        lasting.pass(ACCESS.plus(MARGIN));
        assertEquals(MOST, lasting.stored.count("grant"));
    }

    /** RFC 6749, section 4.1.2.1. */
    @Test
    void oneUserDoesNotFillTheStoreWithRequests() {
        String query = TestServer.authorizationQuery("app");
        TestBrowser alice = new TestBrowser(server);
        alice.login(alice.openAuthorization(query));
        for (int i = 1; i < MOST; i++) {
            assertEquals(200, alice.openAuthorization(query).status());
        }

        assertEquals("temporarily_unavailable", error(alice.openAuthorization(query)));
        assertEquals("temporarily_unavailable", error(elsewhere("alice", query)), "wherever the user is");
        assertEquals("none", error(elsewhere("bob", query)));
        server.pass(Duration.ofMinutes(10));
        assertEquals("none", error(alice.openAuthorization(query)));
    }

    private EndpointResponse elsewhere(String name, String query) {
        TestBrowser browser = new TestBrowser(server, "192.0.2.77");
        return browser.submit(browser.openAuthorization(query), "username", name, "password", name + "-pw");
    }

    private static String error(EndpointResponse response) {
        return TestBrowser.parameter(response, "error").orElse("none");
    }

    /** RFC 6749, section 4.1.2: a code that is used twice ends its own grant and no other. */
    @Test
    void codesThatAreUsedAgainEndNoOtherGrants() {
        String code = server.codeOf("app");
        server.redeem("app", code);
        server.redeem("app", code);

        assertEquals(
                1,
                server.stored.scan("grants-of-user", null, null, 1).entries().values().stream()
                        .mapToInt(entry -> entry.value().split(" ", -1).length)
                        .sum());
    }
}
