package org.mcpoauth.server.authorization;

import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.Timer;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** An authorization server with the ready provider, called through its endpoints. */
public final class TestServer {
    /** The issuer. */
    public static final String ISSUER = "https://as.example/tenant";
    /** Where the endpoints are. */
    public static final String BASE = "/tenant/oauth";
    /** The resource. */
    public static final String RESOURCE = "https://mcp.example/mcp";
    /** A second resource. */
    public static final String OTHER_RESOURCE = "https://other.example/mcp";
    /** The redirect URI of the clients. */
    public static final String REDIRECT_URI = "http://127.0.0.1:8765/callback";
    /** A PKCE verifier. */
    public static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    /** Its challenge. */
    public static final String CHALLENGE = Sha256.base64Url(VERIFIER);
    /** Where requests come from. */
    public static final String ADDRESS = "192.0.2.1";
    /** The secret of confidential clients. */
    public static final String SECRET = "c0nf!dential:s3cret with % and +";

    /** The clock of everything. */
    public final TestClock clock;
    /** The store of everything. */
    public final RecordingStore store;
    /** What of it is this issuer's. */
    public final StateStore stored;
    /** Answers fetches. */
    public final StubTransport transport = new StubTransport();
    /** What the server was made with. */
    public final McpOAuthServices services;
    /** What was told to auditors. */
    public final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    /** Writes and reads JSON. */
    public final StrictJson json = StrictJson.create();
    /** Its keys. */
    public final KeySource keys;
    /** Its provider. */
    public final AuthorizationServerProvider<?, ?, ?> provider;
    /** The server. */
    public final AuthorizationServer server;

    private final Ground ground;
    private final UnaryOperator<AuthorizationServerConfiguration.Builder> change;
    private final Map<String, Endpoint> endpoints;

    /** A server with the usual configuration. */
    public TestServer() {
        this(UnaryOperator.identity());
    }

    /** A server with a changed configuration. */
    public TestServer(UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        this(change, GrantPolicy.WITH_CONSENT, UnaryOperator.identity());
    }

    /** A server with a policy and a provider of its own. */
    public TestServer(
            UnaryOperator<AuthorizationServerConfiguration.Builder> change,
            GrantPolicy policy,
            UnaryOperator<AuthorizationServerProvider<?, ?, ?>> wrapper) {
        this(Ground.empty(), change, policy, wrapper, null, new AnyEndpoint(), UnaryOperator.identity());
    }

    /** A server whose users come from somewhere else. */
    public TestServer(UserSource users) {
        this(UnaryOperator.identity(), users);
    }

    /** A server with a changed configuration whose users come from somewhere else. */
    public TestServer(UnaryOperator<AuthorizationServerConfiguration.Builder> change, UserSource users) {
        this(change, users, new AnyEndpoint());
    }

    /** A server that calls only what a policy lets through. */
    public TestServer(
            UnaryOperator<AuthorizationServerConfiguration.Builder> change,
            @Nullable UserSource users,
            EndpointPolicy outbound) {
        this(
                Ground.empty(),
                change,
                GrantPolicy.WITH_CONSENT,
                UnaryOperator.identity(),
                users,
                outbound,
                UnaryOperator.identity());
    }

    private TestServer(
            Ground ground,
            UnaryOperator<AuthorizationServerConfiguration.Builder> change,
            GrantPolicy policy,
            UnaryOperator<AuthorizationServerProvider<?, ?, ?>> wrapper,
            @Nullable UserSource users,
            EndpointPolicy outbound,
            UnaryOperator<KeySource> keySource) {
        this(Issuer.of(ISSUER), ground, change, policy, wrapper, users, outbound, keySource);
    }

