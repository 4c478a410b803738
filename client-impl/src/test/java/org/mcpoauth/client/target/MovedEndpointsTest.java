package org.mcpoauth.client.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;

/** An authorization server that moves its endpoints while its metadata are still fresh (RFC 8414, section 3.2; RFC 9111, section 4.2). */
class MovedEndpointsTest {
    private static final Answer GONE = Answer.text(404, "text/html", "<h1>nothing</h1>");

    private final World world = new World();
    private final ScriptedAuthorizationServer as = world.as;

    @AfterEach
    void close() {
        world.close();
    }

    /** What a server and those in front of it say of a path that nobody serves. */
    static Stream<Answer> gone() {
        return Stream.of(
                GONE,
                Answer.of(405),
                Answer.of(410),
                Answer.json(404, "{\"timestamp\":1,\"status\":404,\"error\":\"Not Found\"}"));
    }

    private void moveToken(Answer before) {
        as.http.on("/token", before);
        as.http.on("/moved/token", request -> as.token.apply(request));
        as.put("token_endpoint", as.http.origin() + "/moved/token");
    }

    private int readings() {
        return as.http.count(ScriptedAuthorizationServer.METADATA);
    }

    /** A client whose token has ended while its metadata are fresh. */
    private McpOAuthClient expired(ClientConfiguration.Builder configuration) {
        as.expiresIn = "600";
        McpOAuthClient client = world.runtime.client(configuration.build());
        client.accessToken();
        world.clock.advance(Duration.ofMinutes(11));
        as.expiresIn = "3600";
        return client;
    }

