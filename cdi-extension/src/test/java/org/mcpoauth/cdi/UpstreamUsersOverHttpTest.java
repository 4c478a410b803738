package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.spi.client.DeviceAgent;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.http.JdkHttpTransport;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Users log in with another OpenID Connect issuer, both servers over HTTP; keys say so. */
@Tag("container")
class UpstreamUsersOverHttpTest {
    private static final String REDIRECT_URI = "https://app.example/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final StrictJson JSON = StrictJson.create();

    private final WebServer web = new WebServer();
    private final String callback = web.url("/oauth/upstream/callback");
    private final OtherIssuer other = new OtherIssuer(callback);
    private final Application application = start();
    private final Wire wire = application.get(Wire.class);
    private final Browser browser = new Browser();

    /** Remembers what this server sends to others, and what they answer. */
    @ApplicationScoped
    static class Wire implements HttpTransport {
        private final JdkHttpTransport network = JdkHttpTransport.of(Connections.DEFAULT);
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final List<String> tokens = new CopyOnWriteArrayList<>();

        @Override
        public HttpReply send(HttpCall call) {
            byte[] body = call.body();
            sent.add(call.uri() + " " + call.headers().map()
                    + (body == null ? "" : new String(body, StandardCharsets.UTF_8)));
            HttpReply reply = network.send(call);
            if (call.uri().getPath().endsWith("/token")) {
                tokens.add(new String(reply.body(), StandardCharsets.UTF_8));
            }
            return reply;
        }

        List<String> sent() {
            return sent;
        }

        List<String> tokens() {
            return tokens;
        }
    }

    /** A user with a browser who logs in with the other issuer and allows the device. */
    @ApplicationScoped
    static class Allowing implements DeviceAgent {
        @Override
        public void show(DeviceAuthorization authorization) {
            String code = authorization.userCode().reveal();
            Browser visitor = new Browser();
            Browser.Page page = visitor.open(authorization.verificationUri());
            Browser.Page login = visitor.follow(visitor.submit(page, ""), "https:");
            Browser.Page there = OtherIssuer.logIn(visitor, login, "https:");
            assertFalse((there.uri() + there.body()).contains(code), "the issuer learns nothing of the device");
            Browser.Page back = visitor.follow(visitor.submit(there, "decision=approve"), "https:");
            Browser.Page question = visitor.submit(back, "user_code=" + code);
            assertTrue(question.body().contains(code), question::body);
            assertEquals(200, visitor.submit(question, "decision=approve").status());
        }
    }

    @AfterEach
    void stop() {
        application.close();
        other.close();
        web.close();
    }

    private Application start() {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.url-policy", "loopback");
        keys.put("mcp.oauth.resource.url", web.url("/mcp"));
        keys.put("mcp.oauth.resource.authorization-servers", web.url(""));
        keys.put("mcp.oauth.as.enabled", "true");
        keys.put("mcp.oauth.as.issuer", web.url(""));
        keys.put("mcp.oauth.as.endpoints.device", "/device");
        keys.put("mcp.oauth.as.device.interval", "1");
        keys.put("mcp.oauth.as.scopes-supported", "read");
        keys.put("mcp.oauth.as.signing-algorithm", "ES256");
        keys.put("mcp.oauth.as.login", "upstream");
        keys.put("mcp.oauth.as.upstream.issuer", other.issuer());
        keys.put("mcp.oauth.as.upstream.client-id", OtherIssuer.CLIENT_ID);
        keys.put("mcp.oauth.as.upstream.client-secret", OtherIssuer.SECRET);
        keys.put("mcp.oauth.client.tv.server-url", web.url("/mcp"));
        keys.put("mcp.oauth.client.tv.grant", "device");
        keys.put("mcp.oauth.client.tv.client-id", "tv");
        keys.put("mcp.oauth.client.tv.issuer", web.url(""));
        keys.put("mcp.oauth.client.tv.token-store.scope", "application");
        Application started = Application.start(keys, Wire.class, Allowing.class);
        web.deployGuarded();
        AuthorizationServer server = started.get(AuthorizationServer.class);
        add(server, "app", GrantType.AUTHORIZATION_CODE);
        add(server, "second", GrantType.AUTHORIZATION_CODE);
        add(server, "tv", GrantType.DEVICE_CODE);
        return started;
    }

    private static void add(AuthorizationServer server, String clientId, GrantType grant) {
        ClientMetadata metadata = ClientMetadata.builder()
                .redirectUris(
                        grant.equals(GrantType.AUTHORIZATION_CODE) ? List.of(URI.create(REDIRECT_URI)) : List.of())
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .grantTypes(List.of(grant, GrantType.REFRESH_TOKEN))
                .clientName("Client " + clientId)
                .build();
        Client client = new Client(clientId, metadata, null, Clock.systemUTC().instant(), null);
        server.provider().registerClient(new RegistrationRequest(client, metadata, null));
    }

