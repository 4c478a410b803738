package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.GrantPolicy;

/** RFC 7662, section 2. */
class IntrospectionTest {
    private static final String INACTIVE = "{\"active\":false}";

    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        add(server);
    }

    private static void add(TestServer server) {
        server.addPublicClient("app");
        for (String name : List.of("own", "stranger", TestServer.RESOURCE, TestServer.OTHER_RESOURCE)) {
            server.addClient(
                    name,
                    TestServer.SECRET,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                            .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));
        }
    }

    @Test
    void aResourceServerLearnsWhatATokenIsWorth() {
        String token = server.tokens("app").getString("access_token");
        EndpointResponse response = introspect(TestServer.RESOURCE, token);
        JsonObject body = server.json(response);
        JsonObject claims = Jwt.claims(server, token);

        assertEquals(200, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertTrue(body.getBoolean("active"));
        assertEquals(TestServer.ISSUER, body.getString("iss"));
        assertEquals("app", body.getString("client_id"));
        assertEquals("user-1", body.getString("sub"));
        assertEquals(TestServer.RESOURCE, body.getString("aud"));
        assertEquals("mcp:tools notes:read", body.getString("scope"));
        assertEquals("Bearer", body.getString("token_type"));
        assertEquals(claims.getInt("exp"), body.getInt("exp"));
        assertEquals(claims.getInt("iat"), body.getInt("iat"));
        assertEquals(claims.getString("jti"), body.getString("jti"));
        assertEquals("urn:test:password", body.getString("acr"));
        assertEquals(claims.getInt("auth_time"), body.getInt("auth_time"));
        assertEquals(
                Set.of(
                        "active",
                        "iss",
                        "client_id",
                        "sub",
                        "aud",
                        "scope",
                        "token_type",
                        "exp",
                        "iat",
                        "jti",
                        "acr",
                        "auth_time"),
                body.keySet());
    }

    @Test
    void aClientMayAskAboutItsOwnTokens() {
        JsonObject body = server.json(introspect("own", machineToken()));

        assertTrue(body.getBoolean("active"));
        assertEquals("own", body.getString("sub"), "as in the token");
    }

    @Test
    void nobodyElseLearnsAnything() {
        String token = server.tokens("app").getString("access_token");

        assertEquals(INACTIVE, TestServer.text(introspect("stranger", token)));
        assertEquals(INACTIVE, TestServer.text(introspect(TestServer.OTHER_RESOURCE, token)));
    }

    @Test
    void aPolicyMayNameResourceServers() {
        GrantPolicy policy = new GrantPolicy() {
            @Override
            public boolean mayIntrospect(Client caller, IssuedAccessToken accessToken) {
                return caller.clientId().equals("own");
            }
        };
        TestServer open = new TestServer(builder -> builder, policy, provider -> provider);
        add(open);
        String form = TestServer.form(
                "client_secret", TestServer.SECRET, "token", open.tokens("app").getString("access_token"));

        assertTrue(open.json(open.post("/introspect", Map.of(), form + "&client_id=own"))
                .getBoolean("active"));
        assertEquals(INACTIVE, TestServer.text(open.post("/introspect", Map.of(), form + "&client_id=stranger")));
    }

    @Test
    void aTokenThatIsOverIsNotActive() {
        String token = machineToken();
        server.pass(Duration.ofMinutes(10));

        assertEquals(INACTIVE, TestServer.text(introspect("own", token)));
    }

    @Test
    void aRevokedTokenIsNotActive() {
        JsonObject tokens = server.tokens("app");
        server.post(
                "/revoke", Map.of(), TestServer.form("client_id", "app", "token", tokens.getString("refresh_token")));

        assertEquals(INACTIVE, TestServer.text(introspect(TestServer.RESOURCE, tokens.getString("access_token"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "a.b.c", "\u00e4"})
    void anUnknownTokenIsNotActive(String token) {
        assertEquals(INACTIVE, TestServer.text(introspect("own", token)));
    }

    @Test
    void aRefreshTokenIsNotActiveHere() {
        assertEquals(
                INACTIVE,
                TestServer.text(
                        introspect(TestServer.RESOURCE, server.tokens("app").getString("refresh_token"))));
    }

    @Test
    void callersMustBeAuthenticated() {
        String token = server.tokens("app").getString("access_token");
        for (String form : List.of("client_id=app", "client_id=own", "client_id=own&client_secret=wrong", "a=b")) {
            EndpointResponse response =
                    server.post("/introspect", Map.of(), form + "&" + TestServer.form("token", token));
            assertEquals(401, response.status(), form);
            assertEquals("invalid_client", server.error(response));
        }
    }

    @Test
    void theTokenMustBeThereOnce() {
        String caller = TestServer.form("client_id", "own", "client_secret", TestServer.SECRET);

        assertEquals("invalid_request", server.error(server.post("/introspect", Map.of(), caller)));
        assertEquals(
                "invalid_request", server.error(server.post("/introspect", Map.of(), caller + "&token=a&token=a")));
    }

    @Test
    void onlyPostIsAnswered() {
        assertEquals(
                405,
                server.get(TestServer.BASE + "/introspect", "token=x", Map.of()).status());
    }

    private EndpointResponse introspect(String clientId, String token) {
        return server.post(
                "/introspect",
                Map.of(),
                TestServer.form("client_id", clientId, "client_secret", TestServer.SECRET, "token", token));
    }

    private String machineToken() {
        return server.json(server.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "own",
                        "client_secret",
                        TestServer.SECRET,
                        "resource",
                        TestServer.RESOURCE))
                .getString("access_token");
    }
}
