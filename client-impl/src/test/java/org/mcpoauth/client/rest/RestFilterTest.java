package org.mcpoauth.client.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;

/** Calls with the Jakarta REST client (RFC 6750, sections 2.1 and 3). */
class RestFilterTest {
    private final World world = new World();
    private final Client http = ClientBuilder.newBuilder()
            .register(new McpOAuthClientFilter(world.client()))
            .build();

    @AfterEach
    void close() {
        http.close();
        world.close();
    }

    private Invocation.Builder call() {
        return http.target(world.serverUrl()).request().header("Mcp-Session-Id", "s-1");
    }

    @Test
    void challengesAreAnsweredAndTheEntityIsSentAgain() {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        try (Response response = call().post(Entity.json("write"))) {
            assertEquals(200, response.getStatus());
            assertEquals("{\"result\":\"write\"}", response.readEntity(String.class));
            assertEquals("application/json", response.getMediaType().toString());
        }
        List<Received> calls = world.mcp.http.received("/mcp");
        assertEquals(3, calls.size());
        for (Received each : calls) {
            assertEquals("write", each.body());
            assertEquals("s-1", each.header("Mcp-Session-Id"));
            assertEquals("application/json", each.header("Content-Type"));
        }
        assertEquals(2, world.as.http.count("/authorize"));
    }

    @Test
    void theNextRequestHasTheTokenAtOnce() {
        assertEquals("{\"result\":\"\"}", call().get(String.class));
        assertEquals("{\"result\":\"\"}", call().get(String.class));
        assertEquals(3, world.mcp.http.count("/mcp"));
    }

    /** On a target the filter is not part of the client that repeats the request. */
    @Test
    void aFilterOfATargetDoesTheSame() {
        Client plain = ClientBuilder.newClient();
        try {
            String body = plain.target(world.serverUrl())
                    .register(new McpOAuthClientFilter(world.client()))
                    .request()
                    .post(Entity.text("read"), String.class);
            assertEquals("{\"result\":\"read\"}", body);
        } finally {
            plain.close();
        }
    }

    @Test
    void askingEndsAsInAnyOtherCall() {
        world.mcp.tokenBearing = request -> world.mcp.insufficient("mcp:admin");
        ProcessingException failure = assertThrows(ProcessingException.class, () -> call().get(String.class));
        assertInstanceOf(ChallengeException.class, failure.getCause());
        assertEquals(2, world.as.http.count("/authorize"));
    }

    /** The stream is spent; the token is there for the next attempt of the application. */
    @Test
    void anEntityThatIsSpentIsNotSentAgain() {
        ProcessingException failure =
                assertThrows(ProcessingException.class, () -> call().post(Entity.text(stream("read")), String.class));
        assertInstanceOf(ChallengeException.class, failure.getCause());
        assertEquals(1, world.mcp.http.count("/mcp"));
        assertEquals("{\"result\":\"read\"}", call().post(Entity.text(stream("read")), String.class));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tokensGoNowhereElse() {
        try (ScriptedServer other = new ScriptedServer()) {
            ProcessingException failure = assertThrows(
                    ProcessingException.class,
                    () -> http.target(other.uri("/mcp")).request().get(String.class));
            assertInstanceOf(IllegalArgumentException.class, failure.getCause());
            world.mcp.tokenBearing =
                    request -> Answer.redirect(302, other.uri("/steal").toString());
            for (int attempt = 0; attempt < 2; attempt++) {
                try (Response response = call().get()) {
                    assertEquals(302, response.getStatus());
                }
            }
            assertTrue(other.received().isEmpty());
        }
    }

    @Test
    void credentialsOfTheCallerAreRefused() {
        ProcessingException failure = assertThrows(
                ProcessingException.class,
                () -> call().header("Authorization", "Bearer mine").get(String.class));
        assertInstanceOf(IllegalArgumentException.class, failure.getCause());
        assertTrue(world.mcp.http.received().isEmpty());
    }
}
