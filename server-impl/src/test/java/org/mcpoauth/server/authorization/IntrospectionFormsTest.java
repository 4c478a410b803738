package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;

/** Signed answers (RFC 9701), refresh tokens and hints (RFC 7662, section 2.1). */
class IntrospectionFormsTest {
    private static final String INACTIVE = "{\"active\":false}";
    private static final String SIGNED = "application/token-introspection+jwt";

    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        for (String name : List.of("web", "other", TestServer.RESOURCE)) {
            server.addClient(
                    name,
                    TestServer.SECRET,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                            .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)));
        }
    }

    @Test
    void aResourceMayHaveItsAnswerSigned() throws Exception {
        EndpointResponse response = introspect(TestServer.RESOURCE, tokens().getString("access_token"), null, SIGNED);
        String jwt = TestServer.text(response);
        CompactJws jws = JwsParser.ofTokens(server.json).parse(jwt);
        JsonObject claims = Jwt.claims(server, jwt);

        assertEquals(200, response.status());
        assertEquals(SIGNED, TestServer.header(response, "Content-Type"));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("token-introspection+jwt", Jwt.header(server, jwt).getString("typ"));
        assertTrue(new JwsVerifier(JcaSignatures.platform(), JwsAlgorithm.all())
                .verify(
                        jws,
                        new KeyRing(server.keys)
                                .verificationKeys()
                                .candidates(jws.header().keyId(), JwsAlgorithm.ES256)));
        assertEquals(Set.of("iss", "aud", "iat", "token_introspection"), claims.keySet());
        assertEquals(TestServer.ISSUER, claims.getString("iss"));
        assertEquals(TestServer.RESOURCE, claims.getString("aud"));
        assertEquals(server.clock.instant().getEpochSecond(), claims.getInt("iat"));
        assertTrue(claims.getJsonObject("token_introspection").getBoolean("active"));
        assertEquals("user-1", claims.getJsonObject("token_introspection").getString("sub"));
    }

    @Test
    void aSignedAnswerAboutAnUnknownTokenSaysNothingElse() {
        String jwt = TestServer.text(introspect("other", tokens().getString("access_token"), null, SIGNED));

        assertEquals(
                INACTIVE,
                Jwt.claims(server, jwt).getJsonObject("token_introspection").toString());
        assertEquals("other", Jwt.claims(server, jwt).getString("aud"));
    }

    // RFC 9701, section 8.1: neither can be taken for the other
    @Test
    void aSignedAnswerIsNoAccessToken() {
        String jwt = TestServer.text(introspect(TestServer.RESOURCE, tokens().getString("access_token"), null, SIGNED));

        assertEquals(INACTIVE, TestServer.text(introspect(TestServer.RESOURCE, jwt, null, "application/json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json, application/token-introspection+jwt;q=0.5",
                "Application/Token-Introspection+JWT",
                "text/html,application/token-introspection+jwt ; q=1"
            })
    void itIsSignedForWhoeverAcceptsThat(String accept) {
        assertEquals(SIGNED, TestServer.header(introspect("web", "x", null, accept), "Content-Type"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json",
                "application/jwt",
                "application/token-introspection+jwt;q=0",
                "application/token-introspection+jwt;q=0.000",
                ",;,",
                "application/token-introspection+jwtx"
            })
    void itIsPlainForEverybodyElse(@Nullable String accept) {
        EndpointResponse response = introspect("web", "x", null, accept);

        assertEquals("application/json", TestServer.header(response, "Content-Type"));
        assertEquals(INACTIVE, TestServer.text(response));
    }

    @Test
    void theMetadataSaysWhatAnswersAreSignedWith() {
        JsonObject metadata = server.server.metadata().toJson();

        assertEquals(
                "[\"ES256\"]",
                metadata.getJsonArray("introspection_signing_alg_values_supported")
                        .toString());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"access_token", "refresh_token", "unheard_of"})
    void theHintDoesNotDecide(@Nullable String hint) {
        JsonObject tokens = tokens();

        for (String name : List.of("access_token", "refresh_token")) {
            assertTrue(
                    server.json(introspect("web", tokens.getString(name), hint, null))
                            .getBoolean("active"),
                    name);
        }
    }

    @Test
    void aClientLearnsWhatItsRefreshTokenIsWorth() {
        JsonObject body = server.json(introspect("web", tokens().getString("refresh_token"), null, null));

        assertEquals(Set.of("active", "iss", "client_id", "sub", "scope", "exp"), body.keySet());
        assertEquals("user-1", body.getString("sub"));
        assertEquals("mcp:tools notes:read", body.getString("scope"));
        assertEquals(server.clock.instant().getEpochSecond() + 7 * 24 * 3600, body.getInt("exp"));
    }

    @Test
    void othersLearnNothingOfARefreshToken() {
        String token = tokens().getString("refresh_token");

        assertEquals(INACTIVE, TestServer.text(introspect("other", token, "refresh_token", null)));
        assertEquals(INACTIVE, TestServer.text(introspect(TestServer.RESOURCE, token, "refresh_token", null)));
    }

    @Test
    void aUsedOrEndedRefreshTokenIsNotActiveAndAskingEndsNothing() {
        String first = tokens().getString("refresh_token");
        String second = server.json(server.token(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "web",
                        "client_secret",
                        TestServer.SECRET,
                        "refresh_token",
                        first))
                .getString("refresh_token");

        assertEquals(INACTIVE, TestServer.text(introspect("web", first, null, null)));
        assertTrue(server.json(introspect("web", second, null, null)).getBoolean("active"));
        server.pass(Duration.ofDays(7));
        assertEquals(INACTIVE, TestServer.text(introspect("web", second, null, null)));
    }

    private JsonObject tokens() {
        return server.json(server.token(
                "grant_type", "authorization_code",
                "client_id", "web",
                "client_secret", TestServer.SECRET,
                "code", server.codeOf("web"),
                "redirect_uri", TestServer.REDIRECT_URI,
                "code_verifier", TestServer.VERIFIER,
                "resource", TestServer.RESOURCE));
    }

    private EndpointResponse introspect(String clientId, String token, @Nullable String hint, @Nullable String accept) {
        return server.post(
                "/introspect",
                accept == null ? Map.of() : Map.of("Accept", accept),
                TestServer.form(
                        "client_id", clientId,
                        "client_secret", TestServer.SECRET,
                        "token", token,
                        "token_type_hint", hint));
    }
}
