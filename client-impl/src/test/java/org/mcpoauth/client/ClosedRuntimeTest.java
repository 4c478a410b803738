package org.mcpoauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;

/** What a runtime makes is shared by its clients and ends with it; a server that is deployed anew keeps nothing. */
class ClosedRuntimeTest {
    private final World world = new World();
    private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();

    @AfterEach
    void close() {
        runtime.close();
        world.close();
    }

    private McpOAuthClient service(String name) {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        return runtime.client(ClientConfiguration.builder(name, world.serverUrl(), World.metadata())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("service")
                .clientSecret(Secret.of("service-secret"))
                .build());
    }

    private List<Thread> own() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("scripted-server"))
                .collect(Collectors.toList());
    }

    @Test
    void aClosedRuntimeLeavesNoThreadBehind() throws Exception {
        McpOAuthClient client = service("one");
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(
                200,
                client.httpClient()
                        .sendAsync(world.request("read"), BodyHandlers.ofString())
                        .get()
                        .statusCode());
        runtime.discovery().probe(world.serverUrl());
        List<Thread> own = own();
        assertFalse(own.isEmpty());
        runtime.close();
        for (Thread thread : own) {
            assertEnds(thread);
        }
        // the application may still hold the client
        ConfigurationException closed = assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.UNSUPPORTED_OPERATION, closed.code());
        assertEquals(Actor.APPLICATION, closed.actor());
        assertNotNull(client.httpClient());
    }

    @Test
    void clientsShareTheirConnections() throws Exception {
        for (String name : List.of("one", "two", "three", "four")) {
            assertEquals(200, world.call(service(name), "read").statusCode());
            runtime.discovery().probe(world.serverUrl());
        }
        long selectors = own().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .count();
        // one for authorization servers and one for MCP servers
        assertEquals(2, selectors);
        assertSame(
                runtime.services().httpClients().plain(),
                runtime.services().httpClients().plain());
    }

    @Test
    void aRuntimeWithoutCallsHasNoConnectionsToMcpServers() {
        service("one");
        List<String> selectors = own().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("SelectorManager"))
                .toList();
        assertEquals(1, selectors.size(), selectors.toString());
    }

    @Test
    void aClosedRuntimeSendsNothing() {
        runtime.close();
        TransportException refused = assertThrows(
                TransportException.class, () -> runtime.discovery().authorizationServer(Issuer.of(world.as.issuer())));
        assertEquals(FailureCode.CONNECTION_FAILED, refused.code());
        assertThrows(ConfigurationException.class, () -> runtime.discovery().probe(world.serverUrl()));
        assertEquals(List.of(), world.as.http.received());
        assertEquals(List.of(), world.mcp.http.received());
    }

    /** Since JDK 21; before, the server ends its streams. */
    @Test
    void streamsAreBrokenOff() throws Exception {
        assumeTrue(AutoCloseable.class.isAssignableFrom(HttpClient.class));
        McpOAuthClient client = service("one");
        world.mcp.tokenBearing = request ->
                Answer.text(200, "text/event-stream", "data: one\n\n").at(Answer.Pace.ENDLESS);
        HttpResponse<InputStream> stream = client.send(world.request("read"), BodyHandlers.ofInputStream());
        assertEquals('d', stream.body().read());
        runtime.close();
        assertThrows(IOException.class, () -> stream.body().readAllBytes());
    }

    // Before JDK 21 the selector thread ends after the collector found that nobody uses the client
    private static void assertEnds(Thread thread) throws InterruptedException {
        for (int i = 0; i < 50 && thread.isAlive(); i++) {
            System.gc();
            thread.join(500);
        }
        assertFalse(thread.isAlive(), thread.getName());
    }
}
