package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.TokenIssuance;

/**
 * What one issuer stored does not exist for another one on the same store (RFC 8414, section 2: an issuer is an
 * authorization server), and each node of an issuer knows all of it.
 */
class IssuersOnOneStoreTest {
    private static final String ELSEWHERE = "https://other-as.example/tenant";

    private final TestServer server = new TestServer(
            builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par").withDevice("/device"))
                    .tokens(TokenIssuance.DEFAULT
                            .withSigningAlgorithm("ES256")
                            .withAccessTokenFormat(AccessTokenFormat.OPAQUE)));
    private final TestServer node = server.beside(TestServer.ISSUER);
    private final TestServer other = server.beside(ELSEWHERE);

    @BeforeEach
    void registerTheSameAtBoth() {
        List.of(server, other).forEach(IssuersOnOneStoreTest::register);
    }

    private static void register(TestServer at) {
        at.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
        at.addConfidentialClient(TestServer.RESOURCE, ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    @Test
    void codesAreThoseOfTheirIssuer() {
        String code = server.codeOf("app");
        EndpointResponse refused = other.redeem("app", code);

        assertEquals("invalid_grant", other.error(refused));
        assertEquals(200, node.redeem("app", code).status(), "a refusal elsewhere spends nothing");
    }

    @Test
    void refreshTokensAreThoseOfTheirIssuer() {
        String token = server.tokens("app").getString("refresh_token");
        EndpointResponse refused = other.refresh("app", token);

        assertEquals("invalid_grant", other.error(refused));
        assertEquals(200, node.refresh("app", token).status());
    }

    /** RFC 7009, section 2.2: unknown is as good as revoked. */
    @Test
    void nobodyElseRevokesTokens() {
        String token = server.tokens("app").getString("refresh_token");
        other.post("/revoke", Map.of(), TestServer.form("client_id", "app", "token", token));

        assertEquals(200, node.refresh("app", token).status());
    }

    /** RFC 7662, section 2.2. */
    @Test
    void accessTokensAreThoseOfTheirIssuer() {
        String token = server.tokens("app").getString("access_token");

        assertFalse(isActive(other, token));
        assertTrue(isActive(node, token));
    }

    private static boolean isActive(TestServer at, String token) {
        String form =
                TestServer.form("client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET, "token", token);
        EndpointResponse answer = at.post("/introspect", Map.of(), form);
        return at.json(answer).getBoolean("active");
    }

    @Test
    void registrationsAreThoseOfTheirIssuer() {
        server.addPublicClient("only-here");
        String query = TestServer.authorizationQuery("only-here");

        assertEquals(400, new TestBrowser(other).openAuthorization(query).status());
        assertEquals(200, new TestBrowser(node).openAuthorization(query).status());
    }

    @Test
    void consentsAndLoginsAreThoseOfTheirIssuer() {
        String site = TestServer.authorizationQuery("app")
                .replace("http%3A%2F%2F127.0.0.1%3A8765%2Fcallback", "https%3A%2F%2Fapp.example%2Fcb%3Fa%3Db");
        TestBrowser browser = new TestBrowser(server);
        browser.authorize(site);
        TestBrowser elsewhere = withCookiesOf(browser, other);
        EndpointResponse login = elsewhere.openAuthorization(site);

        assertEquals("/tenant/oauth/login", TestBrowser.action(login));
        assertEquals("/tenant/oauth/consent", TestBrowser.action(elsewhere.login(login)));
        assertTrue(TestBrowser.parameter(withCookiesOf(browser, node).openAuthorization(site), "code")
                .isPresent());
    }

    private static TestBrowser withCookiesOf(TestBrowser browser, TestServer at) {
        TestBrowser copy = new TestBrowser(at);
        copy.cookies().putAll(browser.cookies());
        return copy;
    }

    /** A page of one issuer is nothing to another one. */
    @Test
    void waitingRequestsAreThoseOfTheirIssuer() {
        TestBrowser browser = new TestBrowser(server);
        EndpointResponse page = browser.openAuthorization(TestServer.authorizationQuery("app"));

        assertEquals(400, withCookiesOf(browser, other).login(page).status());
        assertEquals(200, withCookiesOf(browser, node).login(page).status());
    }

    /** RFC 9126, section 4. */
    @Test
    void pushedRequestsAreThoseOfTheirIssuer() {
        EndpointResponse pushed = server.post("/par", Map.of(), TestServer.authorizationQuery("app"));
        String query = TestServer.form(
                "client_id", "app", "request_uri", server.json(pushed).getString("request_uri"));

        assertEquals(400, new TestBrowser(other).openAuthorization(query).status());
        assertEquals(303, new TestBrowser(node).openAuthorization(query).status());
    }

    /** RFC 8628, sections 3.3 and 3.4. */
    @Test
    void devicesAreThoseOfTheirIssuer() {
        EndpointResponse answer = server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "app", "scope", "mcp:tools", "resource", TestServer.RESOURCE));
        JsonObject codes = server.json(answer);

        assertEquals("invalid_grant", other.error(poll(other, codes)));
        assertEquals("authorization_pending", node.error(poll(node, codes)));
        assertFalse(TestServer.text(enter(other, codes)).contains("decision"));
        assertTrue(TestServer.text(enter(node, codes)).contains("decision"));
    }

    private static EndpointResponse poll(TestServer at, JsonObject codes) {
        return at.token(
                "grant_type",
                GrantType.DEVICE_CODE.value(),
                "client_id",
                "app",
                "device_code",
                codes.getString("device_code"));
    }

    private static EndpointResponse enter(TestServer at, JsonObject codes) {
        TestBrowser user = new TestBrowser(at);
        return user.submit(
                user.login(user.open(TestServer.BASE + "/activate", "")), "user_code", codes.getString("user_code"));
    }

    /** Each issuer has room of its own. */
    @Test
    void registrationsOfOneIssuerTakeNoRoomOfAnother() {
        assertEquals(2, server.stored.count("client"));
        server.addPublicClient("one-more");

        assertEquals(3, server.stored.count("client"));
        assertEquals(2, other.stored.count("client"));
    }
}
