package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.ProcessStore;

/** What tasks cost the store (MCP 2025-11-25, "Tasks", security considerations). */
class TaskLookupsTest {
    private static final String URL = "https://mcp.example/mcp";
    private static final TokenPrincipal ALICE = new TokenPrincipal("client", Issuer.of("https://as.example"), "alice");

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger reads = new AtomicInteger();
    private final ProtectedResource resource = resource();

    private ProtectedResource resource() {
        McpOAuthServices services = TestIssuer.services(new ScriptedTransport(), clock, Runnable::run);
        StateStore counting = (StateStore) Proxy.newProxyInstance(
                TaskLookupsTest.class.getClassLoader(), new Class<?>[] {ProcessStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("get")) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(services.stateStore(), args);
                });
        VerifiedToken token = new VerifiedToken(
                ALICE,
                Scopes.NONE,
                List.of(URL),
                clock.instant().plusSeconds(60),
                Set.of(),
                null,
                JsonValue.EMPTY_JSON_OBJECT);
        return new BearerGuardFactory()
                .protectedResource(
                        ResourceServerConfiguration.builder(
                                        ResourceIdentifier.of(URL), List.of(Issuer.of("https://as.example")))
                                .build(),
                        presented -> token,
                        new McpOAuthServices(
                                services.transport(),
                                services.endpointPolicy(),
                                counting,
                                clock,
                                services.executor(),
                                null));
    }

    private static GuardedRequest request(String body) {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Authorization", List.of("Bearer abc"), "Content-Type", List.of("application/json")),
                (name, value) -> true);
        return new GuardedRequest("POST", "/mcp", null, headers, max -> body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTaskThatABatchNamesOftenIsLookedUpOnce() {
        assertTrue(resource.binder().bind("task", "t1", ALICE, Duration.ofMinutes(1)));
        String batch = IntStream.range(0, 64)
                .mapToObj(each -> "{\"jsonrpc\":\"2.0\",\"id\":" + each
                        + ",\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t1\"}}")
                .collect(Collectors.joining(",", "[", "]"));
        reads.set(0);
        assertInstanceOf(GuardDecision.Permitted.class, resource.guard().decide(request(batch)));
        assertEquals(1, reads.get());
    }
}
