package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.server.wire.ServerPlacesOverHttpTest.Binding;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.CrossOriginRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.TokenIssuance;

/** Fetch Standard, "CORS protocol": whose scripts may read what an authorization server answers. */
class ServerOriginsOverHttpTest {
    private static final String ISSUER = "http://127.0.0.1:7000";
    private static final String APP = "https://app.example";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What scripts may read, and with which methods. */
    private static final Map<String, String> READABLE = Map.of(
            "/.well-known/oauth-authorization-server", "GET",
            "/.well-known/openid-configuration", "GET",
            "/oauth/jwks", "GET",
            "/oauth/token", "POST",
            "/oauth/revoke", "POST",
            "/oauth/register", "POST",
            "/oauth/register/client", "DELETE",
            "/oauth/par", "POST",
            "/oauth/device", "POST",
            "/oauth/userinfo", "GET");

    private static final List<String> CLOSED =
            List.of("/oauth/authorize", "/oauth/login", "/oauth/consent", "/oauth/activate", "/oauth/introspect");

    @ParameterizedTest
    @EnumSource
    void byDefaultScriptsOfEveryOriginMayRead(Binding binding) {
        with(
                binding,
                CrossOriginRules.ANY,
                running -> READABLE.forEach((path, method) -> {
                    for (HttpHeaders headers : List.of(
                            call(running, method, path, APP).headers(),
                            call(running, method, path).headers(),
                            preflight(running, path, method, APP))) {
                        assertEquals(List.of("*"), headers.allValues("Access-Control-Allow-Origin"), path);
                        assertEquals(List.of(), headers.allValues("Access-Control-Allow-Credentials"), path);
                        assertEquals(List.of(), headers.allValues("Vary"), path);
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource
    void namedOriginsAreToldThemselves(Binding binding) {
        with(
                binding,
                new CrossOriginRules(Set.of(APP, "http://localhost:6274")),
                running -> READABLE.forEach((path, method) -> {
                    HttpHeaders answer = call(running, method, path, APP).headers();
                    assertTrue(answer.firstValue("Access-Control-Expose-Headers")
                            .orElseThrow()
                            .contains("WWW-Authenticate"));
                    HttpHeaders preflight = preflight(running, path, method, APP);
                    assertTrue(preflight
                            .firstValue("Access-Control-Allow-Methods")
                            .orElseThrow()
                            .contains(method));
                    assertTrue(preflight
                            .firstValue("Access-Control-Allow-Headers")
                            .orElseThrow()
                            .contains("Authorization"));
                    for (HttpHeaders headers : List.of(answer, preflight)) {
                        assertEquals(List.of(APP), headers.allValues("Access-Control-Allow-Origin"), path);
                        assertEquals(List.of("Origin"), headers.allValues("Vary"), path);
                        assertEquals(List.of(), headers.allValues("Access-Control-Allow-Credentials"), path);
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource
    void otherOriginsMayNotReadAndAreAnsweredAllTheSame(Binding binding) {
        with(
                binding,
                new CrossOriginRules(Set.of(APP)),
                running -> READABLE.forEach((path, method) -> {
                    int usual = call(running, method, path, APP).statusCode();
                    for (String[] origins : List.of(
                            new String[] {},
                            new String[] {"null"},
                            new String[] {"*"},
                            new String[] {"https://evil.example"},
                            new String[] {"https://APP.example"},
                            new String[] {APP + ":443"},
                            new String[] {APP + ".evil.example"},
                            new String[] {APP, APP},
                            new String[] {APP, "https://evil.example"})) {
                        HttpResponse<String> answer = call(running, method, path, origins);
                        assertEquals(usual, answer.statusCode(), path);
                        assertClosed(answer.headers(), path);
                        assertClosed(preflight(running, path, method, origins), path);
                    }
                }));
    }

    private static void assertClosed(HttpHeaders headers, String path) {
        assertEquals(List.of("Origin"), headers.allValues("Vary"), path);
        assertNothingAllowed(headers, path);
    }

    private static void assertNothingAllowed(HttpHeaders headers, String path) {
        assertTrue(
                headers.map().keySet().stream()
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-")),
                path);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyMayReadWhereNobodyIsNamed(Binding binding) {
        with(
                binding,
                CrossOriginRules.NONE,
                running -> READABLE.forEach((path, method) -> {
                    assertNothingAllowed(call(running, method, path, APP).headers(), path);
                    assertNothingAllowed(preflight(running, path, method, APP), path);
                }));
    }

    /** Pages have cookies, and introspection is for servers. */
    @ParameterizedTest
    @EnumSource
    void noScriptEverReadsPagesAndIntrospection(Binding binding) {
        for (CrossOriginRules rules : List.of(CrossOriginRules.ANY, new CrossOriginRules(Set.of(APP)))) {
            with(
                    binding,
                    rules,
                    running -> CLOSED.forEach(path -> {
                        for (String method : List.of("GET", "POST", "OPTIONS")) {
                            assertNothingAllowed(
                                    call(running, method, path, APP).headers(), path);
                        }
                        assertNothingAllowed(preflight(running, path, "POST", APP), path);
                    }));
        }
    }

    private static void with(Binding binding, CrossOriginRules rules, Consumer<RestRuntime.Running> test) {
        AuthorizationServerConfiguration configuration = AuthorizationServerConfiguration.builder(
                        Issuer.of(ISSUER), List.of(ResourceIdentifier.of(ISSUER + "/mcp")))
                .endpoints(EndpointPaths.DEFAULT.withPar("/par").withDevice("/device"))
                .openId(openId -> openId.withOffered(true))
                .registration(DynamicRegistration.OPEN.withManagement(true))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                .rateLimits(limits -> limits.withFailures(null).withRegistration(null))
                .crossOrigin(rules)
                .build();
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build();
                RestRuntime.Running running = binding.start(
                        runtime.authorizationServer(configuration, (name, password) -> Optional.empty()))) {
            test.accept(running);
        }
    }

    private static HttpResponse<String> call(
            RestRuntime.Running running, String method, String path, String... origins) {
        return send(request(running, path, origins).method(method, BodyPublishers.noBody()));
    }

    private static HttpHeaders preflight(RestRuntime.Running running, String path, String method, String... origins) {
        return send(request(running, path, origins)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .method("OPTIONS", BodyPublishers.noBody()))
                .headers();
    }

    private static HttpRequest.Builder request(RestRuntime.Running running, String path, String... origins) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                .timeout(Duration.ofSeconds(30));
        for (String origin : origins) {
            request.header("Origin", origin);
        }
        return request;
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
}
