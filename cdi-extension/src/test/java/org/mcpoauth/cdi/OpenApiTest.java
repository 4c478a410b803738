package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.openapi.api.SmallRyeOpenAPI;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.cdi.AuthorizationServerInjectionTest.Users;
import org.mcpoauth.cdi.openapi.McpOAuthOpenApi;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** What an application that asks for it has in its OpenAPI document, made by the implementation of several servers. */
@Tag("container")
class OpenApiTest {
    private static final Map<String, String> KEYS = Map.of(
            "mcp.oauth.as.enabled", "true",
            "mcp.oauth.as.issuer", "https://as.example/tenant",
            "mcp.oauth.resource.url", "https://mcp.example/mcp",
            "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
            "mcp.oauth.client.crm.login", "user",
            "mcp.oauth.client.public-url", "https://app.example/shop",
            "mcp.oauth.client.crm.client-name", "Shop",
            "mcp.oauth.client.crm.metadata-document.url", "https://app.example/shop/client.json");
    private static final Map<String, String> EVERYTHING = Map.of(
            "mcp.oauth.as.dcr.enabled", "true",
            "mcp.oauth.as.endpoints.par", "/par",
            "mcp.oauth.as.endpoints.device", "/device",
            "mcp.oauth.as.openid.enabled", "true",
            "mcp.oauth.resource.metadata.also-at-root", "true");
    private static final Set<String> USUAL = Set.of(
            "/tenant/oauth/authorize",
            "/tenant/oauth/token",
            "/tenant/oauth/revoke",
            "/tenant/oauth/introspect",
            "/tenant/oauth/jwks",
            "/.well-known/oauth-authorization-server/tenant",
            "/.well-known/openid-configuration/tenant",
            "/tenant/.well-known/openid-configuration",
            "/.well-known/oauth-protected-resource/mcp",
            "/shop/mcp-oauth/login/crm",
            "/shop/mcp-oauth/callback/crm",
            "/shop/mcp-oauth/logout/crm",
            "/shop/client.json");

    private static Map<String, String> keys(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(KEYS);
        keys.put("mp.openapi.filter", McpOAuthOpenApi.class.getName());
        keys.putAll(more);
        return keys;
    }

    /** As a server makes it, which has no beans yet. */
    private static JsonObject document(Map<String, String> more, String ofApplication) {
        Config config = Application.config(keys(more));
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        resolver.registerConfig(config, Thread.currentThread().getContextClassLoader());
        try {
            String json = SmallRyeOpenAPI.builder()
                    .withConfig(config)
                    .withApplicationClassLoader(Thread.currentThread().getContextClassLoader())
                    .enableAnnotationScan(false)
                    .enableStandardStaticFiles(false)
                    .withCustomStaticFile(
                            () -> new ByteArrayInputStream(ofApplication.getBytes(StandardCharsets.UTF_8)))
                    .build()
                    .toJSON();
            return Json.createReader(new StringReader(json)).readObject();
        } finally {
            resolver.releaseConfig(config);
        }
    }

    private static JsonObject document(Map<String, String> more) {
        return document(more, "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"shop\",\"version\":\"1\"}}");
    }

    private static JsonObject paths(JsonObject document) {
        return document.getJsonObject("paths");
    }

    @Test
    void whatIsOfferedIsDescribedAndNothingElse() {
        assertEquals(USUAL, paths(document(Map.of())).keySet());
    }

    @Test
    void whatIsSwitchedOnIsDescribedToo() {
        Set<String> all = new HashSet<>(USUAL);
        all.addAll(Set.of(
                "/tenant/oauth/register",
                "/tenant/oauth/par",
                "/tenant/oauth/device",
                "/tenant/oauth/userinfo",
                "/.well-known/oauth-protected-resource"));
        assertEquals(all, paths(document(EVERYTHING)).keySet());
    }