    private TestServer(
            Issuer issuer,
            Ground ground,
            UnaryOperator<AuthorizationServerConfiguration.Builder> change,
            GrantPolicy policy,
            UnaryOperator<AuthorizationServerProvider<?, ?, ?>> wrapper,
            @Nullable UserSource users,
            EndpointPolicy outbound,
            UnaryOperator<KeySource> keySource) {
        this.ground = ground;
        this.change = change;
        clock = ground.clock();
        store = ground.store();
        stored = new IssuerStore(ground.used(), issuer);
        services = new McpOAuthServices(
                transport,
                outbound,
                ground.used(),
                clock,
                Runnable::run,
                null,
                KeySetCache.NONE,
                events::add,
                Timer.NONE,
                Connections.DEFAULT);
        StandardAuthorizationServerFactory factory = new StandardAuthorizationServerFactory();
        AuthorizationServerConfiguration configuration = change.apply(AuthorizationServerConfiguration.builder(
                                issuer, List.of(ResourceIdentifier.of(RESOURCE), ResourceIdentifier.of(OTHER_RESOURCE)))
                        .scopesSupported(Scopes.of("mcp:tools", "notes:read", "notes:write"))
                        .scopesDefault(Scopes.of("mcp:tools"))
                        .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                        .registration(DynamicRegistration.OPEN))
                .build();
        keys = keySource.apply(factory.signingKeys(configuration, services));
        provider = wrapper.apply(factory.readyProvider(configuration, keys, policy, services));
        server = factory.authorizationServer(
                configuration, provider, keys, users == null ? UserSource.form(this::alice) : users, services);
        endpoints = server.endpoints().stream().collect(Collectors.toMap(Endpoint::path, endpoint -> endpoint));
    }

    /** A server whose keys come from somewhere else. */
    static TestServer withKeys(
            UnaryOperator<AuthorizationServerConfiguration.Builder> change, UnaryOperator<KeySource> keySource) {
        return new TestServer(
                Ground.empty(),
                change,
                GrantPolicy.WITH_CONSENT,
                UnaryOperator.identity(),
                null,
                new AnyEndpoint(),
                keySource);
    }

    /** A server that keeps its keys in its store. */
    static TestServer encrypted(UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        return on(Ground.empty().encrypted(), change);
    }

    /** The server after a restart with another configuration, or one more node: on the same store. */
    TestServer again(UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        return on(ground, change);
    }

    /** Another server of the same configuration on the same store: another node, or that of another issuer. */
    TestServer beside(String issuer) {
        boolean isNode = issuer.equals(server.configuration().issuer().value());
        return new TestServer(
                Issuer.of(issuer),
                ground,
                change,
                GrantPolicy.WITH_CONSENT,
                UnaryOperator.identity(),
                null,
                new AnyEndpoint(),
                made -> isNode ? keys : made);
    }

    private static TestServer on(Ground ground, UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        return new TestServer(
                ground,
                change,
                GrantPolicy.WITH_CONSENT,
                UnaryOperator.identity(),
                null,
                new AnyEndpoint(),
                UnaryOperator.identity());
    }

    private Optional<ResourceOwner> alice(String username, Secret password) {
        return username.equals("alice") && password.matches("alice-pw")
                ? Optional.of(new ResourceOwner("user-1", clock.instant(), "urn:test:password"))
                : Optional.empty();
    }

