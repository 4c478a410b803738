package org.mcpoauth.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** Calls of the application with its token (RFC 6750, section 2.1). */
class SendTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/other", "/mcpx", "/mcp/../admin", "/mcp/%2e%2e/admin", "/"})
    void aUrlOutsideTheResourceIsRefused(String path) {
        McpOAuthClient client = world.client();
        HttpRequest request = HttpRequest.newBuilder(world.mcp.http.uri(path)).build();
        assertThrows(IllegalArgumentException.class, () -> client.send(request, BodyHandlers.ofString()));
        assertTrue(world.mcp.http.received().isEmpty());
    }

    @Test
    void anotherServerIsRefused() {
        try (ScriptedServer other = new ScriptedServer()) {
            McpOAuthClient client = world.client();
            client.accessToken();
            HttpRequest request = HttpRequest.newBuilder(other.uri("/mcp")).build();
            assertThrows(IllegalArgumentException.class, () -> client.send(request, BodyHandlers.ofString()));
            assertTrue(other.received().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "DPoP"})
    void credentialsOfTheCallerAreRefused(String header) {
        McpOAuthClient client = world.client();
        HttpRequest request = HttpRequest.newBuilder(world.serverUrl())
                .header(header, "Bearer other")
                .build();
        assertThrows(IllegalArgumentException.class, () -> client.send(request, BodyHandlers.ofString()));
        assertTrue(world.mcp.http.received().isEmpty());
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                world.mcp.tokenBearing =
                        request -> Answer.redirect(status, other.uri("/steal").toString());
                assertEquals(status, world.call(world.client(), "read").statusCode());
            }
            assertTrue(other.received().isEmpty());
        }
    }

    @Test
    void headersAndBodyAreSentAgain() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(world.serverUrl())
                .header("Content-Type", "application/json")
                .header("MCP-Protocol-Version", "2025-11-25")
                .POST(BodyPublishers.ofString("{\"text\":\"\u00e9\"}"))
                .build();
        world.client().send(request, BodyHandlers.ofString());
        List<Received> sent = world.mcp.http.received("/mcp");
        assertEquals(2, sent.size());
        for (Received each : sent) {
            assertEquals("{\"text\":\"\u00e9\"}", each.body());
            assertEquals("2025-11-25", each.header("MCP-Protocol-Version"));
            assertEquals("application/json", each.header("Content-Type"));
        }
        assertEquals("", sent.get(0).header("Authorization"));
        assertTrue(sent.get(1).header("Authorization").startsWith("Bearer at-"));
    }

    /** The token goes with every method, in the header and nowhere else. */
    @Test
    void everyMethodHasTheTokenInTheHeader() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        for (String method : List.of("GET", "DELETE", "POST")) {
            HttpRequest request = HttpRequest.newBuilder(world.serverUrl())
                    .method(method, BodyPublishers.noBody())
                    .build();
            assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
            Received last = world.mcp.http.last("/mcp");
            assertTrue(last.header("Authorization").startsWith("Bearer at-"));
            assertEquals("", last.query());
        }
    }

    @Test
    void aStreamIsReadWhileItLasts() throws Exception {
        world.mcp.tokenBearing = request ->
                Answer.text(200, "text/event-stream", "data: first\n\n").at(Answer.Pace.ENDLESS);
        HttpResponse<InputStream> response = world.client().send(world.request("read"), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertEquals("data: first", new String(body.readNBytes(11), StandardCharsets.UTF_8));
        }
    }

    /** Nobody waits for the end of a body that nobody reads. */
    @Test
    void anEndlessChallengeDoesNotHoldTheCall() {
        world.mcp.http.on(
                "/mcp",
                request -> request.header("Authorization").isEmpty()
                        ? new Answer(401, world.mcp.challenge().headers(), "no", Answer.Pace.ENDLESS)
                        : world.mcp.judge(request));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertEquals(200, world.call(world.client(), "read").statusCode());
        });
    }

    /** A server that needs no token may answer the probe with a stream. */
    @Test
    void anEndlessAnswerDoesNotHoldTheProbe() {
        world.mcp.http.on(
                "/mcp", Answer.text(200, "text/event-stream", ": hello\n\n").at(Answer.Pace.ENDLESS));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertEquals(
                    List.of(),
                    world.runtime.discovery().probe(world.serverUrl()).all());
        });
    }

    @Test
    void aServerThatNeedsNoTokenGetsNone() throws Exception {
        world.mcp.http.on("/mcp", Answer.text(200, "text/plain", "free"));
        assertEquals("free", world.call(world.client(), "read").body());
        assertTrue(world.as.http.received().isEmpty());
    }

    @Test
    void clientCredentialsNeedNoUser() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        world.as.metadata.put("scopes_supported", "[\"offline_access\"]");
        world.as.issuesRefreshTokens = false;
        world.mcp.challengeScope = "mcp:basic";
        McpOAuthClient client = world.runtime.client(ClientConfiguration.builder(
                        "crm", world.serverUrl(), ClientMetadata.builder().build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("svc")
                .clientSecret(Secret.of("s"))
                .build());
        assertEquals(200, world.call(client, "read").statusCode());
        Received request = world.as.tokenRequests().get(0);
        assertEquals("client_credentials", request.form("grant_type"));
        assertEquals("mcp:basic", request.form("scope"));
        assertEquals(world.serverUrl().toString(), request.form("resource"));
        assertEquals("Basic c3ZjOnM=", request.header("Authorization"));
        assertFalse(request.hasForm("client_id"));
        world.clock.advance(Duration.ofHours(2));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.as.tokenRequests().size());
        assertEquals(0, world.as.http.count("/authorize"));
    }

    /** RFC 6750, section 5.3: a bearer token needs TLS. */
    @Test
    void plainHttpToAnotherMachineIsRefusedAtOnce() {
        for (String url : List.of("http://203.0.113.7/mcp", "http://10.0.0.1/mcp")) {
            ClientConfiguration configuration = ClientConfiguration.builder("crm", URI.create(url), World.metadata())
                    .build();
            assertThrows(ConfigurationException.class, () -> world.runtime.client(configuration));
        }
    }

    @Test
    void aDocumentUrlThatServersRefuseIsFoundAtOnce() {
        for (String url :
                List.of("http://client.example/c.json", "https://client.example", "https://client.example/")) {
            ClientConfiguration configuration =
                    world.configuration().metadataDocumentUrl(URI.create(url)).build();
            assertThrows(ConfigurationException.class, () -> world.runtime.client(configuration));
        }
    }
}
