package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.UserAuthenticator;

/** Whoever runs the server learns, once, that addresses of clients are not told apart (RFC 7239, section 8.1). */
class AddressLogTest {
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void aProxyThatNobodyNamedIsToldOnce() {
        AuthorizationServer server = server();
        try (LogRecorder log = new LogRecorder("org.mcpoauth.server.authorization")) {
            register(server, "192.0.2.1", Map.of());
            assertEquals(List.of(), told(log, "MCPO4610"));
            register(server, "10.0.0.9", Map.of("X-Forwarded-For", List.of("198.51.100.1")));
            register(server, "10.0.0.9", Map.of("Forwarded", List.of("for=198.51.100.1")));
            register(server, "192.0.2.7", Map.of("Forwarded", List.of("for=198.51.100.1")));

            assertEquals(1, told(log, "MCPO4610").size());
            String line = told(log, "MCPO4610").get(0);
            assertTrue(line.contains("10.0.0.9") && line.contains("mcp.oauth.as.rate-limit.trusted-proxies"), line);
            assertTrue(!line.contains("198.51.100.1"), "what strangers write is not logged");
        }
    }

    @Test
    void aTrustedProxyIsNotToldOf() {
        AuthorizationServer server = server();
        try (LogRecorder log = new LogRecorder("org.mcpoauth.server.authorization")) {
            register(server, "10.1.0.1", Map.of("X-Forwarded-For", List.of("198.51.100.1")));

            assertEquals(List.of(), told(log, "MCPO461"));
        }
    }

    @Test
    void thatNobodyKnowsTheAddressIsToldOnce() {
        AuthorizationServer server = server();
        try (LogRecorder log = new LogRecorder("org.mcpoauth.server.authorization")) {
            register(server, null, Map.of());
            register(server, null, Map.of("X-Forwarded-For", List.of("198.51.100.1")));

            assertEquals(1, told(log, "MCPO4611").size());
            assertEquals(List.of(), told(log, "MCPO4610"));
        }
    }

    private AuthorizationServer server() {
        UserAuthenticator nobody = (name, password) -> Optional.empty();
        return runtime.authorizationServer(
                AuthorizationServerConfiguration.builder(
                                Issuer.of("http://127.0.0.1:7007"),
                                List.of(ResourceIdentifier.of("http://127.0.0.1:7007/mcp")))
                        .registration(DynamicRegistration.OPEN)
                        .rateLimits(RateLimits.DEFAULT.withTrustedProxies(List.of("10.1.0.0/16")))
                        .build(),
                nobody);
    }

    private static List<String> told(LogRecorder log, String id) {
        return log.messages().stream().filter(line -> line.startsWith(id)).toList();
    }

    private static void register(
            AuthorizationServer server, @Nullable String address, Map<String, List<String>> headers) {
        Endpoint endpoint = server.endpoints().stream()
                .filter(each -> each.path().endsWith("/register"))
                .findFirst()
                .orElseThrow();
        endpoint.handler()
                .handle(new EndpointRequest(
                        "POST",
                        endpoint.path(),
                        null,
                        HttpHeaders.of(headers, (name, value) -> true),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        address,
                        null));
    }
}
