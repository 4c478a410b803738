package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** What a web application serves for its clients, as its keys say. */
@Tag("container")
class ClientEndpointsTest {
    private final Peers peers = new Peers();

    @AfterEach
    void close() {
        peers.close();
    }

    @ApplicationScoped
    static class Sales {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient crm;

        boolean knows(String user) {
            return crm.as(() -> user).storedToken().isPresent();
        }
    }

    private static EndpointResponse ask(Application application, String url, Map<String, List<String>> headers) {
        URI uri = URI.create(url);
        return application.get(ClientEndpoints.class).endpoints().stream()
                .filter(endpoint -> endpoint.path().equals(uri.getRawPath()))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(new EndpointRequest(
                        "GET",
                        uri.getRawPath(),
                        uri.getRawQuery(),
                        HttpHeaders.of(headers, (name, value) -> true),
                        new byte[0],
                        null,
                        null,
                        () -> "alice"));
    }

    @Test
    @DisplayName("three keys make a login: nobody writes code for it")
    void aLoginIsServedThatTheKeysAskFor() {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.login", "user");
        try (Application application = Application.start(keys, Sales.class)) {
            EndpointResponse away = ask(application, "/shop/mcp-oauth/login/crm?return=/shop/start", Map.of());
            assertEquals(303, away.status());
            String cookie =
                    away.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
            URI redirect =
                    Peers.open(URI.create(away.headers().firstValue("Location").orElseThrow()));
            EndpointResponse back = ask(application, redirect.toString(), Map.of("Cookie", List.of(cookie)));
            assertEquals(
                    "http://127.0.0.1:9/shop/start",
                    back.headers().firstValue("Location").orElseThrow());
            assertTrue(application.get(Sales.class).knows("alice"));
            assertFalse(application.get(Sales.class).knows("bob"));
            assertEquals(
                    new TreeSet<>(List.of(
                            "/shop/mcp-oauth/callback/crm", "/shop/mcp-oauth/login/crm", "/shop/mcp-oauth/logout/crm")),
                    new TreeSet<>(application.get(ClientEndpoints.class).endpoints().stream()
                            .map(Endpoint::path)
                            .toList()));
        }
    }

    @Test
    void nothingIsServedUnasked() {
        try (Application application = Application.start(peers.keys(), Sales.class)) {
            assertFalse(application.select(ClientEndpoints.class).isResolvable());
        }
    }

    @Test
    void nothingIsServedWhenAllIsSwitchedOff() {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.login", "user");
        keys.put("mcp.oauth.enabled", "false");
        try (Application application = Application.start(keys, Sales.class)) {
            assertTrue(application.get(ClientEndpoints.class).endpoints().isEmpty());
        }
    }

    @Test
    void whatCannotBeServedStopsTheStartWithOneMessage() {
        Map<String, String> keys = new HashMap<>(Map.of("mcp.oauth.client.crm.server-url", "https://crm.example/mcp"));
        keys.put("mcp.oauth.client.crm.login", "everybody");
        keys.put("mcp.oauth.client.crm.base-path", "oauth");
        keys.put("mcp.oauth.client.crm.token-store.scope", "session");
        keys.put("mcp.oauth.client.crm.metadata-document.url", "https://app.example/client.json");
        keys.put("mcp.oauth.client.crm.metadata-document.serve", "yes");
        String failure = Application.failure(keys, Sales.class);
        for (String problem : List.of(
                "crm.redirect-uri: is missing",
                "crm.login: is one of off, user, anonymous",
                "crm.base-path: is a path such as /mcp-oauth",
                "crm.token-store.scope: is one of user, application",
                "crm.metadata-document.serve: is true or false")) {
            assertTrue(failure.contains("mcp.oauth.client." + problem), failure);
        }
    }

    @Test
    void twoOriginsStopTheStart() {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.login", "user");
        keys.put("mcp.oauth.client.erp.server-url", peers.url("/mcp"));
        keys.put("mcp.oauth.client.erp.redirect-uri", "https://other.example/callback");
        String failure = Application.failure(keys, Sales.class);
        assertTrue(failure.contains("all clients with login are on one origin"), failure);
    }

    @Test
    @DisplayName("private_key_jwt: the document has the public key (RFC 7523, section 2.2)")
    void theDocumentHasThePublicKey() throws Exception {
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.client-name", "Shop");
        keys.put("mcp.oauth.client.crm.client-auth-method", "private-key-jwt");
        keys.put("mcp.oauth.client.crm.client-key-id", "k1");
        keys.put(
                "mcp.oauth.client.crm.client-key",
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----");
        keys.put("mcp.oauth.client.crm.metadata-document.url", "https://app.example/client.json");
        try (Application application = Application.start(keys, Sales.class)) {
            EndpointResponse answer = ask(application, "/client.json", Map.of());
            String document = new String(answer.body(), StandardCharsets.UTF_8);
            assertTrue(document.contains("\"kid\":\"k1\""), document);
            assertTrue(document.contains("\"token_endpoint_auth_method\":\"private_key_jwt\""), document);
            assertFalse(document.contains("\"d\""), document);
        }
    }

    /** The two filters serve the same beans; either suffices. */
    @Test
    @DisplayName("a container serves the document without code of the application, also beside a guarded resource")
    void containersServeTheEndpoints() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.client-name", "Shop");
        keys.put("mcp.oauth.client.crm.metadata-document.url", "https://app.example/mcp/client.json");
        for (boolean isGuarded : new boolean[] {true, false}) {
            Map<String, String> all = new HashMap<>(keys);
            if (isGuarded) {
                all.putAll(Application.RESOURCE);
            }
            try (Application application = Application.start(all, Sales.class);
                    WebServer server = new WebServer()) {
                assertTrue(application.select(ClientEndpoints.class).isResolvable());
                if (isGuarded) {
                    server.deployGuarded();
                } else {
                    server.deployEndpoints();
                }
                HttpResponse<String> answer =
                        WebServer.send(HttpRequest.newBuilder(URI.create(server.url("/mcp/client.json"))));
                assertEquals(200, answer.statusCode());
                assertTrue(answer.body().contains("\"client_id\":\"https://app.example/mcp/client.json\""));
                assertTrue(answer.headers().firstValue("ETag").isPresent());
            }
        }
    }
}