    private URI authorization(String clientId) {
        return URI.create(web.url("/oauth/authorize?response_type=code&scope=read&state=of-the-client"
                + "&code_challenge_method=S256&code_challenge=" + Sha256.base64Url(VERIFIER)
                + "&client_id=" + clientId
                + "&redirect_uri=" + Browser.encoded(REDIRECT_URI)
                + "&resource=" + Browser.encoded(web.url("/mcp"))));
    }

    /** Agrees here to a client; gives the login page of the other issuer. */
    private Browser.Page leave(Browser visitor, String clientId) {
        Browser.Page before = visitor.open(authorization(clientId));
        return visitor.follow(visitor.submit(before, "decision=approve"), REDIRECT_URI);
    }

    /** Logs in and consents with the other issuer; gives the redirect to here. */
    private Browser.Page answer(Browser visitor) {
        Browser.Page there = OtherIssuer.logIn(visitor, leave(visitor, "app"), callback);
        return there.next() == null ? visitor.follow(visitor.submit(there, "decision=approve"), callback) : there;
    }

    private Browser.Page comeBack(Browser visitor, Browser.Page answer) {
        return visitor.follow(answer, REDIRECT_URI);
    }

    private HttpResponse<String> redeem(String clientId, Browser.Page redirect) {
        return WebServer.send(web.post(
                "/oauth/token",
                "application/x-www-form-urlencoded",
                "grant_type=authorization_code&client_id=" + clientId
                        + "&code=" + Browser.encoded(redirect.sent("code"))
                        + "&redirect_uri=" + Browser.encoded(REDIRECT_URI)
                        + "&code_verifier=" + VERIFIER));
    }

    private String tokenOf(String clientId, Browser.Page redirect) {
        return json(redeem(clientId, redirect).body()).getString("access_token");
    }

