package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** RFC 8414, section 3: where an authorization server is found, and that it is where it says. */
class ServerPlacesOverHttpTest {
    // what everybody names; the port of the test stands behind it
    private static final String ORIGIN = "http://127.0.0.1:7000";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final EndpointPaths PATHS = new EndpointPaths(
            "/auth", "/v1/token", "/clients", "/revocation", "/introspection", "/keys.json", "/par", "/device", "/tv");

    /** Who serves. */
    enum Binding {
        /** The filter of a servlet container. */
        SERVLET {
            @Override
            RestRuntime.Running start(AuthorizationServer server) {
                return RestRuntime.current().start(new RestApplication(), new McpOAuthServletFilter(server));
            }
        },
        /** Jakarta REST. */
        REST {
            @Override
            RestRuntime.Running start(AuthorizationServer server) {
                return RestRuntime.current().start(new RestApplication().register(new McpOAuthEndpoints(server)), "");
            }
        };

        abstract RestRuntime.Running start(AuthorizationServer server);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVLET, '', /oauth, /.well-known/oauth-authorization-server /.well-known/openid-configuration",
        "REST, '', /oauth, /.well-known/oauth-authorization-server /.well-known/openid-configuration",
        "SERVLET, /, /, /.well-known/oauth-authorization-server /.well-known/openid-configuration",
        "REST, '', /, /.well-known/oauth-authorization-server /.well-known/openid-configuration",
        "SERVLET, /t/a, /x/y, /.well-known/oauth-authorization-server/t/a /.well-known/openid-configuration/t/a"
                + " /t/a/.well-known/openid-configuration",
        "REST, /t/a, /x/y, /.well-known/oauth-authorization-server/t/a /.well-known/openid-configuration/t/a"
                + " /t/a/.well-known/openid-configuration",
        "SERVLET, /t/, /, /.well-known/oauth-authorization-server/t /.well-known/openid-configuration/t"
                + " /t/.well-known/openid-configuration",
        "REST, /t/, /, /.well-known/oauth-authorization-server/t /.well-known/openid-configuration/t"
                + " /t/.well-known/openid-configuration"
    })
    void theServerIsWhereItSays(Binding binding, String path, String basePath, String places) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(server(runtime, ORIGIN + path, basePath))) {
            for (String place : places.split(" ", -1)) {
                JsonObject document = json(get(running, place));
                assertEquals(ORIGIN + path, document.getString("issuer"), place);
                for (String name : document.keySet()) {
                    if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                        assertThere(running, name, document.getString(name));
                    }
                }
            }
        }
    }

    private static void assertThere(RestRuntime.Running running, String name, String url) {
        URI uri = URI.create(url);
        assertTrue(url.startsWith(ORIGIN), url);
        int status = get(running, uri.getRawPath()).statusCode();
        Set<Integer> there = name.equals("jwks_uri") ? Set.of(200) : Set.of(400, 405);
        assertTrue(there.contains(status), () -> name + " at " + url + " answers " + status);
    }

    @ParameterizedTest
    @EnumSource
    void documentsAreAskedForAsRfc9110Says(Binding binding) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(server(runtime, ORIGIN + "/t", "/oauth"))) {
            for (String place : List.of(
                    "/.well-known/oauth-authorization-server/t",
                    "/t/.well-known/openid-configuration",
                    "/t/oauth/keys.json")) {
                HttpResponse<String> document = get(running, place);
                String tag = document.headers().firstValue("ETag").orElseThrow();

                assertEquals(
                        "public, max-age=300",
                        document.headers().firstValue("Cache-Control").orElseThrow());
                assertEquals(
                        "*",
                        document.headers()
                                .firstValue("Access-Control-Allow-Origin")
                                .orElseThrow());
                assertTrue(document.headers()
                        .firstValue("Content-Type")
                        .orElseThrow()
                        .startsWith("application/json"));
                HttpResponse<String> head = send(request(running, place).method("HEAD", BodyPublishers.noBody()));
                assertEquals(200, head.statusCode());
                assertEquals(tag, head.headers().firstValue("ETag").orElseThrow());
                assertEquals("", head.body());
                assertEquals(
                        304,
                        send(request(running, place).header("If-None-Match", tag))
                                .statusCode());
                HttpResponse<String> preflight =
                        send(request(running, place).method("OPTIONS", BodyPublishers.noBody()));
                assertEquals(204, preflight.statusCode());
                assertEquals(405, send(post(running, place, "")).statusCode());
            }
        }
    }

    /** MCP 2025-03-26, "Fallbacks for Servers without Metadata Discovery": clients that read no metadata call these. */
    @ParameterizedTest
    @EnumSource
    void clientsThatReadNoMetadataFindTheirEndpoints(Binding binding) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(server(runtime, ORIGIN, "/", EndpointPaths.DEFAULT))) {
            HttpResponse<String> registration = send(request(running, "/register")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"redirect_uris\":[\"http://127.0.0.1:8765/callback\"],"
                            + "\"token_endpoint_auth_method\":\"none\"}")));
            assertEquals(201, registration.statusCode(), registration.body());
            String clientId = json(registration.body()).getString("client_id");

            HttpResponse<String> login = get(
                    running,
                    "/authorize?response_type=code&code_challenge_method=S256&code_challenge=" + "A".repeat(43)
                            + "&client_id=" + clientId);
            assertEquals(200, login.statusCode(), login.body());
            assertTrue(login.body().contains("type=\"password\""), login.body());
            HttpResponse<String> token = send(post(
                    running, "/token", "grant_type=authorization_code&code=x&code_verifier=y&client_id=" + clientId));
            assertEquals("invalid_grant", json(token.body()).getString("error"));
        }
    }

    /** RFC 9110, section 15.5.14; with a length that is told and with one that is not. */
    @ParameterizedTest
    @EnumSource
    void everyBodyHasItsLimit(Binding binding) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(everything(runtime))) {
            byte[] huge = ("client_id=nobody&state=" + "x".repeat(70_000)).getBytes(StandardCharsets.US_ASCII);
            for (String path : List.of(
                    "/auth",
                    "/login",
                    "/consent",
                    "/tv",
                    "/v1/token",
                    "/clients",
                    "/revocation",
                    "/introspection",
                    "/par",
                    "/device",
                    "/userinfo")) {
                assertEquals(413, sendForm(running, path, BodyPublishers.ofByteArray(huge)), path);
                BodyPublisher untold = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge));
                assertEquals(413, sendForm(running, path, untold), path);
                int small = sendForm(running, path, BodyPublishers.ofString("client_id=nobody"));
                assertTrue(small >= 400 && small < 500 && small != 413, () -> path + " answers " + small);
            }
        }
    }

    private static int sendForm(RestRuntime.Running running, String path, BodyPublisher body) {
        return send(request(running, "/oauth" + path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(body))
                .statusCode();
    }

    private static AuthorizationServer everything(McpOAuthRuntime runtime) {
        return runtime.authorizationServer(
                configuration(ORIGIN, "/oauth", PATHS)
                        .openId(rules -> rules.withOffered(true))
                        .build(),
                (name, password) -> Optional.empty());
    }

    /** RFC 9126, section 2.3: 405 and 413. */
    @ParameterizedTest
    @EnumSource
    void aPushedRequestHasItsLimit(Binding binding) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(server(runtime, ORIGIN, "/oauth"))) {
            assertEquals(405, get(running, "/oauth/par").statusCode());
            assertEquals(
                    401, send(post(running, "/oauth/par", "client_id=nobody")).statusCode());
            assertEquals(
                    413,
                    send(post(running, "/oauth/par", "client_id=nobody&state=" + "x".repeat(17_000)))
                            .statusCode());
        }
    }

    @Test
    void onePlaceIsThatOfOneEndpoint() {
        for (EndpointPaths paths : List.of(
                EndpointPaths.DEFAULT.withToken("/authorize"),
                EndpointPaths.DEFAULT.withToken("/login"),
                EndpointPaths.DEFAULT.withPar("/token"),
                EndpointPaths.DEFAULT.withDevice("/activate"))) {
            try (McpOAuthRuntime runtime =
                    McpOAuthRuntime.builder().allowLoopback().build()) {
                ConfigurationException e =
                        assertThrows(ConfigurationException.class, () -> server(runtime, ORIGIN, "/oauth", paths));
                assertEquals("endpoints", e.key());
            }
        }
    }

    /** RFC 8414, section 2: a list that is left out means {@code client_secret_basic}. */
    @ParameterizedTest
    @ValueSource(strings = {"urn:example:unknown"})
    void aServerAtWhichNobodyCanAuthenticateDoesNotStart(String method) {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build()) {
            AuthorizationServerConfiguration configuration = configuration(ORIGIN, "/oauth", PATHS)
                    .clients(ClientRules.DEFAULT.withAuthenticationMethods(
                            Set.of(new ClientAuthenticationMethod(method))))
                    .build();
            ConfigurationException e = assertThrows(
                    ConfigurationException.class,
                    () -> runtime.authorizationServer(configuration, (name, password) -> Optional.empty()));
            assertEquals("metadata", e.key());
        }
    }

    private static AuthorizationServer server(McpOAuthRuntime runtime, String issuer, String basePath) {
        return server(runtime, issuer, basePath, PATHS);
    }

    private static AuthorizationServer server(
            McpOAuthRuntime runtime, String issuer, String basePath, EndpointPaths paths) {
        return runtime.authorizationServer(
                configuration(issuer, basePath, paths).build(), (name, password) -> Optional.empty());
    }

    private static AuthorizationServerConfiguration.Builder configuration(
            String issuer, String basePath, EndpointPaths paths) {
        return AuthorizationServerConfiguration.builder(
                        Issuer.of(issuer), List.of(ResourceIdentifier.of(ORIGIN + "/mcp")))
                .basePath(basePath)
                .endpoints(paths)
                .scopesSupported(Scopes.of("mcp:tools"))
                .scopesDefault(Scopes.of("mcp:tools"))
                .registration(DynamicRegistration.OPEN)
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"));
    }

    private static HttpResponse<String> get(RestRuntime.Running running, String path) {
        return send(request(running, path));
    }

    private static HttpRequest.Builder post(RestRuntime.Running running, String path, String form) {
        return request(running, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private static HttpRequest.Builder request(RestRuntime.Running running, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return json(response.body());
    }

    private static JsonObject json(String body) {
        try {
            return StrictJson.create().readObject(body, JsonLimits.METADATA);
        } catch (MalformedException e) {
            throw new AssertionError(body, e);
        }
    }
}