    /** Registers a public client with a refresh token grant. */
    public void addPublicClient(String clientId) {
        addClient(clientId, null, metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE));
    }

    /** Registers a client with the secret {@link #SECRET}. */
    public void addConfidentialClient(String clientId, ClientAuthenticationMethod method) {
        addClient(
                clientId,
                SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(method)
                        .grantTypes(List.of(
                                GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS)));
    }

    /** Registers a client. */
    public void addClient(String clientId, @Nullable String secret, UnaryOperator<ClientMetadataBuilder> change) {
        ClientMetadata metadata = change.apply(ClientMetadata.builder()
                        .clientName("Sales <assistant>")
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                        .redirectUris(List.of(URI.create(REDIRECT_URI), URI.create("https://app.example/cb?a=b"))))
                .build();
        SecretHash hash = secret == null ? null : SecretHash.of(Secret.of(secret));
        Client client = new Client(clientId, metadata, hash, clock.instant(), null);
        provider.registerClient(new RegistrationRequest(client, metadata, null));
    }

    /** Sends a request. */
    public EndpointResponse send(
            String method, String path, @Nullable String query, Map<String, String> headers, String body) {
        Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        return send(method, path, query, lines, body, null);
    }

    /** Sends a request with any header lines over a connection with any client certificate. */
    public EndpointResponse send(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> lines,
            String body,
            @Nullable X509Certificate certificate) {
        return answer(new EndpointRequest(
                method,
                path,
                query,
                HttpHeaders.of(lines, (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8),
                ADDRESS,
                certificate));
    }

    /** Sends a request from an address, or from one that nobody knows. */
    public EndpointResponse sendFrom(
            @Nullable String address,
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            String body) {
        Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        return answer(new EndpointRequest(
                method,
                path,
                query,
                HttpHeaders.of(lines, (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8),
                address,
                null));
    }

    private EndpointResponse answer(EndpointRequest request) {
        Endpoint endpoint =
                Optional.ofNullable(endpoints.get(request.rawPath())).orElseThrow();
        return endpoint.handler().handle(request);
    }

    /** Gets a URL path with a query. */
    public EndpointResponse get(String path, @Nullable String query, Map<String, String> headers) {
        return send("GET", path, query, headers, "");
    }

    /** Posts a form below the base path. */
    public EndpointResponse post(String path, Map<String, String> headers, String form) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return send("POST", BASE + path, null, all, form);
    }

    /** Posts a form to the token endpoint. */
    public EndpointResponse token(String... namesAndValues) {
        return post("/token", Map.of(), form(namesAndValues));
    }

    /** The form of names and values; a {@code null} value leaves its name out. */
    public static String form(@Nullable String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (value != null) {
                form.append(form.length() == 0 ? "" : "&")
                        .append(encode(String.valueOf(namesAndValues[i])))
                        .append('=')
                        .append(encode(value));
            }
        }
        return form.toString();
    }

    /** The query of a right authorization request. */
    public static String authorizationQuery(String clientId) {
        return form(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                REDIRECT_URI,
                "scope",
                "mcp:tools notes:read",
                "state",
                "s t&te",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256",
                "resource",
                RESOURCE);
    }

    /** The tokens for a right request of a public client. */
    public JsonObject tokens(String clientId) {
        return json(redeem(clientId, codeOf(clientId)));
    }

    /** Redeems a code of a public client. */
    public EndpointResponse redeem(String clientId, String code) {
        return token(
                "grant_type", "authorization_code",
                "client_id", clientId,
                "code", code,
                "redirect_uri", REDIRECT_URI,
                "code_verifier", VERIFIER,
                "resource", RESOURCE);
    }

    /** Uses a refresh token of a public client. */
    public EndpointResponse refresh(String clientId, String refreshToken, String... more) {
        return token(Stream.concat(
                        Stream.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    /** A code for a right request. */
    public String codeOf(String clientId) {
        return new TestBrowser(this).authorize(authorizationQuery(clientId));
    }

    /** The JSON of an answer. */
    public JsonObject json(EndpointResponse response) {
        try {
            return json.readObject(response.body(), JsonLimits.METADATA);
        } catch (MalformedException e) {
            throw new AssertionError("not JSON: " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    /** The {@code error} of an answer. */
    public String error(EndpointResponse response) {
        return json(response).getString("error");
    }

    /** A header line of an answer. */
    public static String header(EndpointResponse response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The text of an answer. */
    public static String text(EndpointResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Moves the clock. */
    public void pass(Duration time) {
        clock.advance(time);
    }

    /** What outlives a server. */
    private record Ground(TestClock clock, RecordingStore store, StateStore used) {
        static Ground empty() {
            TestClock clock = new TestClock();
            RecordingStore store = new RecordingStore(new InMemoryStateStore(clock, StoreLimits.defaults()));
            return new Ground(clock, store, store);
        }

        Ground encrypted() {
            Secret key = Secret.of("0123456789abcdef0123456789abcdef");
            return new Ground(clock, store, StateStores.encrypted(store, List.of(key)));
        }
    }

    private static final class AnyEndpoint implements EndpointPolicy {
        @Override
        public void checkUri(URI uri) {}

        @Override
        public void checkAddresses(URI uri, List<InetAddress> addresses) {}

        @Override
        public boolean isHostAllowListed(URI uri) {
            return true;
        }
    }
}
