package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * An authorization server whose users log in with another issuer, which it believes for assertions too; pushed
 * requests, devices, and a client that signs its own assertions.
 */
final class AssertionsRun implements AutoCloseable {
    private static final String UPSTREAM_SECRET = "secret-at-the-other-issuer";
    private static final String BROKER = "broker-of-users";
    private static final String REDIRECT = "http://127.0.0.1:8765/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String ID_JAG = "oauth-id-jag+jwt";
    private static final StrictJson JSON = StrictJson.create();

    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final Browser browser;
    private final FailingStore store =
            new FailingStore(new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults()));
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .stateStore(store)
            .auditListener(events::add)
            .build();
    private final SigningKey clientKey = SigningKey.generate(JwsAlgorithm.ES256);
    private final SigningKey otherKey = SigningKey.generate(JwsAlgorithm.ES256);
    private final HttpServer other;
    private final org.glassfish.grizzly.http.server.HttpServer own = new org.glassfish.grizzly.http.server.HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);
    private final AuthorizationServer server;
    private volatile String upstreamAnswer = "";

    /** Remembers each secret in a browser. */
    AssertionsRun(Browser browser) {
        this.browser = browser;
        try {
            other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            own.addListener(listener);
            own.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publish();
        server = runtime.authorizationServer(
                configuration(),
                UserSource.upstream(new UpstreamProvider(
                        Issuer.of(origin()),
                        BROKER,
                        new ClientAuthentication.ClientSecretBasic(Secret.of(browser.secret(UPSTREAM_SECRET))),
                        Scopes.of("openid"))));
        browser.secret(
                Base64.getEncoder().encodeToString((BROKER + ":" + UPSTREAM_SECRET).getBytes(StandardCharsets.UTF_8)));
        WebappContext context = new WebappContext("test", "");
        context.addFilter("endpoints", new McpOAuthServletFilter(server))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        context.addServlet("nothing", new HttpServlet() {}).addMapping("/*");
        context.deploy(own);
        addClient();
    }

    private AuthorizationServerConfiguration configuration() {
        return AuthorizationServerConfiguration.builder(
                        Issuer.of(issuer()), List.of(ResourceIdentifier.of(issuer() + "/mcp")))
                .scopesSupported(Scopes.of("mcp:tools"))
                .scopesDefault(Scopes.of("mcp:tools"))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                .endpoints(EndpointPaths.DEFAULT.withDevice("/device").withPar("/par"))
                .grants(GrantRules.DEFAULT.withIdentityAssertions(
                        IdentityAssertionRules.of(List.of(AssertionIssuer.of(Issuer.of(origin()))))))
                .rateLimits(RateLimits.DEFAULT.withFailures(null))
                .build();
    }

    private void addClient() {
        ClientMetadata metadata = ClientMetadata.builder()
                .redirectUris(List.of(URI.create(REDIRECT)))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .jwks(JwkSet.of(List.of(clientKey.verificationKey())).write(JSON))
                .grantTypes(List.of(
                        GrantType.AUTHORIZATION_CODE,
                        GrantType.REFRESH_TOKEN,
                        GrantType.JWT_BEARER,
                        GrantType.DEVICE_CODE))
                .build();
        Client client = new Client("app", metadata, null, Instant.now(), null);
        server.provider().registerClient(new RegistrationRequest(client, metadata, null));
    }

    private String issuer() {
        return "http://127.0.0.1:" + listener.getPort();
    }

    private String origin() {
        return "http://127.0.0.1:" + other.getAddress().getPort();
    }

    private void publish() {
        String metadata = "{\"issuer\":\"" + origin() + "\",\"authorization_endpoint\":\"" + origin()
                + "/authorize\",\"token_endpoint\":\"" + origin() + "/token\",\"jwks_uri\":\"" + origin()
                + "/keys\",\"response_types_supported\":[\"code\"],"
                + "\"authorization_response_iss_parameter_supported\":true}";
        String keys = JSON.write(JwkSet.of(List.of(otherKey.verificationKey())).write(JSON));
        other.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            String text = path.equals("/keys") ? keys : path.equals("/token") ? upstreamAnswer : metadata;
            byte[] answer = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        other.start();
    }

    /** Everything that is granted and refused while the store works, and what fails without it. */
    void play() {
        redeemAssertions();
        authorizeByPushedRequest();
        connectDevices();
        withoutTheStore();
    }

    private void redeemAssertions() {
        String assertion = assertion(otherKey, issuer());
        assertEquals(200, redeemAssertion(assertion));
        assertEquals(400, redeemAssertion(assertion), "used");
        assertEquals(400, redeemAssertion(assertion(clientKey, issuer())), "signed by another");
        assertEquals(400, redeemAssertion(assertion(otherKey, origin())), "for another");
        assertEquals(400, redeemAssertion(assertion.substring(0, assertion.length() - 4)));
        assertEquals(400, redeemAssertion(assertion + "\r\n"));
        String[] authentication = authentication(issuer());
        assertEquals(200, redeemAssertion(authentication, assertion(otherKey, issuer())));
        assertEquals(401, redeemAssertion(authentication, assertion(otherKey, issuer())), "the client replays its own");
        assertEquals(401, redeemAssertion(authentication(origin()), assertion(otherKey, issuer())));
    }

    private int redeemAssertion(String assertion) {
        return redeemAssertion(authentication(issuer()), assertion);
    }

    private int redeemAssertion(String[] authentication, String assertion) {
        HttpResponse<String> answer = token(
                authentication, "grant_type", GrantType.JWT_BEARER.value(), "assertion", browser.secret(assertion));
        keepTokens(answer);
        return answer.statusCode();
    }

    private void authorizeByPushedRequest() {
        String pushed = push();
        assertEquals(
                302,
                comeBack(browser, leave(browser, authorization(pushed)), "another-nonce-than-sent")
                        .statusCode());
        assertEquals(400, browser.open(authorization(pushed)).statusCode(), "used");
        URI left = leave(browser, authorization(push()));
        HttpResponse<String> back = comeBack(browser, left, sent(left, "nonce"));
        HttpResponse<String> tokens = token(
                authentication(issuer()),
                "grant_type",
                "authorization_code",
                "code",
                browser.secret(sent(location(back), "code")),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER);
        assertEquals(200, tokens.statusCode(), tokens::body);
        keepTokens(tokens);
        assertEquals(400, comeBack(browser, left, sent(left, "nonce")).statusCode(), "used");
    }

    private String push() {
        HttpResponse<String> pushed = browser.form(
                server.metadata().pushedAuthorizationRequestEndpoint().orElseThrow(),
                with(
                        authentication(issuer()),
                        "response_type",
                        "code",
                        "redirect_uri",
                        REDIRECT,
                        "code_challenge",
                        Sha256.base64Url(VERIFIER),
                        "code_challenge_method",
                        "S256",
                        "resource",
                        issuer() + "/mcp"));
        assertEquals(201, pushed.statusCode(), pushed::body);
        String uri = json(pushed).getString("request_uri");
        browser.secret(uri.substring(uri.lastIndexOf(':') + 1));
        return browser.secret(uri);
    }

    private URI authorization(String requestUri) {
        return URI.create(server.metadata().authorizationEndpoint().orElseThrow() + "?"
                + Browser.encoded("client_id", "app", "request_uri", requestUri));
    }

    /** Agrees to the client as nobody who is logged in; gives where the browser is sent to. */
    private URI leave(Browser visitor, URI authorization) {
        URI page = location(visitor.open(authorization));
        return left(visitor.submit(visitor.open(page), "decision", "approve"));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body())));
    }

    private URI left(HttpResponse<String> answer) {
        URI location = location(answer);
        browser.secret(sent(location, "state"));
        browser.secret(sent(location, "nonce"));
        return location;
    }

    /** Comes back from the other issuer, whose ID token has a nonce. */
    private HttpResponse<String> comeBack(Browser visitor, URI left, String nonce) {
        String idToken = browser.secret(sign(
                otherKey,
                "JWT",
                claims(origin(), BROKER).add("sub", "subject-of-the-user-there").add("nonce", nonce)));
        upstreamAnswer = JSON.write(JSON.object()
                .add("access_token", browser.secret("access-token-of-the-other-issuer"))
                .add("refresh_token", browser.secret("refresh-token-of-the-other-issuer"))
                .add("token_type", "Bearer")
                .add("id_token", idToken)
                .build());
        return visitor.open(URI.create(issuer() + "/oauth/upstream/callback?"
                + Browser.encoded(
                        "code",
                        browser.secret("code-of-the-other-issuer"),
                        "state",
                        sent(left, "state"),
                        "iss",
                        origin())));
    }

    private void connectDevices() {
        JsonObject codes = deviceCodes();
        Browser visitor = new Browser();
        HttpResponse<String> page = visitor.open(URI.create(codes.getString("verification_uri_complete")));
        URI left = left(visitor.submit(page));
        assertEquals(303, comeBack(visitor, left, sent(left, "nonce")).statusCode());
        page = visitor.open(URI.create(codes.getString("verification_uri_complete")));
        visitor.submit(page, "user_code", "BCDF-GHJK");
        page = visitor.submit(page, "user_code", codes.getString("user_code"));
        assertEquals(200, visitor.submit(page, "decision", "approve").statusCode());
        visitor.secrets().forEach(browser::secret);

        HttpResponse<String> tokens = poll(codes.getString("device_code"));
        assertEquals(200, tokens.statusCode(), tokens::body);
        keepTokens(tokens);
        assertEquals("invalid_grant", error(poll(codes.getString("device_code"))));
        assertEquals("invalid_grant", error(poll("device-code-of-nobody")));
        String waiting = deviceCodes().getString("device_code");
        assertEquals("authorization_pending", error(poll(waiting)));
        assertEquals("slow_down", error(poll(waiting)));
    }

    private JsonObject deviceCodes() {
        HttpResponse<String> answer = browser.form(
                server.metadata().deviceAuthorizationEndpoint().orElseThrow(),
                with(authentication(issuer()), "resource", issuer() + "/mcp"));
        assertEquals(200, answer.statusCode(), answer::body);
        JsonObject codes = json(answer);
        browser.secret(codes.getString("device_code"));
        browser.secret(codes.getString("user_code"));
        browser.secret(codes.getString("user_code").replace("-", ""));
        return codes;
    }

    private HttpResponse<String> poll(String deviceCode) {
        return token(
                authentication(issuer()),
                "grant_type",
                GrantType.DEVICE_CODE.value(),
                "device_code",
                browser.secret(deviceCode));
    }

    private void withoutTheStore() {
        URI pushed = authorization(push());
        String deviceCode = deviceCodes().getString("device_code");
        Browser visitor = new Browser();
        URI left = leave(visitor, authorization(push()));
        store.fail();
        assertEquals(503, redeemAssertion(assertion(otherKey, issuer())));
        assertEquals(503, poll(deviceCode).statusCode());
        assertEquals(503, browser.open(pushed).statusCode());
        assertEquals(503, comeBack(visitor, left, sent(left, "nonce")).statusCode());
        visitor.secrets().forEach(browser::secret);
    }

    private void keepTokens(HttpResponse<String> answer) {
        JsonObject document = json(answer);
        Stream.of("access_token", "refresh_token")
                .filter(document::containsKey)
                .forEach(name -> browser.secret(document.getString(name)));
    }

    private HttpResponse<String> token(String[] authentication, String... namesAndValues) {
        return browser.form(server.metadata().tokenEndpoint().orElseThrow(), with(authentication, namesAndValues));
    }

    private static String[] with(String[] authentication, String... namesAndValues) {
        return Stream.of(authentication, namesAndValues).flatMap(Stream::of).toArray(String[]::new);
    }

    private String[] authentication(String audience) {
        String signed = sign(clientKey, null, claims("app", audience).add("sub", "app"));
        return new String[] {
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            browser.secret(signed)
        };
    }

    private String assertion(SigningKey by, String audience) {
        return sign(
                by,
                ID_JAG,
                claims(origin(), audience)
                        .add("sub", "subject-of-the-assertion")
                        .add("client_id", "app")
                        .add("resource", issuer() + "/mcp")
                        .add("scope", "mcp:tools"));
    }

    private static JsonObjectBuilder claims(String issuer, String audience) {
        long now = Instant.now().getEpochSecond();
        return JSON.object()
                .add("iss", issuer)
                .add("aud", audience)
                .add("iat", now)
                .add("exp", now + 60)
                .add("jti", UUID.randomUUID().toString());
    }

    private static String sign(SigningKey by, @Nullable String type, JsonObjectBuilder claims) {
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), by, type).sign(claims.build());
    }

    private static JsonObject json(HttpResponse<String> response) {
        try {
            return JSON.readObject(response.body(), JsonLimits.TOKEN_RESPONSE);
        } catch (MalformedException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static String error(HttpResponse<String> response) {
        return json(response).getString("error");
    }

    private static String sent(URI location, String name) {
        return Stream.of(location.getRawQuery().split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " in " + location));
    }

    @Override
    public void close() {
        own.shutdownNow();
        other.stop(0);
        runtime.close();
    }
}
