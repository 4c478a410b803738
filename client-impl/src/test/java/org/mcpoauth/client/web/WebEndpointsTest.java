package org.mcpoauth.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** What is served for clients, without a binding. */
class WebEndpointsTest {
    private static final URI DOCUMENT = URI.create("https://shop.example/oauth/client.json");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static WebRules login() {
        return new WebRules(Login.USER, "/mcp-oauth", null, false);
    }

    private static WebRules document() {
        return new WebRules(Login.OFF, "/mcp-oauth", null, true);
    }

    private ClientConfiguration.Builder client(String name, String redirectUri) {
        return ClientConfiguration.builder(
                name, world.serverUrl(), metadata(redirectUri).build());
    }

    private static ClientMetadataBuilder metadata(String redirectUri) {
        return ClientMetadata.builder().clientName("Shop").redirectUris(List.of(URI.create(redirectUri)));
    }

    private ClientEndpoints endpoints(ClientConfiguration.Builder... clients) {
        List<McpOAuthClient> all = Arrays.stream(clients)
                .map(each -> world.runtime.client(each.build()))
                .toList();
        return world.runtime.endpoints(all);
    }

    private static EndpointResponse ask(
            ClientEndpoints endpoints, String method, String url, Map<String, List<String>> headers) {
        URI uri = URI.create(url);
        Endpoint endpoint = endpoints.endpoints().stream()
                .filter(each -> each.path().equals(uri.getRawPath()))
                .findFirst()
                .orElseThrow();
        return endpoint.handler()
                .handle(new EndpointRequest(
                        method,
                        uri.getRawPath(),
                        uri.getRawQuery(),
                        HttpHeaders.of(headers, (name, value) -> true),
                        new byte[0],
                        null,
                        null,
                        () -> "alice"));
    }

