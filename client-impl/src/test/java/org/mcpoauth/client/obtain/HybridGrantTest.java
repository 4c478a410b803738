package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** A user's token for a user, the client's where there is none (RFC 6749, sections 4.1 and 4.4). */
class HybridGrantTest {
    private final World world = new World();

    @BeforeEach
    void confidential() {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        world.as.metadata.put("scopes_supported", "[\"mcp:basic\",\"offline_access\"]");
        world.mcp.challengeScope = "mcp:basic";
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theApplicationHasTheTokenOfTheClient() throws Exception {
        assertEquals(200, world.call(client(), "read").statusCode());
        Received request = world.as.tokenRequests().get(0);
        assertEquals("client_credentials", request.form("grant_type"));
        assertEquals("mcp:basic", request.form("scope"));
        assertEquals(0, world.as.http.count("/authorize"));
    }

    @Test
    void aUserIsAskedForTheToken() throws Exception {
        assertEquals(200, world.call(client().as(() -> "alice"), "read").statusCode());
        assertEquals("authorization_code", world.as.tokenRequests().get(0).form("grant_type"));
        assertEquals(
                "mcp:basic offline_access", world.as.http.last("/authorize").parameter("scope"));
    }

    /** Whoever comes first: each gets a token of its own, and none of another one's. */
    @Test
    void neitherEverGetsTheTokenOfTheOther() throws Exception {
        McpOAuthClient application = client();
        McpOAuthClient alice = application.as(() -> "alice");
        McpOAuthClient bob = application.as(() -> "bob");
        for (McpOAuthClient each : List.of(application, alice, bob)) {
            assertEquals(200, world.call(each, "read").statusCode());
        }
        Secret ofApplication = application.accessToken().value();
        Secret ofAlice = alice.accessToken().value();
        Secret ofBob = bob.accessToken().value();
        assertNotEquals(ofApplication, ofAlice);
        assertNotEquals(ofApplication, ofBob);
        assertNotEquals(ofAlice, ofBob);
        assertEquals(
                List.of("client_credentials", "authorization_code", "authorization_code"),
                world.as.tokenRequests().stream()
                        .map(each -> each.form("grant_type"))
                        .toList());
        assertEquals(ofAlice, application.as(() -> "alice").accessToken().value());
    }

    /** What ends or is revoked is replaced in kind. */
    @Test
    void eachIsRenewedItsOwnWay() throws Exception {
        McpOAuthClient application = client();
        McpOAuthClient alice = application.as(() -> "alice");
        world.call(application, "read");
        world.call(alice, "read");
        world.as.refreshTokens.clear();
        world.clock.advance(Duration.ofHours(2));
        world.call(application, "read");
        world.call(alice, "read");
        assertEquals(2, world.as.http.count("/authorize"));
        assertEquals(
                2,
                world.as.tokenRequests().stream()
                        .filter(each -> each.form("grant_type").equals("client_credentials"))
                        .count());
    }

    /** No user falls back to what the application may do, however the login ends. */
    @Test
    void aUserWhoIsNotThereGetsNoTokenOfTheClient() throws Exception {
        McpOAuthClient application = world.runtime.client(builder().agent(null).build());
        world.call(application, "read");
        McpOAuthClient alice = application.as(() -> "alice");
        assertThrows(AuthorizationRequiredException.class, () -> world.call(alice, "read"));
        assertTrue(alice.storedToken().isEmpty());
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void aUserWhoRefusesGetsNoTokenOfTheClient() {
        world.agent.tampering = redirect -> World.REDIRECT + "?error=access_denied&state="
                + world.agent.requests.get(0).state().reveal() + "&iss=" + world.as.issuer();
        McpOAuthClient alice = client().as(() -> "alice");
        assertThrows(OAuthErrorException.class, () -> world.call(alice, "read"));
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    /** Otherwise what one user agreed to would be everybody's. */
    @Test
    void nobodyIsAskedForTheApplicationItself() throws Exception {
        McpOAuthClient application = world.runtime.client(builder().agent(null).build());
        ConfigurationException failure =
                assertThrows(ConfigurationException.class, () -> application.startAuthorization(Scopes.NONE));
        assertTrue(String.valueOf(failure.getMessage()).contains("call as(user) first"));
        McpOAuthClient alice = application.as(() -> "alice");
        URI redirect = URI.create(HeadlessAgent.open(alice.startAuthorization(Scopes.NONE)));
        alice.completeAuthorization(redirect);
        assertEquals(200, world.call(alice, "read").statusCode());
        assertTrue(application.storedToken().isEmpty());
    }

    @Test
    void anIdentifierIsNeeded() {
        ClientConfiguration.Builder builder =
                builder().clientSecret((Secret) null).clientId(null);
        assertEquals(
                "client-id",
                assertThrows(ConfigurationException.class, builder::build).key());
    }

    @Test
    void aRefusalOfTheClientIsNotPutToAUser() {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, "unauthorized_client");
        assertThrows(OAuthErrorException.class, () -> world.call(client(), "read"));
        assertEquals(0, world.as.http.count("/authorize"));
    }

    private McpOAuthClient client() {
        return world.runtime.client(builder().build());
    }

    private ClientConfiguration.Builder builder() {
        return world.configuration().grant(GrantKind.HYBRID).clientId("app").clientSecret(Secret.of("s"));
    }
}
