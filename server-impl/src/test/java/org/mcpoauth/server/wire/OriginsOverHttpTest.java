package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.resource.OriginPolicy;

/** MCP "Streamable HTTP", security warning: DNS rebinding; and CORS for pages of allowed origins. */
class OriginsOverHttpTest {
    private static final String APP = "https://app.example";

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(it -> it.origins(OriginPolicy.DEFAULT
                .withCorsOrigins(Set.of(APP))
                .withOriginsAllowed(Set.of("https://allowed.example"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://127.0.0.1.evil.example",
                "HTTPS://APP.EXAMPLE",
                "https://app.example:443",
                "https://app.example/"
            })
    void anUnknownOriginIsForbiddenWithoutChallengeEvenWithAToken(String origin) {
        for (HttpRequest.Builder request : Set.of(server.post(CALL), with(server.issuer.token(), server.post(CALL)))) {
            HttpResponse<String> response = send(request.header("Origin", origin));
            assertEquals(403, response.statusCode());
            assertTrue(response.headers().firstValue("WWW-Authenticate").isEmpty());
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    @Test
    void severalOriginsAreForbidden() {
        HttpRequest.Builder request = with(server.issuer.token(), server.post(CALL))
                .header("Origin", APP)
                .header("Origin", APP);
        assertEquals(403, send(request).statusCode());
    }

    @Test
    void theOwnOriginAndAllowedOnesPass() {
        for (String origin : Set.of("http://127.0.0.1", "https://allowed.example", APP)) {
            HttpRequest.Builder request =
                    with(server.issuer.token(), server.post(CALL)).header("Origin", origin);
            assertEquals(200, send(request).statusCode(), origin);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil",
                "128.0.0.1",
                "[::2]"
            })
    void aForeignHostOnALoopbackResourceIsForbidden(String host) {
        String answer = server.raw("GET /mcp HTTP/1.1", "Host: " + host);
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        assertFalse(answer.contains("WWW-Authenticate"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1234", "127.0.0.1:9", "127.1.2.3", "[::1]", "[::1]:80"})
    void aLoopbackHostGoesOn(String host) {
        String answer = server.raw("GET /mcp HTTP/1.1", "Host: " + host);
        assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    }

    private HttpResponse<String> preflight(String origin, String headers) {
        return send(server.get("/mcp")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", headers));
    }

    @Test
    void preflightOfAnAllowedOriginNeedsNoToken() {
        HttpResponse<String> response = preflight(APP, "authorization, mcp-param-city, x-evil, mcp-param-a:b");
        assertEquals(204, response.statusCode());
        assertEquals(
                APP,
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        String headers =
                response.headers().firstValue("Access-Control-Allow-Headers").orElseThrow();
        assertTrue(headers.contains("Authorization") && headers.contains("mcp-param-city"), headers);
        assertFalse(headers.contains("x-evil") || headers.contains("a:b"), headers);
        assertTrue(response.headers()
                .firstValue("Access-Control-Allow-Credentials")
                .isEmpty());
    }

    @Test
    void preflightOfOtherOriginsIsForbidden() {
        assertEquals(403, preflight("https://evil.example", "authorization").statusCode());
        assertEquals(403, preflight("https://allowed.example", "authorization").statusCode());
        assertEquals(0, server.endpoint.runs.get());
    }

    @Test
    void anOptionsRequestThatIsNoPreflightIsNotAnsweredByTheApplication() {
        HttpResponse<String> response = send(
                server.get("/mcp").method("OPTIONS", BodyPublishers.noBody()).header("Origin", APP));
        assertEquals(0, server.endpoint.runs.get());
        assertTrue(response.headers().firstValue("Access-Control-Allow-Methods").isEmpty());
    }

    @Test
    void aPageReadsAnswersAndRefusals() {
        HttpRequest.Builder refused = server.post(CALL).header("Origin", APP);
        HttpRequest.Builder accepted =
                with(server.issuer.token(), server.post(CALL)).header("Origin", APP);
        for (HttpRequest.Builder request : Set.of(refused, accepted)) {
            HttpResponse<String> response = send(request);
            assertEquals(
                    APP,
                    response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
            String exposed = response.headers()
                    .firstValue("Access-Control-Expose-Headers")
                    .orElseThrow();
            assertEquals("WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce", exposed);
            assertEquals("Origin", response.headers().firstValue("Vary").orElseThrow());
        }
    }

    @Test
    void anAllowedOriginThatIsNotSharedReadsNothing() {
        HttpRequest.Builder request =
                with(server.issuer.token(), server.post(CALL)).header("Origin", "https://allowed.example");
        assertTrue(send(request)
                .headers()
                .firstValue("Access-Control-Allow-Origin")
                .isEmpty());
    }

    // MCP, "Streamable HTTP", security warning: a name that a page had resolve to this machine
    @Test
    void onlyNamedHostsPassBesideLoopbackOnes() {
        try (RestServer named =
                new RestServer(it -> it.origins(OriginPolicy.DEFAULT.withHostsAllowed(Set.of("proxy.example:8443"))))) {
            String authorization = "Authorization: Bearer " + named.issuer.token();
            for (String host : List.of("127.0.0.1", "localhost:99", "proxy.example:8443", "PROXY.example:8443")) {
                String answer = named.raw("GET /mcp HTTP/1.1", "Host: " + host, authorization);
                assertTrue(answer.startsWith("HTTP/1.1 200"), host + answer);
            }
            for (String host : List.of("proxy.example", "evil.example", "proxy.example:8444")) {
                String answer = named.raw("GET /mcp HTTP/1.1", "Host: " + host, authorization);
                assertTrue(answer.startsWith("HTTP/1.1 403"), host + answer);
                assertFalse(answer.toLowerCase(Locale.ROOT).contains("www-authenticate"), answer);
            }
        }
    }
}
