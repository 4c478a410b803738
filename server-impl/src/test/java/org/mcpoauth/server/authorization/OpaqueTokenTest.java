package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.TokenIssuance;

/** Access tokens that say nothing (RFC 6749, section 1.4; RFC 7662; RFC 6819, section 5.1.4.1.3). */
class OpaqueTokenTest {
    private final TestServer server = new TestServer(builder -> builder.tokens(
            TokenIssuance.DEFAULT.withSigningAlgorithm("ES256").withAccessTokenFormat(AccessTokenFormat.OPAQUE)));

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        server.addConfidentialClient(TestServer.RESOURCE, ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    @Test
    void aTokenHas256BitsAndTheStoreDoesNotHoldIt() {
        String token = server.tokens("app").getString("access_token");

        assertEquals(43, token.length());
        assertNotEquals(token, server.tokens("app").getString("access_token"));
        assertTrue(server.store.written().stream().noneMatch(text -> text.contains(token)));
    }

    @Test
    void introspectionTellsWhatAJwtWouldHaveSaid() {
        JsonObject body = introspect(server.tokens("app").getString("access_token"));

        assertTrue(body.getBoolean("active"));
        assertEquals("user-1", body.getString("sub"));
        assertEquals("app", body.getString("client_id"));
        assertEquals(TestServer.RESOURCE, body.getString("aud"));
        assertEquals("mcp:tools notes:read", body.getString("scope"));
        assertEquals("urn:test:password", body.getString("acr"));
        assertTrue(body.keySet().containsAll(Set.of("iat", "exp", "jti", "auth_time")));
    }

    @Test
    void aTokenEndsByItself() {
        String token = server.tokens("app").getString("access_token");
        server.pass(Duration.ofSeconds(599));
        assertTrue(isActive(token));
        server.pass(Duration.ofSeconds(1));
        assertFalse(isActive(token));
    }

    @Test
    void allTokensOfAGrantEndWithIt() {
        JsonObject first = server.tokens("app");
        JsonObject second = server.json(server.refresh("app", first.getString("refresh_token")));
        assertTrue(isActive(first.getString("access_token")), "a refresh ends no access token");

        revoke("client_id", "app", "token", second.getString("access_token"));

        assertFalse(isActive(first.getString("access_token")));
        assertFalse(isActive(second.getString("access_token")));
        assertEquals("invalid_grant", server.error(server.refresh("app", second.getString("refresh_token"))));
    }

    @Test
    void aCodeThatIsUsedTwiceEndsItsToken() {
        String code = server.codeOf("app");
        String token = server.json(server.redeem("app", code)).getString("access_token");

        assertEquals("invalid_grant", server.error(server.redeem("app", code)));

        assertFalse(isActive(token));
    }

    @Test
    void aTokenOfAClientItselfEndsAlone() {
        String first = machineToken();
        String second = machineToken();

        revoke("client_id", "machine", "client_secret", TestServer.SECRET, "token", first);

        assertFalse(isActive(first));
        assertTrue(isActive(second));
    }

    @Test
    void aResourceInTheSameProcessKnowsIt() {
        String token = server.tokens("app").getString("access_token");
        Issuer issuer = Issuer.of(TestServer.ISSUER);
        TokenVerifier verifier = new JwtVerifierFactory()
                .embedded(
                        ResourceServerConfiguration.builder(ResourceIdentifier.of(TestServer.RESOURCE), List.of(issuer))
                                .build(),
                        issuer,
                        server.provider,
                        server.services);
        PresentedToken presented = PresentedToken.bearer(token, "POST", URI.create(TestServer.RESOURCE));

        assertEquals(
                Scopes.of("mcp:tools", "notes:read"), verifier.verify(presented).scopes());
        revoke("client_id", "app", "token", token);
        assertThrows(TokenRejectedException.class, () -> verifier.verify(presented));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEj\u00e4"
            })
    void anInventedTokenIsNotActive(String token) {
        assertFalse(isActive(token));
    }

    @Test
    void aStoreThatFailsIs503AndIssuesNothing() {
        server.store.setBroken(true);
        assertEquals(503, machine().status());
        server.store.setBroken(false);
        assertEquals(200, machine().status());
    }

    @Test
    void bothFormsAreKnownWhicheverIsIssued() {
        AuthorizationServerConfiguration signing = AuthorizationServerConfiguration.builder(
                        Issuer.of(TestServer.ISSUER), List.of(ResourceIdentifier.of(TestServer.RESOURCE)))
                .build();
        AuthorizationServerProvider<?, ?, ?> other = new StandardAuthorizationServerFactory()
                .readyProvider(signing, server.keys, GrantPolicy.WITH_CONSENT, server.services);
        Client machine = other.client("machine").orElseThrow();
        TokenRequest request = new TokenRequest(Scopes.NONE, List.of(ResourceIdentifier.of(TestServer.RESOURCE)), null);
        Secret signed = other.exchangeClientCredentials(machine, request).accessToken();

        assertTrue(signed.reveal().contains("."));
        assertTrue(isActive(signed.reveal()));
        assertTrue(other.loadAccessToken(Secret.of(machineToken())).isPresent());
    }

    private boolean isActive(String token) {
        return server.provider.loadAccessToken(Secret.of(token)).isPresent();
    }

    private JsonObject introspect(String token) {
        return server.json(server.post(
                "/introspect",
                Map.of(),
                TestServer.form("client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET, "token", token)));
    }

    private void revoke(String... form) {
        assertEquals(
                200, server.post("/revoke", Map.of(), TestServer.form(form)).status());
    }

    private String machineToken() {
        return server.json(machine()).getString("access_token");
    }

    private EndpointResponse machine() {
        return server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                TestServer.SECRET,
                "resource",
                TestServer.RESOURCE);
    }
}
