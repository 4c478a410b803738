package org.mcpoauth.client.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.store.StateEntry;

/** Several authorization servers, and one that takes the place of another (MCP authorization, "Authorization Server Binding"). */
class MigrationTest {
    private final World world = new World();
    private final ScriptedAuthorizationServer second = new ScriptedAuthorizationServer();

    @AfterEach
    void close() {
        second.close();
        world.close();
    }

    private void migrate() {
        world.mcp.authorizationServers.clear();
        world.mcp.authorizationServers.add(second);
    }

    @Test
    void theClientRegistersAnewAndSendsNothingOfTheOldServer() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        Received old = world.as.tokenRequests().get(0);
        String token = client.storedToken().orElseThrow().value().reveal();
        int seenByTheOld = world.as.http.received().size();
        migrate();
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, second.http.count("/register"));
        assertEquals(1, second.tokenRequests().size());
        assertEquals(seenByTheOld, world.as.http.received().size());
        for (Received request : second.http.received()) {
            assertFalse(request.all().contains(old.form("client_id")), request.path());
            assertFalse(request.all().contains(token), request.path());
            assertFalse(
                    request.all().contains("refresh_token=") || request.all().contains("rt-"), request.path());
        }
        assertFalse(world.mcp.http.last("/mcp").header("Authorization").contains(token));
    }

    /** The old server is not even asked when its token ends after the metadata have changed. */
    @Test
    void aTokenOfTheOldServerIsNotRefreshedThere() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        migrate();
        world.clock.advance(Duration.ofHours(2));
        int seenByTheOld = world.as.http.received().size();
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(seenByTheOld, world.as.http.received().size());
        assertEquals(1, second.tokenRequests().size());
    }

    @Test
    void theServerOfTheTokensStaysWhileItIsListed() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.mcp.authorizationServers.add(0, second);
        world.mcp.refuse(client.accessToken().value().reveal());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(0, second.http.received().size());
    }

    @Test
    void theSelectorChooses() throws Exception {
        world.mcp.authorizationServers.add(second);
        McpOAuthClient client = world.runtime.client(world.configuration()
                .selector((resource, known) -> resource.authorizationServers().get(1))
                .build());
        world.call(client, "read");
        assertEquals(0, world.as.http.received().size());
        assertEquals(1, second.tokenRequests().size());
    }

    @Test
    void thePinnedIssuerIsChosenAmongSeveral() throws Exception {
        world.mcp.authorizationServers.add(second);
        McpOAuthClient client = world.runtime.client(
                world.configuration().issuer(Issuer.of(second.issuer())).build());
        world.call(client, "read");
        assertEquals(0, world.as.http.received().size());
    }

    @Test
    void configuredCredentialsAreNotTriedAtAnotherServer() {
        McpOAuthClient client = world.runtime.client(
                configured().issuer(Issuer.of("https://as.example")).build());
        assertMismatch(client, world.as);
    }

    @Test
    void configuredCredentialsAreNotTriedAtTheOriginEither() {
        world.mcp.http.on("/mcp", Answer.challenge(401, "Bearer"));
        world.mcp.http.off("/.well-known/oauth-protected-resource/mcp");
        McpOAuthClient client = world.runtime.client(configured()
                .originFallback(true)
                .issuer(Issuer.of("https://as.example"))
                .build());
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.CREDENTIALS_ISSUER_MISMATCH, refused.code());
        assertFalse(world.mcp.http.paths().contains("/token"));
    }

    /** Without a configured issuer credentials belong to the server that took them first. */
    @Test
    void credentialsThatWorkedAtOneServerAreNotSentToTheNext() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        second.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        world.as.token = request -> world.as.issue("");
        McpOAuthClient client = world.runtime.client(configured().build());
        world.call(client, "read");
        assertEquals("configured", world.as.tokenRequests().get(0).form("client_id"));
        migrate();
        assertMismatch(client, second);
        assertMismatch(world.runtime.client(configured().build()).as(() -> "bob"), second);
    }

    /** Client ID metadata documents are the same everywhere. */
    @Test
    void aMetadataDocumentIsUsedAtEachServer() throws Exception {
        java.net.URI document = java.net.URI.create("https://client.example/oauth/client.json");
        world.as.metadata.put("client_id_metadata_document_supported", "true");
        second.metadata.put("client_id_metadata_document_supported", "true");
        McpOAuthClient client = world.runtime.client(
                world.configuration().metadataDocumentUrl(document).build());
        world.call(client, "read");
        migrate();
        world.call(client, "read");
        for (ScriptedAuthorizationServer server : List.of(world.as, second)) {
            assertEquals(document.toString(), server.http.last("/authorize").parameter("client_id"));
            assertEquals(document.toString(), server.tokenRequests().get(0).form("client_id"));
            assertEquals(0, server.http.count("/register"));
        }
    }

    private ClientConfiguration.Builder configured() {
        return world.configuration().clientId("configured").clientSecret(Secret.of("configured-secret"));
    }

    private void assertMismatch(McpOAuthClient client, ScriptedAuthorizationServer server) {
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.CREDENTIALS_ISSUER_MISMATCH, refused.code());
        assertTrue(server.http.received().isEmpty(), String.valueOf(server.http.paths()));
    }

    /** The application would else be locked out for a year. */
    @Test
    void aBrokenRecordOfTheIssuerCountsAsAbsentAndIsReplaced() {
        world.runtime.client(configured().build()).as(() -> "alice").accessToken();
        for (String broken : List.of("", "nonsense", "http://[", "https://as.example?query")) {
            world.store.change("client-issuers", value -> broken);
            world.node()
                    .client(configured().build())
                    .as(() -> "user of " + broken)
                    .accessToken();
            assertEquals(
                    List.of(world.as.issuer()),
                    world.store.scan("client-issuers", null, null, 10).entries().values().stream()
                            .map(StateEntry::value)
                            .toList());
        }
    }
}
