package org.mcpoauth.client.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.client.DiscoveryRules;

/** What the two servers say of each other, and where they say it (RFC 9728, sections 4 and 5.1). */
class ResourceListingTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private String resource() {
        return world.serverUrl().toString();
    }

    private void lists(String resources) {
        world.as.metadata.put("protected_resources", resources);
    }

    @Test
    void aServerThatListsTheResourceIsTaken() throws Exception {
        lists("[\"https://other.example/mcp\",\"" + resource() + "\"]");
        assertEquals(200, world.call(world.client(), "read").statusCode());
    }

    @Test
    void aParentOfTheResourceWillDo() throws Exception {
        lists("[\"" + world.mcp.http.origin() + "\"]");
        assertEquals(200, world.call(world.client(), "read").statusCode());
    }

    @Test
    void aServerWithoutAListIsTaken() throws Exception {
        world.as.metadata.remove("protected_resources");
        assertEquals(200, world.call(world.client(), "read").statusCode());
    }

    /** A list of none is no missing list. */
    @Test
    void aServerThatListsNoResourceHasNotThisOne() {
        lists("[]");
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.RESOURCE_NOT_LISTED, refused.code());
    }

    /** RFC 9728, section 7.6: the resource says which servers are its own, a selector only which of them. */
    @Test
    void aSelectorChoosesAmongTheListedServersOnly() {
        try (ScriptedAuthorizationServer other = new ScriptedAuthorizationServer()) {
            McpOAuthClient client = world.runtime.client(world.configuration()
                    .selector((resource, known) -> Issuer.of(other.issuer()))
                    .build());
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
            assertEquals("authorization-server-selection", refused.key());
            assertEquals(List.of(), other.http.received());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.example/mcp", "RESOURCE/deeper", "RESOURCEx"})
    void aServerThatListsOthersOnlyIsRefusedBeforeAnythingIsSentThere(String listed) {
        lists("[\"" + listed.replace("RESOURCE", resource()) + "\"]");
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.RESOURCE_NOT_LISTED, refused.code());
        assertEquals(Actor.AUTHORIZATION_SERVER, refused.actor());
        assertEquals(List.of("/.well-known/oauth-authorization-server"), world.as.http.paths());
    }

    /** A list need not be complete. */
    @Test
    void aDeployerMayDoWithoutTheList() throws Exception {
        lists("[\"https://other.example/mcp\"]");
        McpOAuthClient client = world.runtime.client(world.configuration()
                .discovery(DiscoveryRules::withDangerousUnlisted)
                .build());
        assertEquals(200, world.call(client, "read").statusCode());
    }

    @Test
    void theConfiguredPlaceOfTheMetadataComesBeforeTheChallenge() throws Exception {
        world.mcp.http.on("/mine.json", request -> Answer.json(200, world.mcp.metadata(resource())));
        world.mcp.http.on(ScriptedMcpServer.PATH_METADATA, Answer.of(500));
        McpOAuthClient client = world.runtime.client(world.configuration()
                .discovery(rules -> rules.withMetadataUrl(world.mcp.http.uri("/mine.json")))
                .build());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(0, world.mcp.http.count(ScriptedMcpServer.PATH_METADATA));
        // and when they are read anew
        world.as.refreshTokens.clear();
        world.as.accessTokens.clear();
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(0, world.mcp.http.count(ScriptedMcpServer.PATH_METADATA));
    }

    @Test
    void whatStandsThereIsJudgedAllTheSame() {
        world.mcp.http.on("/mine.json", Answer.json(200, world.mcp.metadata("https://evil.example/mcp")));
        McpOAuthClient client = world.runtime.client(world.configuration()
                .discovery(rules -> rules.withMetadataUrl(world.mcp.http.uri("/mine.json")))
                .build());
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.METADATA_RESOURCE_MISMATCH, refused.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/relative", "file:///etc/passwd", "mailto:a@b.example"})
    void thePlaceIsAUrl(String text) {
        assertThrows(ConfigurationException.class, () -> DiscoveryRules.DEFAULT.withMetadataUrl(URI.create(text)));
    }
}