    @ParameterizedTest
    @MethodSource("gone")
    void aRefreshFollowsTheTokenEndpoint(Answer gone) throws Exception {
        McpOAuthClient client = expired(world.configuration());
        String refreshToken = as.refreshTokens.keySet().iterator().next();
        moveToken(gone);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, readings());
        assertEquals(refreshToken, as.http.last("/moved/token").form("refresh_token"));
        assertEquals(1, as.http.count("/authorize"));
        world.clock.advance(Duration.ofMinutes(59));
        int before = as.http.count("/token");
        client.accessToken();
        assertEquals(before, as.http.count("/token"), "the new place is remembered");
    }

    @Test
    void aCodeIsRedeemedAtTheNewPlace() {
        McpOAuthClient client =
                world.runtime.client(ClientConfiguration.builder("crm", world.serverUrl(), World.metadata())
                        .build());
        URI redirect = URI.create(HeadlessAgent.open(client.startAuthorization(Scopes.NONE)));
        moveToken(GONE);
        client.completeAuthorization(redirect);
        assertTrue(client.storedToken().isPresent());
        assertEquals(
                as.http.last("/token").form("code"),
                as.http.last("/moved/token").form("code"));
    }

    @Test
    @DisplayName("a server that does not know the client any more may have moved (RFC 6749, section 5.2)")
    void configuredCredentialsFollowTheTokenEndpoint() throws Exception {
        as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        as.token = request -> as.issue("");
        McpOAuthClient client =
                expired(world.configuration().clientId("configured").clientSecret(Secret.of("configured-secret")));
        moveToken(ScriptedAuthorizationServer.error(401, "invalid_client"));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("configured-secret", as.http.last("/moved/token").form("client_secret"));
    }

    @Test
    void aServerThatMovedAndForgotItsClientsIsRegisteredAtAnew() throws Exception {
        McpOAuthClient client = expired(world.configuration());
        String clientId = as.http.last("/token").form("client_id");
        as.http.on("/moved/register", Answer.json(201, "{\"client_id\":\"registered-anew\"}"));
        as.put("registration_endpoint", as.http.origin() + "/moved/register");
        as.http.off("/register");
        as.http.on(
                "/moved/token",
                request -> request.form("client_id").equals(clientId)
                        ? ScriptedAuthorizationServer.error(401, "invalid_client")
                        : as.grant(request));
        as.put("token_endpoint", as.http.origin() + "/moved/token");
        as.http.off("/token");
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("registered-anew", as.http.last("/authorize").parameter("client_id"));
        assertEquals("registered-anew", as.http.last("/moved/token").form("client_id"));
        assertEquals(1, as.http.count("/register"));
    }

    @Test
    void aFirstRegistrationFollowsItsEndpoint() {
        // the metadata are remembered by a client that is configured
        McpOAuthClient client = world.client();
        client.accessToken();
        world.store
                .scan("client-registrations", null, null, 10)
                .entries()
                .keySet()
                .forEach(world.store::take);
        as.http.on("/moved/register", Answer.json(201, "{\"client_id\":\"registered-anew\"}"));
        as.put("registration_endpoint", as.http.origin() + "/moved/register");
        as.put("authorization_endpoint", as.http.origin() + "/moved/authorize");
        as.http.on("/moved/authorize", as::authorize);
        as.http.on("/register", Answer.of(410));
        client.as(() -> "bob").accessToken();
        assertEquals(1, as.http.count("/moved/register"));
        assertEquals("registered-anew", as.http.last("/moved/authorize").parameter("client_id"));
    }

    @Test
    void aRevocationFollowsItsEndpoint() {
        McpOAuthClient client = world.client();
        client.accessToken();
        as.http.on("/moved/revoke", Answer.of(200));
        as.put("revocation_endpoint", as.http.origin() + "/moved/revoke");
        as.http.off("/revoke");
        client.revoke();
        assertEquals(2, as.http.count("/moved/revoke"));
        assertEquals(2, readings());
    }

    @Test
    void anEndpointThatDidNotMoveIsNotAskedTwice() {
        McpOAuthClient client = expired(world.configuration());
        as.http.on("/token", GONE);
        int before = as.http.count("/token");
        McpOAuthException failed = assertThrows(McpOAuthException.class, client::accessToken);
        assertEquals(FailureCode.ENDPOINT_GONE, failed.code());
        assertEquals(before + 1, as.http.count("/token"));
        assertEquals(2, readings());
    }

    @Test
    void metadataAreReadAnewOnceAMinute() {
        McpOAuthClient client = expired(world.configuration());
        as.http.on("/token", GONE);
        assertThrows(McpOAuthException.class, client::accessToken);
        for (int i = 0; i < 3; i++) {
            world.clock.advance(Duration.ofSeconds(19));
            assertThrows(McpOAuthException.class, client::accessToken);
        }
        assertEquals(2, readings());
        world.clock.advance(Duration.ofSeconds(30));
        moveToken(GONE);
        client.accessToken();
        assertEquals(3, readings());
    }

    @Test
    void metadataThatCannotBeReadAnewAreNotTheFailureThatIsTold() {
        for (Answer broken : List.of(
                Answer.of(503),
                Answer.json(200, "{"),
                Answer.json(200, as.metadataJson().replace(as.issuer() + "\"", "https://evil.example\"")))) {
            McpOAuthClient client = expired(world.configuration());
            as.http.on("/token", GONE);
            as.http.on(ScriptedAuthorizationServer.METADATA, broken);
            McpOAuthException failed = assertThrows(McpOAuthException.class, client::accessToken);
            assertEquals(FailureCode.ENDPOINT_GONE, failed.code());
            assertEquals(1, failed.getSuppressed().length);
            as.http.on(ScriptedAuthorizationServer.METADATA, request -> Answer.json(200, as.metadataJson()));
            as.http.on("/token", request -> as.token.apply(request));
            world.clock.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    @DisplayName(
            "what may have been taken is not sent twice (OAuth 2.1, section 4.3.1), but the next goes to the new place")
    void aRequestThatMayHaveBeenTakenIsNotRepeated() {
        ScriptedServer old = new ScriptedServer();
        old.on("/token", request -> as.token.apply(request));
        as.put("token_endpoint", old.uri("/token").toString());
        McpOAuthClient client = expired(world.configuration());
        old.close();
        moveToken(GONE);
        McpOAuthException failed = assertThrows(McpOAuthException.class, client::accessToken);
        assertEquals(FailureCode.CONNECTION_FAILED, failed.code());
        assertEquals(0, as.http.count("/moved/token"));
        world.clock.advance(Duration.ofSeconds(2));
        client.accessToken();
        assertEquals(1, as.http.count("/moved/token"));
        assertEquals(1, as.http.count("/authorize"));
    }

    @Test
    void anotherRefusalIsNoSignOfAMove() {
        McpOAuthClient client = expired(world.configuration());
        as.token = request -> ScriptedAuthorizationServer.error(400, "invalid_request");
        assertThrows(OAuthErrorException.class, client::accessToken);
        assertEquals(1, readings());
    }

    @Test
    @DisplayName("a user who must agree anew is sent to the page of today (MCP, \"Authorization Server Migration\")")
    void theAuthorizationEndpointIsThatOfToday() throws Exception {
        as.issuesRefreshTokens = false;
        McpOAuthClient client = world.client();
        world.mcp.refuse(client.accessToken().value().reveal());
        as.http.on("/moved/authorize", as::authorize);
        as.put("authorization_endpoint", as.http.origin() + "/moved/authorize");
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, as.http.count("/authorize"));
        assertEquals(1, as.http.count("/moved/authorize"));
        assertEquals(2, readings());
    }

    @Test
    void aRefreshThatHealsReadsNothingOfTheAuthorizationServer() throws Exception {
        McpOAuthClient client = world.client();
        world.mcp.refuse(client.accessToken().value().reveal());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, readings());
    }

    @Test
    void metadataAreReadAnewWhenAnApplicationAsks() {
        Discovery discovery = world.runtime.discovery();
        Issuer issuer = Issuer.of(as.issuer());
        discovery.authorizationServer(issuer);
        moveToken(GONE);
        assertFalse(tokenEndpoint(discovery, issuer).contains("moved"));
        assertTrue(discovery
                .refreshAuthorizationServer(issuer)
                .tokenEndpoint()
                .orElseThrow()
                .toString()
                .contains("moved"));
        assertTrue(tokenEndpoint(discovery, issuer).contains("moved"));
        as.http.off(ScriptedAuthorizationServer.METADATA);
        McpOAuthException failed =
                assertThrows(McpOAuthException.class, () -> discovery.refreshAuthorizationServer(issuer));
        assertEquals(FailureCode.METADATA_NOT_FOUND, failed.code());
    }

    private static String tokenEndpoint(Discovery discovery, Issuer issuer) {
        return discovery
                .authorizationServer(issuer)
                .tokenEndpoint()
                .orElseThrow()
                .toString();
    }
}