    private static String header(EndpointResponse answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void nothingIsServedThatIsNotConfigured() {
        ClientEndpoints none =
                endpoints(client("crm", "https://shop.example/callback").metadataDocumentUrl(DOCUMENT));
        assertTrue(none.endpoints().isEmpty());
        assertTrue(none.visitor(HttpHeaders.of(Map.of("Cookie", List.of("x=y")), (name, value) -> true))
                .isEmpty());
    }

    @Test
    @DisplayName("the cookie of https is __Host- and Secure (draft-ietf-httpbis-rfc6265bis, section 4.1.3.2)")
    void theCookieOfHttpsStaysWithItsHost() {
        ClientEndpoints shop = endpoints(
                client("crm", "https://shop.example/mcp-oauth/callback/crm").web(login()));
        EndpointResponse away = ask(shop, "GET", "/mcp-oauth/login/crm", Map.of());
        String cookie = header(away, "Set-Cookie");
        assertTrue(cookie.startsWith("__Host-mcp-oauth-client="), cookie);
        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Lax; Secure"), cookie);
        String redirect = HeadlessAgent.open(URI.create(header(away, "Location")));
        String pair = cookie.substring(0, cookie.indexOf(';'));
        // without the prefix a neighbour could have set it
        assertEquals(
                400,
                ask(shop, "GET", redirect, Map.of("Cookie", List.of(pair.substring(7))))
                        .status());
        assertEquals(
                200,
                ask(shop, "GET", redirect, Map.of("Cookie", List.of("a=b; " + pair)))
                        .status());
    }

    @Test
    void clientsMayShareACallback() {
        ClientEndpoints shop = endpoints(
                client("crm", "https://shop.example/callback").web(login()),
                client("erp", "https://shop.example/callback").web(login()));
        assertEquals(5, shop.endpoints().size());
        EndpointResponse first = ask(shop, "GET", "/mcp-oauth/login/crm", Map.of());
        String cookie = header(first, "Set-Cookie").split(";", -1)[0];
        EndpointResponse second = ask(shop, "GET", "/mcp-oauth/login/erp", Map.of("Cookie", List.of(cookie)));
        assertEquals("", header(second, "Set-Cookie"));
        for (EndpointResponse away : List.of(second, first)) {
            String redirect = HeadlessAgent.open(URI.create(header(away, "Location")));
            assertEquals(
                    200,
                    ask(shop, "GET", redirect, Map.of("Cookie", List.of(cookie)))
                            .status());
        }
        assertEquals(2, world.as.tokenRequests().size());
    }

    @Test
    void loginsOnSeveralOriginsAreAConfigurationMistake() {
        ConfigurationException mistake = assertThrows(
                ConfigurationException.class,
                () -> endpoints(
                        client("crm", "https://shop.example/callback").web(login()),
                        client("erp", "https://other.example/callback").web(login())));
        assertEquals("redirect-uri", mistake.key());
    }

    @Test
    void twoEndpointsOfOnePathAreAConfigurationMistake() {
        assertThrows(
                ConfigurationException.class,
                () -> endpoints(client("crm", "https://shop.example/mcp-oauth/login/crm")
                        .web(login())));
    }

    @Test
    void aClientOfAnotherImplementationIsRefused() {
        McpOAuthClient other = (McpOAuthClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {McpOAuthClient.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> world.runtime.endpoints(List.of(other)));
    }

    private static JsonObject json(EndpointResponse answer) {
        try (var reader = Json.createReader(new StringReader(new String(answer.body(), StandardCharsets.UTF_8)))) {
            return reader.readObject();
        }
    }

    @Test
    @DisplayName("the document names its own URL (draft-ietf-oauth-client-id-metadata-document, section 4.1)")
    void theDocumentSaysWhatServersAskFor() {
        ClientEndpoints shop = endpoints(client("crm", "https://shop.example/callback")
                .metadataDocumentUrl(DOCUMENT)
                .scopes(Scopes.of("a", "b"))
                .web(document()));
        EndpointResponse answer = ask(shop, "GET", "/oauth/client.json", Map.of());
        assertEquals(200, answer.status());
        assertEquals("application/json", header(answer, "Content-Type"));
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
        assertTrue(header(answer, "Cache-Control").contains("max-age"));
        JsonObject document = json(answer);
        assertEquals(DOCUMENT.toString(), document.getString("client_id"));
        assertEquals("Shop", document.getString("client_name"));
        assertEquals("[\"https://shop.example/callback\"]", String.valueOf(document.get("redirect_uris")));
        assertEquals("[\"authorization_code\",\"refresh_token\"]", String.valueOf(document.get("grant_types")));
        assertEquals("[\"code\"]", String.valueOf(document.get("response_types")));
        assertEquals("none", document.getString("token_endpoint_auth_method"));
        assertEquals("web", document.getString("application_type"));
        assertEquals("a b", document.getString("scope"));
        assertFalse(document.containsKey("client_secret"));
    }

    @Test
    @DisplayName("a document that is known is not sent again (RFC 9110, section 13.1.2)")
    void theDocumentHasAnEntityTag() {
        ClientEndpoints shop = endpoints(client("crm", "https://shop.example/callback")
                .metadataDocumentUrl(DOCUMENT)
                .web(document()));
        String path = DOCUMENT.getRawPath();
        EndpointResponse whole = ask(shop, "GET", path, Map.of());
        String tag = header(whole, "ETag");
        EndpointResponse known = ask(shop, "GET", path, Map.of("If-None-Match", List.of("\"x\", " + tag)));
        assertEquals(304, known.status());
        assertEquals(0, known.body().length);
        EndpointResponse head = ask(shop, "HEAD", path, Map.of());
        assertEquals(200, head.status());
        assertEquals(0, head.body().length);
        assertEquals(tag, header(head, "ETag"));
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            EndpointResponse refused = ask(shop, method, path, Map.of());
            assertEquals(405, refused.status());
            assertEquals("GET, HEAD", header(refused, "Allow"));
        }
    }

    @Test
    void clientsOfOneDocumentShareIt() {
        ClientEndpoints shop = endpoints(
                client("crm", "https://shop.example/crm")
                        .metadataDocumentUrl(DOCUMENT)
                        .web(document()),
                client("erp", "https://shop.example/erp")
                        .metadataDocumentUrl(DOCUMENT)
                        .web(document()));
        assertEquals(1, shop.endpoints().size());
        assertEquals(
                "[\"https://shop.example/crm\",\"https://shop.example/erp\"]",
                String.valueOf(
                        json(ask(shop, "GET", DOCUMENT.getRawPath(), Map.of())).get("redirect_uris")));
    }

    @Test
    void clientsThatSayDifferentThingsUnderOneIdentifierAreAMistake() {
        ClientConfiguration.Builder other = ClientConfiguration.builder(
                        "erp",
                        world.serverUrl(),
                        metadata("https://shop.example/erp").clientName("Other").build())
                .metadataDocumentUrl(DOCUMENT)
                .web(document());
        ConfigurationException mistake = assertThrows(
                ConfigurationException.class,
                () -> endpoints(
                        client("crm", "https://shop.example/crm")
                                .metadataDocumentUrl(DOCUMENT)
                                .web(document()),
                        other));
        assertEquals("metadata-document.url", mistake.key());
    }

    @Test
    @DisplayName("a document above 5 KiB is found out at the start (CIMD, section 6.6)")
    void aDocumentThatServersWillNotReadIsAMistake() {
        ClientConfiguration.Builder large = ClientConfiguration.builder(
                        "crm",
                        world.serverUrl(),
                        metadata("https://shop.example/crm")
                                .clientName("x".repeat(5 * 1024))
                                .build())
                .metadataDocumentUrl(DOCUMENT)
                .web(document());
        ConfigurationException mistake = assertThrows(ConfigurationException.class, () -> endpoints(large));
        assertTrue(String.valueOf(mistake.getMessage()).contains("5 KiB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mcp", "//mcp", "/mcp/", "/a/../b", "/a?b", "/a#b", "/a b", "/a\\b", "/%zz"})
    void aBasePathIsAPath(String path) {
        assertThrows(ConfigurationException.class, () -> new WebRules(Login.USER, path, null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my crm", "b\u00fcro", "a/b", "a%20b", "a;b", "a?b"})
    @DisplayName("a client with login has a name that is one text in every path (RFC 3986, section 2.3)")
    void aNameThatNoPathHasIsAConfigurationMistake(String name) {
        ConfigurationException mistake = assertThrows(
                ConfigurationException.class,
                () -> client(name, "https://shop.example/crm").web(login()).build());
        assertEquals("login", mistake.key());
        client(name, "https://shop.example/crm").build();
        client("My-crm_1~", "https://shop.example/crm").web(login()).build();
    }

    @Test
    void loginIsForGrantsThatAskUsersHere() {
        assertThrows(
                ConfigurationException.class,
                () -> client("crm", "https://shop.example/crm")
                        .grant(ClientConfiguration.GrantKind.CLIENT_CREDENTIALS)
                        .clientId("app")
                        .web(login())
                        .build());
        assertThrows(
                ConfigurationException.class,
                () -> client("crm", "https://shop.example/crm").web(document()).build());
    }
}
