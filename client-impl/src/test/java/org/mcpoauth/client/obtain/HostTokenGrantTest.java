package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.TokenSource;

/** Tokens of the host go where they belong and nowhere else (MCP authorization, "Authorization Server Binding"). */
class HostTokenGrantTest {
    private final World world = new World();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theTokenOfTheHostIsSentWithoutAnyRequestForOne() throws Exception {
        McpOAuthClient client = client(this::token);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, asked.get());
        assertTrue(world.as.tokenRequests().isEmpty());
        assertEquals(0, world.as.http.count("/register"));
    }

    @Test
    void theHostIsAskedAgainWhenATokenEndsOrIsRefused() throws Exception {
        McpOAuthClient client = client(this::token);
        world.call(client, "read");
        world.clock.advance(Duration.ofHours(2));
        assertEquals(200, world.call(client, "read").statusCode());
        world.mcp.refuse("host-2");
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(3, asked.get());
    }

    @Test
    void aServerThatNamesAnotherIssuerGetsNoToken() {
        try (ScriptedAuthorizationServer other = new ScriptedAuthorizationServer()) {
            world.mcp.authorizationServers.clear();
            world.mcp.authorizationServers.add(other);
            ResponseViolationException failure =
                    assertThrows(ResponseViolationException.class, () -> world.call(client(this::token), "read"));
            assertEquals(FailureCode.CREDENTIALS_ISSUER_MISMATCH, failure.code());
            assertEquals(0, asked.get());
        }
    }

    @Test
    void aTokenForAnotherServerIsNotSent() {
        ResourceIdentifier other = ResourceIdentifier.of("https://other.example/mcp");
        McpOAuthClient client = client(resource -> token(other));
        assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
        assertEquals(1, world.mcp.http.count("/mcp"));
    }

    /** Without its key it would be worth nothing. */
    @Test
    void aBoundTokenIsRefused() {
        McpOAuthClient client =
                client(resource -> new AccessToken(Secret.of("bound"), Scheme.DPOP, Scopes.NONE, resource, null));
        assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
        assertEquals(1, world.mcp.http.count("/mcp"));
    }

    @Test
    void theIssuerMustBeKnown() {
        ClientConfiguration.Builder builder = builder(this::token).issuer(null);
        assertEquals(
                "issuer",
                assertThrows(ConfigurationException.class, builder::build).key());
    }

    private AccessToken token(ResourceIdentifier resource) {
        String text = "host-" + asked.incrementAndGet();
        world.as.accessTokens.put(text, "");
        return new AccessToken(
                Secret.of(text),
                Scheme.BEARER,
                Scopes.NONE,
                resource,
                world.clock.instant().plus(Duration.ofHours(1)));
    }

    private McpOAuthClient client(TokenSource host) {
        return world.runtime.client(builder(host).build());
    }

    private ClientConfiguration.Builder builder(TokenSource host) {
        return world.configuration()
                .grant(GrantKind.TOKEN)
                .issuer(Issuer.of(world.as.issuer()))
                .sources(sources -> sources.withHost(host));
    }
}
