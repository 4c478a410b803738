package org.mcpoauth.client.scripted;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.ClientFactory;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.concurrent.Waiting;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** One MCP server, one authorization server, a user, and the runtime under test. */
public final class World implements AutoCloseable {
    public static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");

    public final ManualClock clock = new ManualClock();
    public final ScriptedAuthorizationServer as = new ScriptedAuthorizationServer();
    public final ScriptedMcpServer mcp = new ScriptedMcpServer();
    public final HeadlessAgent agent = new HeadlessAgent();
    public final Work work = new Work();
    public final FaultyStore store = new FaultyStore(new InMemoryStateStore(clock, StoreLimits.defaults()));
    /** What auditors were told, of all nodes. */
    public final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    public final McpOAuthRuntime runtime = node();

    public World() {
        mcp.authorizationServers.add(as);
    }

    /** A runtime as on another node: it has the store, the clock and nothing else in common. */
    public McpOAuthRuntime node() {
        return node(Waiting.REAL);
    }

    /** The same, where threads wait in a time of their own. */
    public McpOAuthRuntime node(Waiting waiting) {
        return node(waiting, store);
    }

    /** The same with another way to the store, say an encrypted one. */
    public McpOAuthRuntime node(StateStore other) {
        return node(Waiting.REAL, other);
    }

    private McpOAuthRuntime node(Waiting waiting, StateStore state) {
        return McpOAuthRuntime.builder()
                .implementation(McpOAuthClientFactory.class, new ClientFactory(waiting))
                .allowLoopback()
                .clock(clock)
                .stateStore(state)
                .executor(work)
                .auditListener(events::add)
                .build();
    }

    public URI serverUrl() {
        return mcp.http.uri("/mcp");
    }

    public static ClientMetadata metadata() {
        return ClientMetadata.builder()
                .clientName("Test")
                .redirectUris(List.of(REDIRECT))
                .build();
    }

    /** A configuration with a user at hand. */
    public ClientConfiguration.Builder configuration() {
        return ClientConfiguration.builder("crm", serverUrl(), metadata()).agent(agent);
    }

    public McpOAuthClient client() {
        return runtime.client(configuration().build());
    }

    /** A call of a tool, with the text as body. */
    public HttpRequest request(String text) {
        return HttpRequest.newBuilder(serverUrl())
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(text))
                .build();
    }

    public HttpResponse<String> call(McpOAuthClient client, String text) throws IOException, InterruptedException {
        return client.send(request(text), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        runtime.close();
        mcp.close();
        as.close();
    }
}
