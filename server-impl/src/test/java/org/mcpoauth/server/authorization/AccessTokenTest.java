package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** RFC 9068, section 2; RFC 6749, section 4.4. */
class AccessTokenTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    @Test
    void aTokenSaysWhoMayDoWhatWhere() {
        long now = server.clock.instant().getEpochSecond();
        String token = server.tokens("app").getString("access_token");
        JsonObject header = Jwt.header(server, token);
        JsonObject claims = Jwt.claims(server, token);

        assertEquals("at+jwt", header.getString("typ"));
        assertEquals("ES256", header.getString("alg"));
        assertEquals(server.keys.signingKey().keyId(), header.getString("kid"));
        assertEquals(TestServer.ISSUER, claims.getString("iss"));
        assertEquals("user-1", claims.getString("sub"));
        assertEquals(TestServer.RESOURCE, claims.getString("aud"));
        assertEquals("app", claims.getString("client_id"));
        assertEquals("mcp:tools notes:read", claims.getString("scope"));
        assertEquals(now, claims.getInt("iat"));
        assertEquals(now + 600, claims.getInt("exp"));
        assertEquals(now, claims.getInt("auth_time"));
        assertEquals("urn:test:password", claims.getString("acr"));
        assertEquals(43, claims.getString("jti").length());
        assertEquals(
                Set.of("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "auth_time", "acr", "jti", "grant_id"),
                claims.keySet());
    }

    @Test
    void theProviderKnowsItsTokens() {
        IssuedAccessToken token = load(server.tokens("app")).orElseThrow();

        assertEquals("app", token.clientId());
        assertEquals("user-1", token.subject());
        assertEquals(Scopes.of("mcp:tools", "notes:read"), token.scopes());
        assertEquals(List.of(ResourceIdentifier.of(TestServer.RESOURCE)), token.resources());
        assertEquals(server.clock.instant(), token.issuedAt());
        assertEquals(server.clock.instant().plusSeconds(600), token.expiresAt());
        assertNull(token.confirmation());
    }

    @Test
    void aTokenEnds() {
        JsonObject tokens = server.tokens("app");
        server.pass(Duration.ofSeconds(599));
        assertTrue(load(tokens).isPresent());
        server.pass(Duration.ofSeconds(1));
        assertFalse(load(tokens).isPresent());
    }

    @Test
    void aTokenOfAnotherServerIsUnknown() {
        TestServer other = new TestServer();
        other.addPublicClient("app");

        assertFalse(load(other.tokens("app")).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "e30.e30.AA"})
    void whatIsNoTokenIsUnknown(String token) {
        assertFalse(server.provider.loadAccessToken(Secret.of(token)).isPresent());
    }

    @Test
    void aChangedTokenIsUnknown() {
        String token = server.tokens("app").getString("access_token");
        String changed = token.substring(0, token.length() - 10) + (token.endsWith("A") ? "B" : "A").repeat(10);

        assertFalse(server.provider.loadAccessToken(Secret.of(changed)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void everyAlgorithmOfGeneratedKeysWorks(String algorithm) {
        TestServer other =
                new TestServer(builder -> builder.tokens(TokenIssuance.DEFAULT.withSigningAlgorithm(algorithm)));
        other.addPublicClient("app");
        JsonObject tokens = other.tokens("app");

        assertEquals(
                algorithm, Jwt.header(other, tokens.getString("access_token")).getString("alg"));
        assertTrue(other.provider
                .loadAccessToken(Secret.of(tokens.getString("access_token")))
                .isPresent());
    }

    @Test
    void aClientGetsTokensForItself() {
        JsonObject tokens = server.json(clientCredentials("scope", "notes:read", "resource", TestServer.RESOURCE));
        JsonObject claims = Jwt.claims(server, tokens.getString("access_token"));

        assertEquals("machine", claims.getString("sub"));
        assertEquals("machine", claims.getString("client_id"));
        assertEquals("notes:read", tokens.getString("scope"));
        assertFalse(tokens.containsKey("refresh_token"));
        assertFalse(claims.containsKey("grant_id"));
        assertNull(load(tokens).orElseThrow().subject());
        assertNotEquals(
                tokens.getString("access_token"),
                server.json(clientCredentials("resource", TestServer.RESOURCE)).getString("access_token"));
    }

    /** RFC 6749, section 4.4: whatever a provider registered. */
    @Test
    void aPublicClientGetsNoTokenForItself() {
        server.addClient(
                "public",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));

        assertEquals(
                "unauthorized_client",
                server.error(server.token(
                        "grant_type", "client_credentials", "client_id", "public", "resource", TestServer.RESOURCE)));
    }

    @Test
    void itsScopesAndResourcesAreLimitedToo() {
        assertEquals(
                "invalid_scope", server.error(clientCredentials("scope", "admin", "resource", TestServer.RESOURCE)));
        assertEquals("invalid_target", server.error(clientCredentials("resource", "https://evil.example/")));
        assertEquals("invalid_target", server.error(clientCredentials()));
        assertEquals(
                "mcp:tools",
                server.json(clientCredentials("resource", TestServer.RESOURCE)).getString("scope"),
                "the default");
    }

    @Test
    void whatItRegisteredIsItsLimit() {
        server.addClient(
                "small",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                        .scope(Scopes.of("notes:read")));
        EndpointResponse wide = server.token(
                "grant_type", "client_credentials",
                "client_id", "small",
                "client_secret", TestServer.SECRET,
                "scope", "notes:write",
                "resource", TestServer.RESOURCE);

        assertEquals("invalid_scope", server.error(wide));
    }

    @Test
    void theGrantCanBeSwitchedOff() {
        TestServer closed = new TestServer(builder -> builder.grants(GrantRules.DEFAULT.withClientCredentials(false)));
        closed.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);

        assertEquals(
                "unsupported_grant_type",
                closed.error(closed.token(
                        "grant_type", "client_credentials",
                        "client_id", "machine",
                        "client_secret", TestServer.SECRET)));
    }

    private EndpointResponse clientCredentials(String... more) {
        return server.post(
                "/token",
                Map.of(),
                TestServer.form(
                                "grant_type", "client_credentials",
                                "client_id", "machine",
                                "client_secret", TestServer.SECRET)
                        + (more.length == 0 ? "" : "&" + TestServer.form(more)));
    }

    private Optional<? extends IssuedAccessToken> load(JsonObject tokens) {
        return server.provider.loadAccessToken(Secret.of(tokens.getString("access_token")));
    }
}
