package org.mcpoauth.client.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.FaultyStore;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;

/**
 * Metadata outlive the process as long as they are fresh (RFC 9111, section 4.2), where nobody without a key can change
 * them: what they say is believed as if it had just come from its server.
 */
class KeptMetadataTest {
    private static final String KEPT = "client-metadata";
    private static final String OIDC = "/.well-known/openid-configuration";
    private static final Duration AFTER_THE_TOKEN = Duration.ofSeconds(620);
    private final World world = new World();
    private final StateStore sealed =
            StateStores.encrypted(world.store, List.of(Secret.of("a key of thirty-two characters!!")));
    /** What somebody who has the key can do. */
    private final FaultyStore opened = new FaultyStore(sealed);

    @BeforeEach
    void shortLives() {
        world.as.expiresIn = "600";
    }

    @AfterEach
    void close() {
        world.close();
    }

    private McpOAuthClient client() {
        return world.node(sealed).client(world.configuration().build());
    }

    /** The requests of a first call of a process that begins with what the store has. */
    private List<String> afterRestart() throws Exception {
        int ofAs = world.as.http.received().size();
        int ofMcp = world.mcp.http.received().size();
        assertEquals(200, world.call(client(), "read").statusCode());
        return Stream.concat(
                        world.as.http.paths().stream().skip(ofAs),
                        world.mcp.http.paths().stream().skip(ofMcp))
                .toList();
    }

    @Test
    void aRestartWithAnExpiredTokenTakesARefreshAndTheCall() throws Exception {
        world.call(client(), "read");
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(List.of("/token", "/mcp"), afterRestart());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void thePlaceThatHadThemIsRememberedToo() throws Exception {
        world.as.http.off(ScriptedAuthorizationServer.METADATA);
        world.as.http.on(OIDC, request -> Answer.json(200, world.as.metadataJson()));
        world.call(client(), "read");
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(List.of("/token", "/mcp"), afterRestart());
    }

    @Test
    void afterTheirFreshnessTheyAreAskedForAnew() throws Exception {
        world.call(client(), "read");
        world.clock.advance(Duration.ofHours(1));
        assertEquals(
                List.of(ScriptedAuthorizationServer.METADATA, "/token", ScriptedMcpServer.PATH_METADATA, "/mcp"),
                afterRestart());
    }

    /** RFC 9111, section 5.2.2.5. */
    @Test
    void whatIsNotToBeStoredIsNotStored() throws Exception {
        world.as.http.on(
                ScriptedAuthorizationServer.METADATA,
                request -> Answer.json(200, world.as.metadataJson()).with("Cache-Control", "no-store"));
        world.call(client(), "read");
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(List.of(ScriptedAuthorizationServer.METADATA, "/token", "/mcp"), afterRestart());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"url\":1}", "{\"url\":\"x\",\"document\":\"{}\"}", "\0"})
    void whatCannotBeReadIsFetchedAnewAndReplaced(String text) throws Exception {
        world.call(client(), "read");
        opened.change(KEPT, value -> text);
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(4, afterRestart().size());
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(List.of("/token", "/mcp"), afterRestart());
    }

    /** A document that is not what its URL must have, is broken, or would never end. */
    @ParameterizedTest
    @ValueSource(strings = {"issuer", "resource", "url", "authorization_servers", "fresh_until"})
    void whatIsNotGenuineIsFetchedAnew(String changed) throws Exception {
        world.call(client(), "read");
        opened.change(KEPT, value -> switch (changed) {
            case "fresh_until" -> value.replace("\"fresh_until\":1", "\"fresh_until\":9");
            case "url" -> value.replace("\"url\":\"http://127.0.0.1", "\"url\":\"http://127.0.0.2");
            case "authorization_servers" -> value.replace("authorization_servers", "other");
            default -> value.replace("\\\"" + changed + "\\\":\\\"http://", "\\\"" + changed + "\\\":\\\"https://");
        });
        world.clock.advance(AFTER_THE_TOKEN);
        List<String> paths = afterRestart();
        assertTrue(
                paths.contains(
                        changed.equals("resource") || changed.equals("authorization_servers")
                                ? ScriptedMcpServer.PATH_METADATA
                                : ScriptedAuthorizationServer.METADATA),
                paths::toString);
        assertEquals(1, world.agent.requests.size());
    }

    /** Else whoever can write a table has the secrets of the client sent to a place of theirs. */
    @Test
    void aStoreThatOthersCanWriteDoesNotSayWhereSecretsGo() throws Exception {
        try (ScriptedServer evil = new ScriptedServer()) {
            String elsewhere = evil.origin() + "/token";
            world.call(world.client(), "read");
            world.store.change(KEPT, value -> value.replace(world.as.http.origin() + "/token", elsewhere));
            world.clock.advance(AFTER_THE_TOKEN);
            McpOAuthClient restarted = world.node().client(world.configuration().build());
            assertEquals(200, world.call(restarted, "read").statusCode());
            assertEquals(List.of(), evil.received());
            assertEquals(0, world.store.count(KEPT));
        }
    }

    @Test
    void whatIsChangedBelowTheEncryptionIsFetchedAnew() throws Exception {
        world.call(client(), "read");
        assertTrue(world.store.count(KEPT) > 0);
        world.store.change(KEPT, value -> value.substring(0, value.length() - 4) + "AAAA");
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(4, afterRestart().size());
    }

    @Test
    void aStoreThatFailsCostsAFetch() throws Exception {
        world.store.broken = KEPT;
        world.call(client(), "read");
        world.clock.advance(AFTER_THE_TOKEN);
        assertEquals(4, afterRestart().size());
    }

    /** As in a process that went on: a refused token has the metadata read anew. */
    @Test
    void aResourceThatMovedIsNoticedAfterARestart() throws Exception {
        world.call(client(), "read");
        try (ScriptedAuthorizationServer second = new ScriptedAuthorizationServer()) {
            world.mcp.authorizationServers.clear();
            world.mcp.authorizationServers.add(second);
            assertTrue(afterRestart().contains(ScriptedMcpServer.PATH_METADATA));
            assertEquals(1, second.tokenRequests().size());
        }
    }

    @Test
    void aResourceWithoutMetadataIsNotRememberedToHaveThem() throws Exception {
        world.call(client(), "read");
        long kept = world.store.count(KEPT);
        world.mcp.http.off(ScriptedMcpServer.PATH_METADATA);
        world.mcp.refuse(client().accessToken().value().reveal());
        McpOAuthClient client = client();
        assertThrows(ResponseViolationException.class, () -> world.call(client, "read"));
        assertEquals(kept - 1, world.store.count(KEPT));
    }

    /** The URLs come from the MCP server. */
    @Test
    void aServerThatNamesEverOtherPlacesFillsNoStore() throws Exception {
        for (int i = 0; i < 60; i++) {
            String place = "/metadata" + i;
            world.mcp.http.on(place, request -> Answer.json(200, world.mcp.metadata(world.mcp.http.origin() + "/mcp")));
            world.mcp.http.on(
                    "/mcp",
                    Answer.challenge(401, "Bearer resource_metadata=\"" + world.mcp.http.origin() + place + "\""));
            McpOAuthClient client = client();
            assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        }
        long kept = world.store.count(KEPT);
        assertTrue(kept > 8 && kept <= 17, () -> "kept " + kept);
    }
}