    /** Only pages for users, and other ways to write a place, are served and not described. */
    @Test
    void whatIsDescribedIsServed() {
        Map<String, String> keys = keys(EVERYTHING);
        try (Application application = Application.start(keys, Users.class)) {
            Set<String> served = Stream.<EndpointGroup>of(
                            application.get(AuthorizationServer.class),
                            application.get(ProtectedResource.class),
                            application.get(ClientEndpoints.class))
                    .flatMap(group -> group.endpoints().stream())
                    .map(Endpoint::path)
                    .collect(Collectors.toSet());
            Set<String> described = paths(described()).keySet();
            assertEquals(Set.of(), difference(described, served));
            assertEquals(
                    Set.of(
                            "/tenant/oauth/login",
                            "/tenant/oauth/consent",
                            "/tenant/oauth/activate",
                            "/.well-known/oauth-protected-resource/",
                            "/.well-known/oauth-protected-resource/mcp/"),
                    difference(served, described));
        }
    }

    private static JsonObject described() {
        OpenAPI model = OASFactory.createOpenAPI();
        new McpOAuthOpenApi().filterOpenAPI(model);
        var builder = Json.createObjectBuilder();
        model.getPaths().getPathItems().keySet().forEach(path -> builder.add(path, ""));
        return Json.createObjectBuilder().add("paths", builder).build();
    }

    private static Set<String> difference(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    @Test
    void eachEndpointHasItsServerItsInputAndItsAnswers() {
        JsonObject token = paths(document(Map.of())).getJsonObject("/tenant/oauth/token");
        assertEquals(
                "https://as.example",
                token.getJsonArray("servers").getJsonObject(0).getString("url"));
        JsonObject post = token.getJsonObject("post");
        assertEquals("mcpOAuthToken", post.getString("operationId"));
        assertEquals(
                Set.of("200", "400", "401"), post.getJsonObject("responses").keySet());
        JsonObject form = post.getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/x-www-form-urlencoded")
                .getJsonObject("schema");
        assertEquals("grant_type", form.getJsonArray("required").getString(0));
        assertTrue(form.getJsonObject("properties").containsKey("code_verifier"));
        JsonObject callback = paths(document(Map.of())).getJsonObject("/shop/mcp-oauth/callback/crm");
        assertEquals(
                List.of("state", "code", "iss", "error"),
                callback.getJsonObject("get").getJsonArray("parameters").getValuesAs(JsonObject.class).stream()
                        .map(parameter -> parameter.getString("name"))
                        .toList());
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names = new ArrayList<>();
        paths(document(EVERYTHING))
                .values()
                .forEach(item -> item.asJsonObject().values().forEach(part -> {
                    if (part instanceof JsonObject operation && operation.containsKey("operationId")) {
                        names.add(operation.getString("operationId"));
                    }
                }));
        assertEquals(USUAL.size() + 5, Set.copyOf(names).size());
        assertEquals(Set.copyOf(names).size(), names.size());
    }

    @Test
    void whatTheApplicationDescribesItselfStaysAsItIs() {
        JsonObject document = document(
                Map.of(),
                "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"shop\",\"version\":\"1\"},\"paths\":{"
                        + "\"/orders\":{\"get\":{\"operationId\":\"orders\",\"responses\":{}}},"
                        + "\"/tenant/oauth/token\":{\"post\":{\"operationId\":\"mine\",\"responses\":{}}}}}");
        assertEquals("shop", document.getJsonObject("info").getString("title"));
        assertNotNull(paths(document).getJsonObject("/orders"));
        JsonObject token = paths(document).getJsonObject("/tenant/oauth/token");
        assertEquals("mine", token.getJsonObject("post").getString("operationId"));
        assertNull(token.getJsonArray("servers"));
    }

    @Test
    void nothingIsDescribedWithoutBeingAskedForOrWhileAllIsSwitchedOff() {
        assertTrue(isBare(document(Map.of("mp.openapi.filter", ""))));
        assertTrue(isBare(document(Map.of("mcp.oauth.enabled", "false"))));
    }

    private static boolean isBare(JsonObject document) {
        return paths(document) == null || paths(document).isEmpty();
    }

    /** A secret of the configuration is in no document. */
    @Test
    void noSecretIsDescribed() {
        String secret = "correct horse battery staple";
        assertFalse(
                document(Map.of("mcp.oauth.client.crm.client-id", "app", "mcp.oauth.client.crm.client-secret", secret))
                        .toString()
                        .contains(secret));
    }
}
