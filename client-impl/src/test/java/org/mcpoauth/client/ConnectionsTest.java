package org.mcpoauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;

/** How connections are made is the deployer's choice, within what keeps them safe. */
class ConnectionsTest {
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    private final World world = new World();
    private final ScriptedServer proxy = new ScriptedServer();

    @AfterEach
    void close() {
        proxy.close();
        world.close();
    }

    private static McpOAuthRuntime.Builder runtime(Connections connections) {
        return McpOAuthRuntime.builder().allowLoopback().connections(connections);
    }

    private Connections throughProxy() {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), proxy.uri("").getPort());
        return Connections.DEFAULT.withProxy(ProxySelector.of(address));
    }

    private static StrictEndpointPolicy policy(String... hosts) {
        return new StrictEndpointPolicy(StrictEndpointPolicy.Options.strict()
                .withLoopback()
                .withAllowedHosts(Set.of(hosts))
                .withDangerousHttp());
    }

    @Test
    void requestsOfOursHaveTheConfiguredUserAgent() throws Exception {
        try (McpOAuthRuntime runtime =
                runtime(Connections.DEFAULT.withUserAgent("crm/1.0 (test)")).build()) {
            McpOAuthClient client = runtime.client(world.configuration().build());
            runtime.discovery().probe(world.serverUrl());
            assertEquals("crm/1.0 (test)", world.mcp.http.last("/mcp").header("User-Agent"));
            world.call(client, "read");
            List<Received> ours = Stream.concat(
                            world.as.http.received().stream()
                                    .filter(request -> !request.path().equals("/authorize")),
                            world.mcp.http.received().stream()
                                    .filter(request -> !request.path().equals("/mcp")))
                    .toList();
            assertEquals(4, ours.size());
            ours.forEach(request -> assertEquals("crm/1.0 (test)", request.header("User-Agent"), request.path()));
        }
    }

    @Test
    void aRequestEndsInTheConfiguredTime() {
        world.as.http.on(METADATA, Answer.json(200, "{").at(Answer.Pace.ENDLESS));
        Connections impatient = Connections.DEFAULT.withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300));
        try (McpOAuthRuntime runtime = runtime(impatient).build()) {
            long start = System.nanoTime();
            TransportException failed = assertThrows(
                    TransportException.class,
                    () -> runtime.discovery().authorizationServer(Issuer.of(world.as.issuer())));
            assertEquals(FailureCode.TIMED_OUT, failed.code());
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 4_000);
        }
    }

    /** MCP security best practices: a proxy looks names up itself, so nobody here can judge their addresses. */
    @Test
    void aListedHostIsCalledThroughTheProxy() {
        ScriptedAuthorizationServer document = world.as;
        document.put("issuer", "http://as.test");
        proxy.on("http://as.test" + METADATA, request -> Answer.json(200, document.metadataJson()));
        try (McpOAuthRuntime runtime =
                runtime(throughProxy()).endpointPolicy(policy("as.test")).build()) {
            assertEquals(
                    "http://as.test",
                    runtime.discovery()
                            .authorizationServer(Issuer.of("http://as.test"))
                            .issuer()
                            .value());
            assertEquals(List.of("http://as.test" + METADATA), proxy.paths());
        }
    }

    @Test
    void anyOtherHostIsNotCalledThroughTheProxy() {
        try (McpOAuthRuntime runtime =
                runtime(throughProxy()).endpointPolicy(policy("as.test")).build()) {
            for (String other : List.of("http://other.test", world.as.issuer(), "http://sub.as.test")) {
                TransportException refused = assertThrows(
                        TransportException.class, () -> runtime.discovery().authorizationServer(Issuer.of(other)));
                assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code(), other);
            }
            assertEquals(List.of(), proxy.received());
            assertEquals(List.of(), world.as.http.received());
        }
    }

    @Test
    void mcpServersAreCalledThroughTheProxyToo() throws Exception {
        proxy.on("http://mcp.test/mcp", Answer.json(200, "{}"));
        try (McpOAuthRuntime runtime =
                runtime(throughProxy()).endpointPolicy(policy("mcp.test")).build()) {
            McpOAuthClient client = runtime.client(
                    ClientConfiguration.builder("crm", URI.create("http://mcp.test/mcp"), World.metadata())
                            .agent(world.agent)
                            .build());
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://mcp.test/mcp")).build();
            assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
            assertEquals(List.of("http://mcp.test/mcp"), proxy.paths());
        }
    }
}
