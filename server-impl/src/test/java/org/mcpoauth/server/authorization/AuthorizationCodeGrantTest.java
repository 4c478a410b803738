package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/** RFC 6749, sections 4.1.3 and 4.1.4; RFC 7636, section 4.6; RFC 8707, section 2.2. */
class AuthorizationCodeGrantTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addPublicClient("other");
    }

    @Test
    void aCodeIsRedeemedOnce() {
        String code = server.codeOf("app");

        assertEquals(200, server.redeem("app", code).status());
        assertEquals("invalid_grant", server.error(server.redeem("app", code)));
    }

    /** RFC 6749, section 10.10. */
    @Test
    void aCodeHas256Bits() throws Exception {
        String code = server.codeOf("app");

        assertEquals(32, Base64Url.decode(code.substring(code.indexOf('.') + 1)).length);
        assertNotEquals(code, server.codeOf("app"));
    }

    /** RFC 6749, section 4.1.2: what the first use brought is revoked. */
    @Test
    void aSecondUseRevokesEverything() {
        String code = server.codeOf("app");
        JsonObject tokens = server.json(server.redeem("app", code));

        server.redeem("app", code);

        assertFalse(isActive(tokens));
        assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));
    }

    @Test
    void aSecondUseAfterTheCodesEndStillRevokesEverything() {
        String code = server.codeOf("app");
        JsonObject tokens = server.json(server.redeem("app", code));
        server.pass(Duration.ofMinutes(5));
        assertTrue(isActive(tokens));

        assertEquals("invalid_grant", server.error(server.redeem("app", code)));

        assertFalse(isActive(tokens));
    }

    @Test
    void ofEightParallelUsesOneWinsAndTheGrantEnds() {
        for (int round = 0; round < 10; round++) {
            String code = server.codeOf("app");
            List<EndpointResponse> answers = Race.of(8, () -> server.redeem("app", code));

            List<EndpointResponse> winners =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertEquals(1, winners.size());
            answers.stream()
                    .filter(answer -> answer.status() != 200)
                    .forEach(answer -> assertEquals("invalid_grant", server.error(answer)));
            JsonObject tokens = server.json(winners.get(0));
            assertFalse(isActive(tokens));
            assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));
        }
    }

    @Test
    void aCodeEndsAfterAMinute() {
        String code = server.codeOf("app");
        server.pass(Duration.ofSeconds(60));

        assertEquals("invalid_grant", server.error(server.redeem("app", code)));
    }

    @Test
    void aCodeIsGoodUntilThen() {
        String code = server.codeOf("app");
        server.pass(Duration.ofSeconds(59));

        assertEquals(200, server.redeem("app", code).status());
    }

    @Test
    void aRefusedRequestUsesNothingUp() {
        String code = server.codeOf("app");
        List<EndpointResponse> refusals = List.of(
                server.redeem("other", code),
                redeem(code, "https://app.example/cb?a=b", TestServer.VERIFIER, TestServer.RESOURCE),
                redeem(code, TestServer.REDIRECT_URI + "/", TestServer.VERIFIER, TestServer.RESOURCE),
                redeem(code, TestServer.REDIRECT_URI, "x".repeat(43), TestServer.RESOURCE),
                redeem(code, TestServer.REDIRECT_URI, TestServer.CHALLENGE, TestServer.RESOURCE));
        refusals.forEach(refusal -> assertEquals("invalid_grant", server.error(refusal)));
        assertEquals(
                "invalid_target",
                server.error(redeem(code, TestServer.REDIRECT_URI, TestServer.VERIFIER, TestServer.OTHER_RESOURCE)));

        assertEquals(200, server.redeem("app", code).status());
    }

    @Test
    void aRedirectUriThatWasNamedMustBeNamedAgain() {
        EndpointResponse response = server.token(
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "code",
                server.codeOf("app"),
                "code_verifier",
                TestServer.VERIFIER);

        assertEquals("invalid_grant", server.error(response));
    }

    @Test
    void aRedirectUriThatWasNotNamedNeedNotBe() {
        server.addClient(
                "single",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI))));
        String query = TestServer.form(
                "response_type", "code",
                "client_id", "single",
                "code_challenge", TestServer.CHALLENGE,
                "code_challenge_method", "S256",
                "resource", TestServer.RESOURCE);

        EndpointResponse without = server.token(
                "grant_type",
                "authorization_code",
                "client_id",
                "single",
                "code",
                new TestBrowser(server).authorize(query),
                "code_verifier",
                TestServer.VERIFIER);
        EndpointResponse with = server.redeem("single", new TestBrowser(server).authorize(query));

        assertEquals(200, without.status());
        assertEquals(200, with.status(), "naming the right one does no harm");
    }

    /** RFC 7636, section 4.1: also of whoever made the challenge of it. */
    @ParameterizedTest
    @MethodSource("malformedVerifiers")
    void aVerifierHas43To128UnreservedCharacters(String verifier) {
        String query = TestServer.authorizationQuery("app").replace(TestServer.CHALLENGE, Sha256.base64Url(verifier));
        String code = new TestBrowser(server).authorize(query);

        assertEquals(
                "invalid_grant", server.error(redeem(code, TestServer.REDIRECT_URI, verifier, TestServer.RESOURCE)));
    }

    static List<String> malformedVerifiers() {
        String shortest = "x".repeat(42);
        return List.of(
                "x", shortest, "x".repeat(129), "x".repeat(4000), shortest + "+", shortest + " ", shortest + "é");
    }

    @ParameterizedTest
    @ValueSource(ints = {43, 128})
    void verifiersOfThatLengthAreGood(int length) {
        String verifier = "-._~" + "x".repeat(length - 4);
        String query = TestServer.authorizationQuery("app").replace(TestServer.CHALLENGE, Sha256.base64Url(verifier));
        String code = new TestBrowser(server).authorize(query);

        assertEquals(
                200,
                redeem(code, TestServer.REDIRECT_URI, verifier, TestServer.RESOURCE)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "x", "AAAAAAAAAAAAAAAAAAAAAA.", "AAAAAAAAAAAAAAAAAAAAAA.x", "\u0000"})
    void whatIsNoCodeIsUnknown(String code) {
        assertEquals("invalid_grant", server.error(server.redeem("app", code)));
    }

    @Test
    void aHugeCodeIsUnknown() {
        assertEquals("invalid_grant", server.error(server.redeem("app", "x".repeat(20_000))));
    }

    /** Tokens are of one kind: none passes as another. */
    @Test
    void otherTokensAreNoCodes() {
        JsonObject tokens = server.tokens("app");

        assertEquals("invalid_grant", server.error(server.redeem("app", tokens.getString("access_token"))));
        assertEquals("invalid_grant", server.error(server.redeem("app", tokens.getString("refresh_token"))));
    }

    @Test
    void aForgedSecretWithARightGrantIsUnknownAndDoesNoHarm() {
        String code = server.codeOf("app");
        String forged = code.substring(0, 23) + "A".repeat(43);
        assertNotEquals(code, forged);

        assertEquals("invalid_grant", server.error(server.redeem("app", forged)));
        assertEquals(200, server.redeem("app", code).status());
    }

    @Test
    void withoutTheGrantThereIsNoRefreshToken() {
        server.addClient(
                "plain",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE)));

        assertFalse(server.tokens("plain").containsKey("refresh_token"));
    }

    @Test
    void theScopeOfflineAccessBringsARefreshToken() {
        TestServer offline =
                new TestServer(builder -> builder.scopesSupported(Scopes.of("mcp:tools", "offline_access")));
        offline.addClient(
                "plain",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE)));
        String query = TestServer.authorizationQuery("plain").replace("notes%3Aread", "offline_access");
        JsonObject tokens = offline.json(offline.redeem("plain", new TestBrowser(offline).authorize(query)));

        assertEquals(
                200, offline.refresh("plain", tokens.getString("refresh_token")).status());
    }

    @Test
    void ofSeveralGrantedResourcesATokenIsForOne() {
        String query =
                TestServer.authorizationQuery("app") + "&" + TestServer.form("resource", TestServer.OTHER_RESOURCE);
        String code = new TestBrowser(server).authorize(query);

        assertEquals("invalid_target", server.error(redeem(code, TestServer.REDIRECT_URI, TestServer.VERIFIER, null)));
        EndpointResponse both = server.post(
                "/token",
                Map.of(),
                TestServer.form(
                        "grant_type", "authorization_code",
                        "client_id", "app",
                        "code", code,
                        "redirect_uri", TestServer.REDIRECT_URI,
                        "code_verifier", TestServer.VERIFIER,
                        "resource", TestServer.RESOURCE,
                        "resource", TestServer.OTHER_RESOURCE));
        assertEquals("invalid_target", server.error(both));
        JsonObject tokens =
                server.json(redeem(code, TestServer.REDIRECT_URI, TestServer.VERIFIER, TestServer.OTHER_RESOURCE));
        assertEquals(
                TestServer.OTHER_RESOURCE,
                Jwt.claims(server, tokens.getString("access_token")).getString("aud"));
        JsonObject next =
                server.json(server.refresh("app", tokens.getString("refresh_token"), "resource", TestServer.RESOURCE));
        assertEquals(
                TestServer.RESOURCE,
                Jwt.claims(server, next.getString("access_token")).getString("aud"));
    }

    private EndpointResponse redeem(String code, String redirectUri, String verifier, @Nullable String resource) {
        return server.post(
                "/token",
                Map.of(),
                TestServer.form(
                        "grant_type", "authorization_code",
                        "client_id", "app",
                        "code", code,
                        "redirect_uri", redirectUri,
                        "code_verifier", verifier,
                        "resource", resource));
    }

    private boolean isActive(JsonObject tokens) {
        return server.provider
                .loadAccessToken(Secret.of(tokens.getString("access_token")))
                .isPresent();
    }
}
