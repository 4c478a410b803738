package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;

/** From a 401 to the first answer (MCP authorization, "Authorization Flow Steps"). */
class FirstAuthorizationTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aChallengeLeadsToATokenAndTheCallIsRepeated() throws Exception {
        assertEquals("{\"result\":\"read\"}", world.call(world.client(), "read").body());
        assertEquals(2, world.mcp.http.count("/mcp"));
        assertEquals("read", world.mcp.http.last("/mcp").body());
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void aStoredTokenIsUsedAtOnce() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.call(client, "again");
        assertEquals(3, world.mcp.http.count("/mcp"));
        assertEquals(1, world.agent.requests.size());
        assertEquals(1, world.as.http.count("/register"));
    }

    /** RFC 8707, section 2: the same value in both requests, as RFC 9728, section 2 published it. */
    @Test
    void theResourceOfTheMetadataIsSentByteForByte() throws Exception {
        String origin = world.mcp.http.origin();
        for (String resource : List.of(origin + "/mcp", origin, origin + "/")) {
            try (World other = new World()) {
                String published = resource.replace(origin, other.mcp.http.origin());
                other.mcp.http.on(
                        ScriptedMcpServer.PATH_METADATA, request -> Answer.json(200, other.mcp.metadata(published)));
                McpOAuthClient client = other.client();
                other.call(client, "read");
                other.clock.advance(java.time.Duration.ofSeconds(3610));
                other.call(client, "read");
                assertEquals(published, other.as.http.last("/authorize").parameter("resource"));
                assertEquals(
                        List.of(published, published),
                        other.as.tokenRequests().stream()
                                .map(request -> request.form("resource"))
                                .toList());
                assertEquals("refresh_token", other.as.http.last("/token").form("grant_type"));
            }
        }
    }

    /** RFC 7636, section 4: the scripted server itself compares verifier and challenge. */
    @Test
    void everyRequestHasAnS256ChallengeOfItsOwn() throws Exception {
        world.call(world.client(), "read");
        world.call(world.runtime.client(world.configuration().build()).as(() -> "bob"), "read");
        List<Received> requests = world.as.http.received("/authorize");
        assertEquals(2, requests.size());
        for (Received request : requests) {
            assertEquals("S256", request.parameter("code_challenge_method"));
            assertEquals(43, request.parameter("code_challenge").length());
            assertTrue(request.parameter("state").length() >= 43);
        }
        assertFalse(requests.get(0)
                .parameter("code_challenge")
                .equals(requests.get(1).parameter("code_challenge")));
        assertFalse(requests.get(0).parameter("state").equals(requests.get(1).parameter("state")));
        assertEquals(
                world.as.http.received("/authorize").get(0).parameter("code_challenge"),
                ScriptedAuthorizationServer.s256(world.as.tokenRequests().get(0).form("code_verifier")));
    }

    /** MCP authorization, "Authorization Code Protection". */
    @Test
    void aServerWithoutS256IsRefusedBeforeTheUserSeesIt() {
        for (String methods : List.of("", "[]", "[\"plain\"]")) {
            try (World other = new World()) {
                other.as.metadata.remove("code_challenge_methods_supported");
                if (!methods.isEmpty()) {
                    other.as.metadata.put("code_challenge_methods_supported", methods);
                }
                ResponseViolationException refused =
                        assertThrows(ResponseViolationException.class, () -> other.call(other.client(), "read"));
                assertEquals(FailureCode.PKCE_UNSUPPORTED, refused.code());
                assertEquals(0, other.as.http.count("/authorize"));
            }
        }
    }

    /** MCP security best practices: only https, or http on loopback, is opened in a browser. */
    @Test
    void anAuthorizationEndpointThatMustNotBeOpenedIsRefused() {
        for (String endpoint : List.of("http://203.0.113.7/authorize", "http://as.invalid/authorize")) {
            try (World other = new World()) {
                other.as.put("authorization_endpoint", endpoint);
                TransportException refused =
                        assertThrows(TransportException.class, () -> other.call(other.client(), "read"));
                assertTrue(List.of(FailureCode.ENDPOINT_REFUSED, FailureCode.CONNECTION_FAILED)
                        .contains(refused.code()));
                assertEquals(List.of(), other.agent.requests);
            }
        }
        for (String endpoint : List.of("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x")) {
            try (World other = new World()) {
                other.as.put("authorization_endpoint", endpoint);
                assertThrows(org.mcpoauth.api.error.McpOAuthException.class, () -> other.call(other.client(), "read"));
                assertEquals(List.of(), other.agent.requests);
            }
        }
    }

    /** RFC 6749, section 3.1: a query of the endpoint is kept. */
    @Test
    void aQueryOfTheAuthorizationEndpointIsKept() throws Exception {
        world.as.put("authorization_endpoint", world.as.http.origin() + "/authorize?tenant=a%20b");
        world.call(world.client(), "read");
        assertEquals("a b", world.as.http.last("/authorize").parameter("tenant"));
        assertEquals("code", world.as.http.last("/authorize").parameter("response_type"));
    }

    /** MCP authorization, "Scope Selection Strategy". */
    @Test
    void theScopesOfTheChallengeComeFirst() throws Exception {
        world.mcp.challengeScope = "mcp:basic other";
        world.mcp.scopesSupported = "[\"mcp:profile\"]";
        world.call(world.client(), "read");
        assertEquals("mcp:basic other", world.as.http.last("/authorize").parameter("scope"));
    }

    @Test
    void thenTheScopesOfTheMetadata() throws Exception {
        world.mcp.scopesSupported = "[\"mcp:basic\",\"mcp:read\"]";
        world.call(world.client(), "read");
        assertEquals("mcp:basic mcp:read", world.as.http.last("/authorize").parameter("scope"));
    }

    @Test
    void elseTheScopeIsLeftOut() throws Exception {
        world.call(world.client(), "read");
        assertFalse(world.as.http.last("/authorize").hasParameter("scope"));
    }

    @Test
    void configuredScopesAreAskedForTogetherWithThoseOfTheChallenge() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.call(
                world.runtime.client(
                        world.configuration().scopes(Scopes.of("own")).build()),
                "read");
        assertEquals("own mcp:basic", world.as.http.last("/authorize").parameter("scope"));
    }

    @Test
    void aListOfScopesWithoutEndIsAViolation() {
        StringBuilder scopes = new StringBuilder("[\"s\"");
        for (int i = 0; i < 300; i++) {
            scopes.append(",\"s" + i + "\"");
        }
        world.mcp.scopesSupported = scopes.append("]").toString();
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.INVALID_RESPONSE, refused.code());
    }

    /** MCP authorization, "Refresh Tokens": asked for when the authorization server lists it. */
    @Test
    void offlineAccessIsAskedForWhereTheServerListsIt() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.as.metadata.put("scopes_supported", "[\"mcp:basic\",\"offline_access\"]");
        world.call(world.client(), "read");
        assertEquals(
                "mcp:basic offline_access", world.as.http.last("/authorize").parameter("scope"));
    }

    @Test
    void offlineAccessIsNotAskedForOtherwise() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.as.metadata.put("scopes_supported", "[\"mcp:basic\"]");
        world.call(world.client(), "read");
        assertEquals("mcp:basic", world.as.http.last("/authorize").parameter("scope"));
    }

    @Test
    void offlineAccessIsNotAddedToARequestWithoutScope() throws Exception {
        world.as.metadata.put("scopes_supported", "[\"offline_access\"]");
        world.call(world.client(), "read");
        assertFalse(world.as.http.last("/authorize").hasParameter("scope"));
    }

    @Test
    void offlineAccessCanBeForbiddenAndForced() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.as.metadata.put("scopes_supported", "[\"offline_access\"]");
        world.call(
                world.runtime.client(
                        world.configuration().offlineAccess(OfflineAccess.NEVER).build()),
                "read");
        assertEquals("mcp:basic", world.as.http.last("/authorize").parameter("scope"));
        try (World other = new World()) {
            other.call(
                    other.runtime.client(other.configuration()
                            .offlineAccess(OfflineAccess.ALWAYS)
                            .build()),
                    "read");
            assertEquals("offline_access", other.as.http.last("/authorize").parameter("scope"));
        }
    }

    @Test
    void aServerThatRefusesEveryTokenEndsInAnExceptionSoon() {
        world.mcp.tokenBearing = request -> world.mcp.challenge();
        ChallengeException refused = assertThrows(ChallengeException.class, () -> world.call(world.client(), "read"));
        assertEquals(401, refused.status());
        assertEquals(URI.create(world.serverUrl().toString()), refused.resource());
        assertTrue(world.mcp.http.count("/mcp") <= 3);
        assertTrue(world.agent.requests.size() <= 2);
    }
}
