package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensRevoked;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * What an authorization server revokes ends at once at a resource of the same runtime that remembers tokens (RFC 7009,
 * section 2.2; RFC 7662, section 4), without CDI.
 */
class RevocationOverHttpTest {
    // what everybody names; the port of the test stands behind it
    private static final String ORIGIN = "http://127.0.0.1:7000";
    private static final String RESOURCE = ORIGIN + "/mcp";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final URI CALLBACK = URI.create("https://app.example/callback");

    private final MovableClock clock = new MovableClock();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .clock(clock)
            .transport(this::ask)
            .auditListener(events::add)
            .build();
    private final AuthorizationServer server = runtime.authorizationServer(
            AuthorizationServerConfiguration.builder(Issuer.of(ORIGIN), List.of(ResourceIdentifier.of(RESOURCE)))
                    .scopesSupported(Scopes.of("read"))
                    .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                    .build(),
            (name, password) -> Optional.empty());
    private final RestRuntime.Running running = start();

    private RestRuntime.Running start() {
        ClientAuthentication authentication = new ClientAuthentication.ClientSecretPost(Secret.of(SECRET));
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(RESOURCE), List.of(Issuer.of(ORIGIN)))
                .form(TokenForm.INTROSPECTION)
                .introspection(IntrospectionRules.of(Issuer.of(ORIGIN), RESOURCE, authentication)
                        .withCache(100, Duration.ofMinutes(10)))
                .build();
        ProtectedResource resource = runtime.protectedResource(configuration);
        register("app", null);
        register(RESOURCE, SECRET);
        return RestRuntime.current()
                .start(
                        new RestApplication()
                                .register(new McpEndpoint())
                                .register(new McpOAuthFeature(resource))
                                .register(new McpOAuthEndpoints(resource, server)),
                        "");
    }

    private void register(String id, @Nullable String secret) {
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(
                        secret == null
                                ? ClientAuthenticationMethod.NONE
                                : ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .redirectUris(List.of(CALLBACK))
                .build();
        SecretHash hash = secret == null ? null : SecretHash.of(Secret.of(secret));
        Client client = new Client(id, metadata, hash, clock.instant(), null);
        server.provider().registerClient(new RegistrationRequest(client, metadata, null));
    }

    @AfterEach
    void stop() {
        running.close();
        runtime.close();
    }

    @Test
    void aRevokedTokenEndsAtOnce() {
        String token = tokens().getString("access_token");
        assertEquals(200, call(token));
        assertEquals(200, call(token));
        assertEquals(1, questions.get(), "the answer is remembered");

        assertEquals(200, post("/oauth/revoke", "client_id=app&token=" + token).statusCode());

        assertEquals(401, call(token));
    }

    @Test
    void aRevokedRefreshTokenEndsTheAccessTokensOfItsGrantToo() {
        JsonObject tokens = tokens();
        assertEquals(200, call(tokens.getString("access_token")));

        post("/oauth/revoke", "client_id=app&token=" + tokens.getString("refresh_token"));

        assertEquals(401, call(tokens.getString("access_token")));
        assertTrue(events.stream().anyMatch(TokensRevoked.class::isInstance), "audit learns it as well");
    }

    @Test
    void aRefreshTokenThatIsUsedTwiceEndsTheAccessTokensOfItsGrant() {
        JsonObject tokens = tokens();
        String form = "grant_type=refresh_token&client_id=app&refresh_token=" + tokens.getString("refresh_token");
        String second = json(post("/oauth/token", form)).getString("access_token");
        assertEquals(200, call(second));

        assertEquals(400, post("/oauth/token", form).statusCode());

        assertEquals(401, call(second));
    }

    @Test
    void whatOthersRevokeDoesNotMatter() {
        String token = tokens().getString("access_token");
        register("other", null);
        assertEquals(200, call(token));

        assertEquals(
                400, post("/oauth/revoke", "client_id=other&token=" + token).statusCode());

        assertEquals(200, call(token));
        assertEquals(1, questions.get());
    }

    private JsonObject tokens() {
        Client app = server.provider().client("app").orElseThrow();
        AuthorizationParameters parameters = new AuthorizationParameters(
                null,
                Scopes.of("read"),
                Sha256.base64Url(VERIFIER),
                CALLBACK,
                true,
                List.of(ResourceIdentifier.of(RESOURCE)),
                null,
                RequestedAuthentication.ANY);
        ResourceOwner alice = new ResourceOwner("alice", clock.instant(), null);
        AuthorizationDecision decision =
                server.provider().authorize(app, parameters, new Interaction(alice, Scopes.of("read")));
        String code = ((AuthorizationDecision.Granted) decision).code().reveal();
        return json(post(
                "/oauth/token",
                "grant_type=authorization_code&client_id=app&code=" + code + "&code_verifier=" + VERIFIER
                        + "&redirect_uri=" + CALLBACK));
    }

    private int call(String token) {
        return RestServer.send(RestServer.with(token, HttpRequest.newBuilder(uri("/mcp")))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(RestServer.CALL)))
                .statusCode();
    }

    private HttpResponse<String> post(String path, String form) {
        return RestServer.send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + running.port() + path);
    }

    private static JsonObject json(HttpResponse<String> response) {
        try {
            return StrictJson.create().readObject(response.body(), JsonLimits.TOKEN_RESPONSE);
        } catch (MalformedException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** Sends what the resource asks to the port of the test. */
    private HttpReply ask(HttpCall call) {
        questions.addAndGet(call.uri().getPath().endsWith("/introspect") ? 1 : 0);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(call.uri().getRawPath()))
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        call.headers().map().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(call.timeout()).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new HttpReply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