    private static JsonObject json(String text) {
        try {
            return JSON.readObject(text, JsonLimits.TOKEN_RESPONSE);
        } catch (MalformedException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonObject claims(String token) {
        try {
            byte[] payload = Base64Url.decode(token.split("\\.", -1)[1]);
            return json(new String(payload, StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new AssertionError(token, e);
        }
    }

    private void assertOfAlice(String token, String clientId) {
        assertOf("alice", token, clientId);
    }

    private void assertOf(String user, String token, String clientId) {
        JsonObject claims = claims(token);
        assertEquals(web.url(""), claims.getString("iss"));
        assertEquals(other.issuer() + "#" + user, claims.getString("sub"));
        assertEquals(clientId, claims.getString("client_id"));
        assertEquals(web.url("/mcp"), claims.getString("aud"));
    }

    private void assertTold(String error, Browser.Page redirect) {
        assertEquals(REDIRECT_URI, redirect.redirect().toString().split("\\?", 2)[0]);
        assertEquals(error, redirect.sent("error"));
        assertEquals("of-the-client", redirect.sent("state"));
        assertEquals(web.url(""), redirect.sent("iss"));
        assertEquals("", redirect.sent("code"));
    }

    private void assertWithoutTraces() {
        assertFalse(browser.seen().contains("Exception") || browser.seen().contains("\tat "), browser::seen);
    }

    /** OpenID Connect Core 1.0, section 3.1. */
    @Test
    void aUserOfTheOtherIssuerGetsATokenOfThisServer() {
        Browser.Page redirect = comeBack(browser, answer(browser));
        assertEquals("of-the-client", redirect.sent("state"));
        assertEquals(web.url(""), redirect.sent("iss"));
        String token = tokenOf("app", redirect);

        assertOfAlice(token, "app");
        assertEquals(200, web.call(token).statusCode());
    }

    /** MCP security best practices, "Confused Deputy Problem". */
    @Test
    void nothingGoesThereBeforeTheUserAgreesHere() {
        Browser.Page page = browser.open(authorization("app"));

        assertEquals(200, page.status());
        assertTrue(page.body().contains("Client app"), page::body);
        assertTrue(page.body().contains(URI.create(other.issuer()).getAuthority()), page::body);
        assertTold("access_denied", browser.submit(page, "decision=deny"));
        assertEquals(List.of(), wire.sent());
    }

    /** MCP security best practices, "Token Passthrough". */
    @Test
    void tokensOfTheOtherIssuerGoNowhere() {
        HttpResponse<String> tokens = redeem("app", comeBack(browser, answer(browser)));
        JsonObject theirs = json(wire.tokens().get(0));

        for (String name : List.of("access_token", "refresh_token", "id_token")) {
            String theirToken = theirs.getString(name);
            assertFalse(tokens.body().contains(theirToken), name);
            assertFalse(browser.seen().contains(theirToken), name);
            assertFalse(String.join("\n", wire.sent()).contains(theirToken), name);
        }
        assertEquals(401, web.call(theirs.getString("access_token")).statusCode());
    }

    @Test
    void whoDoesNotConsentThereGetsNoCode() {
        Browser.Page consent = OtherIssuer.logIn(browser, leave(browser, "app"), callback);

        assertTold("access_denied", browser.follow(browser.submit(consent, "decision=deny"), REDIRECT_URI));
        assertEquals(List.of(), wire.tokens());
    }

    /** RFC 9207, section 2.4. */
    @ParameterizedTest
    @ValueSource(strings = {"&iss=https%3A%2F%2Fevil.example", "&iss=", ""})
    void anAnswerThatDoesNotNameTheIssuerIsRefused(String issuer) {
        Browser.Page answer = answer(browser);
        URI changed = URI.create(callback + "?code=" + Browser.encoded(answer.sent("code")) + "&state="
                + Browser.encoded(answer.sent("state")) + issuer);

        assertTold("server_error", browser.open(changed));
        assertEquals(List.of(), wire.tokens(), "the code of one issuer is not for another");
        assertEquals(400, browser.open(answer.redirect()).status(), "the state is used up");
    }

    /** RFC 9700, section 4.7. */
    @Test
    void anAnswerWithTheStateOfAnotherBrowserIsRefusedAndUsesNothingUp() {
        Browser victim = new Browser();
        Browser.Page ofVictim = answer(victim);
        Browser.Page own = answer(browser);
        URI mixed = URI.create(own.redirect().toString().replace(own.sent("state"), ofVictim.sent("state")));

        assertNotEquals(own.redirect(), mixed);
        assertEquals(400, browser.open(mixed).status());
        assertEquals(400, browser.open(ofVictim.redirect()).status());
        assertEquals(400, new Browser().open(ofVictim.redirect()).status());
        assertEquals(List.of(), wire.tokens());
        assertWithoutTraces();
        assertOfAlice(tokenOf("app", comeBack(victim, ofVictim)), "app");
        assertOfAlice(tokenOf("app", comeBack(browser, own)), "app");
    }

    @Test
    void anIssuerThatIsNotThereIsToldToTheClient() {
        other.goDown();

        assertTold("temporarily_unavailable", leave(browser, "app"));
        assertWithoutTraces();
    }

    @Test
    void anIssuerThatGoesAwayDuringTheLoginIsToldToTheClient() {
        Browser.Page answer = answer(browser);
        other.goDown();

        assertTold("temporarily_unavailable", comeBack(browser, answer));
        assertWithoutTraces();
    }

    @Test
    void anIssuerThatIsNotThereIsToldToTheUserOfADevice() {
        Browser.Page page = browser.open(URI.create(web.url("/oauth/activate")));
        other.goDown();

        assertEquals(503, browser.submit(page, "").status());
        assertWithoutTraces();
    }

    /** MCP security best practices, "Confused Deputy Problem": what others remember is no consent to a client here. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondClientIsAgreedToAnew(boolean isLoggedInHere) {
        comeBack(browser, answer(browser));
        if (!isLoggedInHere) {
            browser.forget(URI.create(web.url("")));
        }
        int calls = wire.sent().size();
        Browser.Page question = browser.follow(browser.open(authorization("second")), REDIRECT_URI);

        assertEquals(200, question.status());
        assertTrue(question.body().contains("Client second"), question::body);
        assertTold("access_denied", browser.submit(question, "decision=deny"));
        assertEquals(calls, wire.sent().size(), "nobody was asked there");
        Browser.Page redirect = leave(browser, "second");
        assertOfAlice(tokenOf("second", redirect), "second");
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: the other issuer remembers its user too. */
    @Test
    void whoUsesAnotherAccountLogsInThereAnew() {
        comeBack(browser, answer(browser));
        Browser.Page question = browser.follow(browser.open(authorization("second")), REDIRECT_URI);
        Browser.Page before = browser.submit(question, "decision=switch");
        before = browser.follow(before, REDIRECT_URI);
        Browser.Page login = browser.follow(browser.submit(before, "decision=approve"), REDIRECT_URI);
        assertTrue(login.body().contains("name=\"password\""), login::body);
        Browser.Page there = OtherIssuer.logIn("bob", browser, login, callback);
        Browser.Page answer = browser.follow(browser.submit(there, "decision=approve"), callback);

        assertOf("bob", tokenOf("second", comeBack(browser, answer)), "second");
    }

    /** RFC 8628, section 3.3. */
    @Test
    void aDeviceActsForAUserOfTheOtherIssuer() throws Exception {
        McpOAuthClient tv = application.get(McpOAuthClient.class, McpOAuthLiteral.of("tv"));
        HttpRequest ping = web.post("/mcp", "application/json", WebServer.PING).build();

        assertOfAlice(tv.accessToken().value().reveal(), "tv");
        assertEquals(200, tv.httpClient().send(ping, BodyHandlers.ofString()).statusCode());
    }
}
