package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;

/**
 * Tokens that cannot be made use nothing up (RFC 9110, section 15.6.4): the same request may be sent again, and brings
 * what it would have brought.
 */
class FailedIssuanceTest {
    /** Keys that cannot be had at some call. */
    private static final class FailingKeys implements KeySource {
        private final KeySource keys;
        private final AtomicInteger untilFailure;
        private final AtomicInteger untilUnpublished;

        FailingKeys(KeySource keys, AtomicInteger untilFailure, AtomicInteger untilUnpublished) {
            this.keys = keys;
            this.untilFailure = untilFailure;
            this.untilUnpublished = untilUnpublished;
        }

        @Override
        public SigningKey signingKey() {
            failAtZero(untilFailure);
            return keys.signingKey();
        }

        @Override
        public List<VerificationKey> verificationKeys() {
            failAtZero(untilUnpublished);
            return keys.verificationKeys();
        }

        private static void failAtZero(AtomicInteger left) {
            if (left.decrementAndGet() == 0) {
                throw new IllegalArgumentException("slot 3 of hsm.internal, PIN 1234");
            }
        }
    }

    private final AtomicInteger untilFailure = new AtomicInteger();
    private final AtomicInteger untilUnpublished = new AtomicInteger();

    private TestServer server(AccessTokenFormat format) {
        return server(builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device"))
                .openId(OpenIdRules.OFF.withOffered(true))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256").withAccessTokenFormat(format)));
    }

    private TestServer server(UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        TestServer server = TestServer.withKeys(change, keys -> new FailingKeys(keys, untilFailure, untilUnpublished));
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
        return server;
    }

    private static String openIdCode(TestServer server) {
        String query = TestServer.authorizationQuery("app").replace("scope=mcp%3Atools", "scope=openid+mcp%3Atools");
        return new TestBrowser(server).authorize(query);
    }

    /** The code of a device whose user has agreed. */
    private static String deviceCode(TestServer server) {
        JsonObject codes = server.json(server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "app", "scope", "mcp:tools", "resource", TestServer.RESOURCE)));
        TestBrowser user = new TestBrowser(server);
        EndpointResponse question = user.submit(
                user.login(user.open(TestServer.BASE + "/activate", "")), "user_code", codes.getString("user_code"));
        user.submit(question, "decision", "approve");
        return codes.getString("device_code");
    }

    private static EndpointResponse poll(TestServer server, String code) {
        return server.token("grant_type", GrantType.DEVICE_CODE.value(), "client_id", "app", "device_code", code);
    }

    private static void assertUnavailable(EndpointResponse response) {
        assertEquals(503, response.status());
        assertEquals("{\"error\":\"temporarily_unavailable\"}", TestServer.text(response), "no detail");
        assertEquals("5", TestServer.header(response, "Retry-After"));
    }

    private static long opaqueTokens(TestServer server) {
        return server.stored.scan("access-token", null, null, 100).entries().size();
    }

    @Test
    void withoutRoomForTheAccessTokenCodeAndRefreshTokenStayGood() {
        TestServer server = server(AccessTokenFormat.OPAQUE);
        String code = server.codeOf("app");
        server.store.setFull("access-token");
        assertUnavailable(server.redeem("app", code));
        server.store.setFull("");
        EndpointResponse redeemed = server.redeem("app", code);
        assertEquals(200, redeemed.status());

        String refreshToken = server.json(redeemed).getString("refresh_token");
        server.store.setFull("access-token");
        assertUnavailable(server.refresh("app", refreshToken));
        server.store.setFull("");
        assertEquals(200, server.refresh("app", refreshToken).status());
    }

    @Test
    void withoutRoomForTheAccessTokenTheCodeOfADeviceStaysGood() {
        TestServer server = server(AccessTokenFormat.OPAQUE);
        String code = deviceCode(server);
        server.store.setFull("access-token");
        assertUnavailable(poll(server, code));
        server.store.setFull("");
        assertEquals(200, poll(server, code).status());
        assertEquals("invalid_grant", server.error(poll(server, code)));
    }

    @Test
    void withoutAKeyForTheAccessTokenCodeAndRefreshTokenStayGood() {
        TestServer server = server(AccessTokenFormat.JWT);
        String code = server.codeOf("app");
        untilFailure.set(1);
        assertUnavailable(server.redeem("app", code));
        EndpointResponse redeemed = server.redeem("app", code);
        assertEquals(200, redeemed.status());

        String refreshToken = server.json(redeemed).getString("refresh_token");
        untilFailure.set(1);
        assertUnavailable(server.refresh("app", refreshToken));
        assertEquals(200, server.refresh("app", refreshToken).status());
    }

    @Test
    void withoutAKeyForTheAccessTokenTheCodeOfADeviceStaysGood() {
        TestServer server = server(AccessTokenFormat.JWT);
        String code = deviceCode(server);
        untilFailure.set(1);
        assertUnavailable(poll(server, code));
        assertEquals(200, poll(server, code).status());
    }

    /** Whoever reads the key set meanwhile is told to come again. */
    @Test
    void withoutKeysTheKeySetIs503() {
        TestServer server = server(AccessTokenFormat.JWT);
        String path = TestServer.BASE + "/jwks";
        untilUnpublished.set(1);
        assertUnavailable(server.get(path, null, Map.of()));
        assertEquals(200, server.get(path, null, Map.of()).status());
    }

    /** OpenID Connect Core 1.0, section 3.1.3.3. */
    @Test
    void withoutAKeyForTheIdTokenTheCodeStaysGood() {
        TestServer server = server(AccessTokenFormat.JWT);
        String code = openIdCode(server);
        untilFailure.set(2);
        assertUnavailable(server.redeem("app", code));
        JsonObject tokens = server.json(server.redeem("app", code));
        assertTrue(tokens.containsKey("id_token"));
        assertEquals(
                200, server.refresh("app", tokens.getString("refresh_token")).status());
    }

    @Test
    void anAccessTokenWhoseIdTokenCannotBeMadeIsNotKept() {
        TestServer server = server(AccessTokenFormat.OPAQUE);
        String code = openIdCode(server);
        untilFailure.set(1);
        assertUnavailable(server.redeem("app", code));
        assertEquals(0, opaqueTokens(server));
        assertEquals(200, server.redeem("app", code).status());
        assertEquals(1, opaqueTokens(server));
    }

    /** Of what loses the race nothing is kept, and a code or token that was used before makes nothing at all. */
    @Test
    void whatIsNotHandedOutIsNotKept() {
        TestServer server = server(AccessTokenFormat.OPAQUE);
        String code = server.codeOf("app");
        server.store.awaitReaders("grant", 8);
        List<EndpointResponse> answers = Race.of(8, () -> server.redeem("app", code));
        long issued = answers.stream().filter(answer -> answer.status() == 200).count();
        assertEquals(1, issued);
        assertEquals(1, opaqueTokens(server));

        String refreshToken = server.tokens("app").getString("refresh_token");
        server.store.awaitReaders("grant", 8);
        answers = Race.of(8, () -> server.refresh("app", refreshToken));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(3, opaqueTokens(server));
    }

    @Test
    void reuseEndsTheGrantThoughNoTokenCanBeMade() {
        TestServer server = server(AccessTokenFormat.OPAQUE);
        String code = server.codeOf("app");
        JsonObject first = server.json(server.redeem("app", code));
        server.store.setFull("access-token");
        assertEquals("invalid_grant", server.error(server.redeem("app", code)));
        server.store.setFull("");
        assertEquals("invalid_grant", server.error(server.refresh("app", first.getString("refresh_token"))));

        String used = server.tokens("app").getString("refresh_token");
        String next = server.json(server.refresh("app", used)).getString("refresh_token");
        server.store.setFull("access-token");
        assertEquals("invalid_grant", server.error(server.refresh("app", used)));
        server.store.setFull("");
        assertEquals("invalid_grant", server.error(server.refresh("app", next)));
    }
}
