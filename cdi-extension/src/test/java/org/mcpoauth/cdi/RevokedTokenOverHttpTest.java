package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.UserAuthenticator;

/**
 * An authorization server and a protected resource in one application: tokens are known without a call or asked
 * about over HTTP, and what the server revokes ends at the resource at once (RFC 7009, section 2.2).
 */
@Tag("container")
class RevokedTokenOverHttpTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String FORM = "application/x-www-form-urlencoded";
    // RFC 7636, appendix B
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final URI CALLBACK = URI.create("https://app.example/callback");

    @ApplicationScoped
    static class Nobody implements UserAuthenticator {
        @Override
        public Optional<ResourceOwner> authenticate(String username, Secret password) {
            return Optional.empty();
        }
    }

    /** An auditor that fails, after the news have gone out. */
    @ApplicationScoped
    static class Auditor {
        private final List<AuthorizationServerEvent> events = new CopyOnWriteArrayList<>();
        private final List<TokenRevoked> news = new CopyOnWriteArrayList<>();

        void happened(@Observes AuthorizationServerEvent event) {
            events.add(event);
            throw new IllegalStateException("the audit log is full");
        }

        void revoked(@Observes TokenRevoked revoked) {
            news.add(revoked);
            throw new IllegalStateException("an observer of the application fails");
        }

        List<AuthorizationServerEvent> events() {
            return events;
        }

        List<TokenRevoked> news() {
            return news;
        }
    }

    private static Map<String, String> keys(WebServer server, String verifier) {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.url-policy", "loopback");
        keys.put("mcp.oauth.resource.url", server.url("/mcp"));
        keys.put("mcp.oauth.resource.authorization-servers", server.url(""));
        keys.put("mcp.oauth.resource.verifier", verifier);
        keys.put("mcp.oauth.as.enabled", "true");
        keys.put("mcp.oauth.as.issuer", server.url(""));
        keys.put("mcp.oauth.as.resources-allowed", server.url("/mcp"));
        keys.put("mcp.oauth.as.scopes-supported", "read");
        keys.put("mcp.oauth.as.client-credentials.enabled", "true");
        keys.put("mcp.oauth.as.signing-algorithm", "ES256");
        if (verifier.equals("introspection")) {
            keys.put("mcp.oauth.resource.introspection.client-id", server.url("/mcp"));
            keys.put("mcp.oauth.resource.introspection.client-secret", SECRET);
            keys.put("mcp.oauth.resource.introspection.client-auth-method", "client-secret-post");
            keys.put("mcp.oauth.resource.introspection.cache-ttl", "PT10M");
        }
        return keys;
    }

    private Application start(WebServer server, String verifier) {
        Application application = Application.start(keys(server, verifier), Nobody.class, Auditor.class);
        server.deployGuarded();
        // the resource itself asks about tokens by the identifier of their audience
        for (String id : List.of("machine", server.url("/mcp"))) {
            register(application, id);
        }
        return application;
    }

    private static void register(Application application, String id) {
        register(
                application,
                id,
                ClientMetadata.builder()
                        .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                        .build());
    }

    private static void register(Application application, String id, ClientMetadata metadata) {
        Client client = new Client(
                id,
                metadata,
                SecretHash.of(Secret.of(SECRET)),
                Clock.systemUTC().instant(),
                null);
        application
                .get(AuthorizationServer.class)
                .provider()
                .registerClient(new RegistrationRequest(client, metadata, null));
    }

    // RFC 6749, section 4.4
    private static String token(Application application, WebServer server) {
        URI endpoint = application
                .get(AuthorizationServer.class)
                .metadata()
                .tokenEndpoint()
                .orElseThrow();
        HttpResponse<String> answer = post(
                server, endpoint, "grant_type=client_credentials&scope=read&resource=" + encoded(server.url("/mcp")));
        assertEquals(200, answer.statusCode(), answer::body);
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject().getString("access_token");
        }
    }

    private static void revoke(Application application, WebServer server, String token) {
        URI endpoint = application
                .get(AuthorizationServer.class)
                .metadata()
                .revocationEndpoint()
                .orElseThrow();
        assertEquals(200, post(server, endpoint, "token=" + token).statusCode());
    }

    private static HttpResponse<String> post(WebServer server, URI endpoint, String form) {
        return WebServer.send(
                server.post(endpoint.getPath(), FORM, form + "&client_id=machine&client_secret=" + SECRET));
    }

    /** What alice let the client "app" have, as the pages for login and consent would. */
    private static String code(Application application, WebServer server) {
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .redirectUris(List.of(CALLBACK))
                .build();
        register(application, "app", metadata);
        AuthorizationServerProvider<?, ?, ?> provider =
                application.get(AuthorizationServer.class).provider();
        Scopes read = Scopes.of("read");
        ResourceOwner alice = new ResourceOwner("alice", Clock.systemUTC().instant(), null);
        AuthorizationParameters parameters = new AuthorizationParameters(
                null,
                read,
                CHALLENGE,
                CALLBACK,
                true,
                List.of(ResourceIdentifier.of(server.url("/mcp"))),
                null,
                RequestedAuthentication.ANY);
        AuthorizationDecision decision =
                provider.authorize(provider.client("app").orElseThrow(), parameters, new Interaction(alice, read));
        return ((AuthorizationDecision.Granted) decision).code().reveal();
    }

    private static HttpResponse<String> exchange(Application application, WebServer server, String form) {
        URI endpoint = application
                .get(AuthorizationServer.class)
                .metadata()
                .tokenEndpoint()
                .orElseThrow();
        return WebServer.send(server.post(endpoint.getPath(), FORM, form + "&client_id=app"));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer::body);
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    /** Whoever of the two has stolen it: nothing of the grant works any more, remembered or not. */
    @ParameterizedTest
    @ValueSource(strings = {"authorization_code", "refresh_token"})
    void whatIsUsedTwiceEndsWhatIsRememberedOfItsGrant(String presented) {
        try (WebServer server = new WebServer();
                Application application = start(server, "introspection")) {
            String code = "grant_type=authorization_code&code=" + encoded(code(application, server)) + "&code_verifier="
                    + VERIFIER + "&redirect_uri=" + encoded(CALLBACK.toString());
            JsonObject first = json(exchange(application, server, code));
            String refresh = "grant_type=refresh_token&refresh_token=" + encoded(first.getString("refresh_token"));
            JsonObject second = json(exchange(application, server, refresh));
            assertEquals(200, server.call(first.getString("access_token")).statusCode());
            assertEquals(200, server.call(second.getString("access_token")).statusCode());

            String again = presented.equals("refresh_token") ? refresh : code;
            assertEquals(400, exchange(application, server, again).statusCode());
            assertEquals(401, server.call(first.getString("access_token")).statusCode());
            assertEquals(401, server.call(second.getString("access_token")).statusCode());

            Issuer issuer = Issuer.of(server.url(""));
            assertEquals(
                    List.of(new TokenRevoked.ByPrincipal(issuer, "app", "alice")),
                    application.get(Auditor.class).news());
            assertTrue(application
                    .get(Auditor.class)
                    .events()
                    .contains(new AuthorizationServerEvent.ReuseDetected(
                            issuer, GrantType.of(presented), "app", "alice")));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "embedded", "introspection"})
    void whatTheServerRevokesIsRefusedAtTheNextRequest(String verifier) {
        try (WebServer server = new WebServer();
                Application application = start(server, verifier)) {
            String token = token(application, server);
            assertEquals("run 1", server.call(token).body());
            assertEquals("run 2", server.call(token).body());
            revoke(application, server, token);
            assertEquals(401, server.call(token).statusCode());
            assertEquals("run 3", server.call(token(application, server)).body(), "it did not run between");
        }
    }

    /** Without the news an answer is used again for as long as configuration says (RFC 7662, section 4). */
    @Test
    void whatTheProviderRevokesByItselfIsRememberedUntilTheNewsComes() {
        try (WebServer server = new WebServer();
                Application application = start(server, "introspection")) {
            String remembered = token(application, server);
            String other = token(application, server);
            assertEquals(200, server.call(remembered).statusCode());
            revokeSilently(application.get(AuthorizationServer.class).provider(), remembered);
            assertEquals(200, server.call(remembered).statusCode());
            revoke(application, server, other);
            assertEquals(401, server.call(remembered).statusCode(), "all of the client are judged anew");
        }
    }

    private static <A extends IssuedAccessToken> void revokeSilently(
            AuthorizationServerProvider<?, ?, A> provider, String token) {
        provider.revokeAccessToken(
                provider.client("machine").orElseThrow(),
                provider.loadAccessToken(Secret.of(token)).orElseThrow());
    }

    // RFC 7009, section 2.2; OAuth 2.1, section 7.1
    @Test
    void theApplicationObservesWhatItsServerIssuesAndRevokes() {
        try (WebServer server = new WebServer();
                Application application = start(server, "auto")) {
            Issuer issuer = Issuer.of(server.url(""));
            revoke(application, server, token(application, server));
            assertEquals(
                    List.of(
                            new AuthorizationServerEvent.TokensIssued(
                                    issuer, GrantType.CLIENT_CREDENTIALS, "machine", null, Scopes.of("read")),
                            new AuthorizationServerEvent.TokensRevoked(issuer, "machine", null)),
                    application.get(Auditor.class).events());
            assertEquals(
                    List.of(new TokenRevoked.ByPrincipal(issuer, "machine", null)),
                    application.get(Auditor.class).news());
        }
    }
}
