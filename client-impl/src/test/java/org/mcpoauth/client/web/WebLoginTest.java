package org.mcpoauth.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.web.WebApplication.Binding;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Logins of a web application, behind Jakarta REST and behind servlets (MCP authorization, "Communication Security"). */
@ParameterizedClass
@EnumSource(Binding.class)
class WebLoginTest {
    private static final String COOKIE = "mcp-oauth-client";

    private final Binding binding;
    private final WebApplication shop;
    private final Browser alice;
    private final Browser bob;

    WebLoginTest(Binding binding) {
        this.binding = binding;
        this.shop = new WebApplication(binding, WebApplication.RULES);
        this.alice = new Browser(shop, "alice");
        this.bob = new Browser(shop, "bob");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private McpOAuthClient of(String user) {
        return shop.crm.as(() -> user);
    }

    private void assertRefused(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertTrue(answer.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .contains("default-src 'none'"));
        assertFalse(answer.headers().firstValue("Location").isPresent());
    }

    @Test
    @DisplayName("login and callback bring the token of the user (RFC 6749, section 4.1)")
    void aLoginEndsWithTheTokenOfTheUser() throws Exception {
        HttpResponse<String> away = alice.get(WebApplication.LOGIN + "?return=/shop/orders%3Fopen%3D1");
        assertEquals(303, away.statusCode());
        assertEquals("no-store", away.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals("no-referrer", away.headers().firstValue("Referrer-Policy").orElseThrow());
        String cookie = away.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.startsWith(COOKIE + "="), cookie);
        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Lax"), cookie);
        assertTrue(Browser.location(away).toString().startsWith(shop.world.as.http.origin() + "/authorize?"));

        URI redirect = URI.create(HeadlessAgent.open(Browser.location(away)));
        HttpResponse<String> back = alice.get(redirect);
        assertEquals(303, back.statusCode());
        assertEquals(shop.uri("/shop/orders?open=1"), Browser.location(back));
        assertEquals("no-store", back.headers().firstValue("Cache-Control").orElseThrow());
        assertFalse(back.headers().firstValue("Set-Cookie").isPresent());
        assertEquals(200, shop.world.call(of("alice"), "read").statusCode());
        assertTrue(of("bob").storedToken().isEmpty());
        assertTrue(shop.crm.storedToken().isEmpty());
    }

    @Test
    void aLoginWithoutReturnEndsWithASmallPage() {
        HttpResponse<String> back = alice.get(alice.login(""));
        assertEquals(200, back.statusCode());
        assertTrue(back.body().contains("Access granted"), back.body());
        assertTrue(of("alice").storedToken().isPresent());
    }

    @Test
    void aLoginWithoutReturnEndsAtTheSuccessPathWhereThereIsOne() {
        try (WebApplication other =
                new WebApplication(binding, new WebRules(Login.USER, "/shop/mcp-oauth", "/shop/start", false))) {
            Browser browser = new Browser(other, "alice");
            assertEquals(other.uri("/shop/start"), Browser.location(browser.get(browser.login(""))));
            assertEquals(other.uri("/shop/cart"), Browser.location(browser.get(browser.login("?return=/shop/cart"))));
        }
    }

    @Test
    void anAnswerIsTakenOnce() {
        URI redirect = alice.login("");
        assertEquals(200, alice.get(redirect).statusCode());
        assertRefused(400, alice.get(redirect));
        assertEquals(1, shop.world.as.tokenRequests().size());
        assertTrue(of("alice").storedToken().isPresent());
    }

    @Test
    @DisplayName("an answer is bound to user and browser (RFC 9700, section 4.7.1), and others cannot use it up")
    void anAnswerIsTakenFromItsBrowserAndUserOnly() {
        URI redirect = alice.login("");
        bob.login("");
        Browser elsewhere = new Browser(shop, "alice");
        elsewhere.login("");
        Browser without = new Browser(shop, "alice");
        Browser signedOut = new Browser(shop, null);
        signedOut.cookies.putAll(alice.cookies);
        Browser asBob = new Browser(shop, "bob");
        asBob.cookies.putAll(alice.cookies);
        Browser forged = new Browser(shop, "alice");
        forged.cookies.put(COOKIE, "x");
        for (Browser other : List.of(bob, elsewhere, without, signedOut, asBob, forged)) {
            assertRefused(400, other.get(redirect));
        }
        // a cookie of a neighbour beside ours
        assertRefused(
                400,
                alice.send(alice.request(redirect.getRawPath() + "?" + redirect.getRawQuery())
                        .header("Cookie", COOKIE + "=" + bob.cookies.get(COOKIE))));
        assertEquals(0, shop.world.as.tokenRequests().size());
        assertEquals(200, alice.get(redirect).statusCode());
        assertTrue(of("bob").storedToken().isEmpty());
    }

    @Test
    void severalTabsEndEachWhereItBegan() {
        List<URI> tabs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tabs.add(alice.login("?return=/shop/" + i));
        }
        assertEquals(1, alice.cookies.size());
        for (int i = 2; i >= 0; i--) {
            assertEquals(shop.uri("/shop/" + i), Browser.location(alice.get(tabs.get(i))));
        }
    }

    @Test
    @DisplayName("at most ten logins wait for one user; the oldest makes place")
    void theOldestOfElevenTabsIsForgotten() {
        List<URI> tabs = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            tabs.add(alice.login(""));
        }
        assertEquals(10, shop.world.store.count("client-pending"));
        URI ofBob = bob.login("");
        assertRefused(400, alice.get(tabs.get(0)));
        for (URI tab : tabs.subList(1, 11)) {
            assertEquals(200, alice.get(tab).statusCode());
        }
        assertEquals(200, bob.get(ofBob).statusCode());
    }

    @Test
    void aLoginWaitsTenMinutes() {
        URI redirect = alice.login("");
        shop.world.clock.advance(Duration.ofMinutes(10));
        assertRefused(400, alice.get(redirect));
        assertEquals(0, shop.world.as.tokenRequests().size());
    }

    @Test
    @DisplayName("an answer of another issuer is refused (RFC 9207, section 2.4), and over")
    void anAnswerOfAnotherIssuerIsRefused() {
        URI redirect = alice.login("");
        String other = redirect.toString().replaceAll("&iss=[^&]*", "&iss=https://evil.example");
        assertRefused(400, alice.get(URI.create(other)));
        assertRefused(400, alice.get(redirect));
        assertEquals(0, shop.world.as.tokenRequests().size());
    }

    @Test
    @DisplayName("an error response shows nothing of what the peer says (RFC 6749, section 4.1.2.1)")
    void aRefusalOfTheServerIsAPageWithoutItsText() {
        String state = alice.login("").toString().replaceAll(".*state=([^&]*).*", "$1");
        HttpResponse<String> answer = alice.get(WebApplication.CALLBACK
                + "?error=access_denied&error_description=Call%20555&error_uri=https%3A%2F%2Fevil.example&state="
                + state
                + "&iss=" + shop.world.as.http.origin());
        assertRefused(400, answer);
        assertFalse(answer.body().contains("555"));
        assertFalse(answer.body().contains("evil"));
        assertFalse(answer.body().contains("access_denied"));
    }

    @Test
    void aCodeThatTheServerDoesNotTakeIsAPageWithoutItsText() {
        URI redirect = alice.login("");
        shop.world.as.token =
                request -> Answer.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Call 555\"}");
        HttpResponse<String> answer = alice.get(redirect);
        assertRefused(400, answer);
        assertFalse(answer.body().contains("555"));
    }

    @Test
    @DisplayName("malformed answers are refused, and use nothing up (RFC 6749, section 3.1 and appendix B)")
    void malformedAnswersAreRefused() {
        URI redirect = alice.login("");
        String query = redirect.getRawQuery();
        for (String other : List.of(
                "",
                "?code=x",
                "?code=x&state=",
                "?" + query + "&state=x",
                "?state=x&" + query,
                "?" + query + "&code=x",
                "?" + query + "&iss=https%3A%2F%2Fevil.example",
                "?" + query + "&x=%c3")) {
            assertRefused(400, alice.get(WebApplication.CALLBACK + other));
        }
        // what no client of ours sends, but a peer may
        for (String other : List.of(
                query + "&x=" + "y".repeat(8192),
                query + "&x=%zz",
                query + "&x=%",
                query + "&x=|",
                query + "&x=\u00e9",
                query + "&x=a b")) {
            assertEquals(400, handled(other).status());
        }
        assertEquals(0, shop.world.as.tokenRequests().size());
        assertEquals(200, alice.get(redirect).statusCode());
    }

    private EndpointResponse handled(String query) {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Cookie", List.of(COOKIE + "=" + alice.cookies.get(COOKIE))), (name, value) -> true);
        return shop.endpoints.endpoints().stream()
                .filter(endpoint -> endpoint.path().equals(WebApplication.CALLBACK))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(new EndpointRequest(
                        "GET", WebApplication.CALLBACK, query, headers, new byte[0], null, null, () -> "alice"));
    }

    /** A preview of a link asks with HEAD; a form post is no answer that was asked for. */
    @Test
    void otherMethodsDoNothing() {
        URI redirect = alice.login("");
        String callback = redirect.getRawPath() + "?" + redirect.getRawQuery();
        for (String method : List.of("HEAD", "POST", "PUT", "OPTIONS")) {
            for (String path : List.of(callback, WebApplication.LOGIN)) {
                HttpResponse<String> answer = alice.send(alice.request(path).method(method, BodyPublishers.noBody()));
                assertEquals(405, answer.statusCode(), method);
                assertEquals("GET", answer.headers().firstValue("Allow").orElseThrow());
            }
        }
        assertEquals(1, shop.world.as.http.count("/authorize"));
        assertEquals(200, alice.get(redirect).statusCode());
    }

    @Test
    void aBodyIsTooLarge() {
        for (String path : List.of(WebApplication.LOGIN, WebApplication.CALLBACK)) {
            HttpResponse<String> answer = alice.send(alice.request(path).method("POST", BodyPublishers.ofString("x")));
            assertEquals(413, answer.statusCode());
        }
        assertEquals(
                413, alice.post(WebApplication.LOGOUT, "x=" + "y".repeat(5000)).statusCode());
    }

    @Test
    @DisplayName("browsers are sent to paths of this origin only (RFC 9700, section 4.11.1)")
    void aReturnElsewhereIsRefused() {
        for (String path : List.of(
                "//evil.example",
                "/%5Cevil.example",
                "%5C%5Cevil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "shop",
                "/%09/evil.example",
                "/a%0d%0aSet-Cookie:x=y",
                "/%C3%A9",
                "/" + "x".repeat(512),
                "/a&return=/b")) {
            HttpResponse<String> answer = alice.get(WebApplication.LOGIN + "?return=" + path);
            assertRefused(400, answer);
            assertFalse(answer.headers().firstValue("Set-Cookie").isPresent());
        }
        assertTrue(shop.world.as.http.received().isEmpty());
    }

    @Test
    void nobodyIsAskedToSignInFirst() {
        assertRefused(403, new Browser(shop, null).get(WebApplication.LOGIN));
        assertTrue(shop.world.as.http.received().isEmpty());
    }

    @Test
    @DisplayName("what is embedded, fetched or loaded ahead begins and ends no login (Fetch Metadata, section 2)")
    void onlyANavigationIsALogin() {
        URI redirect = alice.login("");
        Map<String, List<String>> others = Map.of(
                "Sec-Fetch-Mode", List.of("no-cors", "cors", "same-origin", "websocket", ""),
                "Sec-Fetch-Dest", List.of("iframe", "frame", "object", "embed", "image", "empty", ""),
                "Sec-Purpose", List.of("prefetch", "prefetch;prerender", ""),
                "Purpose", List.of("prefetch", "Prefetch"));
        String callback = redirect.getRawPath() + "?" + redirect.getRawQuery();
        for (String path : List.of(WebApplication.LOGIN, callback)) {
            others.forEach((name, values) -> values.forEach(
                    value -> assertRefused(403, alice.send(alice.request(path).header(name, value)))));
            assertRefused(
                    403,
                    alice.send(alice.request(path)
                            .header("Sec-Fetch-Dest", "document")
                            .header("Sec-Fetch-Dest", "iframe")));
        }
        assertEquals(1, shop.world.as.http.count("/authorize"));
        assertEquals(
                200,
                alice.send(alice.request(callback)
                                .header("Sec-Fetch-Mode", "navigate")
                                .header("Sec-Fetch-Dest", "document"))
                        .statusCode());
    }

    private URI loginThatIsRequired(String text) {
        AuthorizationRequiredException required =
                assertThrows(AuthorizationRequiredException.class, () -> shop.world.call(of("alice"), text));
        return required.authorizationUri().orElseThrow();
    }

    private Received asked() {
        List<Received> all = shop.world.as.http.received("/authorize");
        return all.get(all.size() - 1);
    }

    @Test
    @DisplayName("a login asks for what a call lacked and for what was granted (MCP, \"Step-Up Authorization Flow\")")
    void aStepUpEndsAtTheServedLogin() throws Exception {
        shop.world.mcp.challengeScope = "files:read";
        shop.world.mcp.writeScope = "files:write";
        assertEquals(shop.uri(WebApplication.LOGIN), loginThatIsRequired("read"));
        alice.get(alice.login(""));
        assertEquals("files:read", asked().parameter("scope"));
        assertEquals(200, shop.world.call(of("alice"), "read").statusCode());

        assertEquals(shop.uri(WebApplication.LOGIN), loginThatIsRequired("write"));
        assertEquals(0, shop.world.store.count("client-pending"));
        bob.login("");
        assertEquals("files:read", asked().parameter("scope"));
        assertEquals(200, alice.get(alice.login("")).statusCode());
        assertEquals("files:read files:write", asked().parameter("scope"));
        assertEquals(200, shop.world.call(of("alice"), "write").statusCode());
        assertEquals(
                Scopes.of("files:read", "files:write"),
                of("alice").storedToken().orElseThrow().scopes());

        // a later login loses nothing
        alice.login("");
        assertEquals("files:read files:write", asked().parameter("scope"));
        alice.post(WebApplication.LOGOUT, "");
        alice.login("");
        assertEquals("files:read", asked().parameter("scope"));
    }

    /** Its callback would know of no login: a browser, and a user with it, never went there. */
    @Test
    void aCallOfTheApplicationItselfIsToldThatUsersLogIn() {
        AuthorizationRequiredException refused =
                assertThrows(AuthorizationRequiredException.class, () -> shop.world.call(shop.crm, "read"));
        assertTrue(refused.authorizationUri().isEmpty());
        assertTrue(String.valueOf(refused.getMessage()).contains("as(user)"), refused.getMessage());
        assertEquals(0, shop.world.store.count("client-pending"));
    }

    @Test
    @DisplayName("a login asks for the authentication that a call lacked (RFC 9470, section 4), for ten minutes")
    void aDemandForAnotherAuthenticationIsMetAtTheServedLogin() throws Exception {
        alice.get(alice.login(""));
        shop.world.mcp.tokenBearing = request -> Answer.challenge(
                401, "Bearer error=\"insufficient_user_authentication\", acr_values=\"gold silver\", max_age=\"60\"");
        assertEquals(shop.uri(WebApplication.LOGIN), loginThatIsRequired("read"));
        alice.login("");
        assertEquals("gold silver", asked().parameter("acr_values"));
        assertEquals("60", asked().parameter("max_age"));
        alice.get(alice.login(""));
        alice.login("");
        assertFalse(asked().query().contains("acr_values"));
        loginThatIsRequired("read");
        shop.world.clock.advance(Duration.ofMinutes(10));
        alice.login("");
        assertFalse(asked().query().contains("acr_values"));
    }

    @Test
    void aServerThatIsDownIsNotTheFaultOfTheUser() {
        shop.world.as.close();
        HttpResponse<String> answer = alice.get(WebApplication.LOGIN);
        assertRefused(502, answer);
        assertFalse(answer.body().contains("127.0.0.1"));
    }

    @Test
    void aStoreThatIsDownIsToldAsSuch() {
        URI redirect = alice.login("");
        shop.world.store.isDown = true;
        assertRefused(503, alice.get(redirect));
        assertEquals(
                "5", alice.get(redirect).headers().firstValue("Retry-After").orElseThrow());
        shop.world.store.isDown = false;
        assertEquals(200, alice.get(redirect).statusCode());
    }

    @Test
    @DisplayName("where browsers may be users, each has the tokens of its own logins")
    void aBrowserThatNobodySignedInWithHasItsOwnTokens() {
        try (WebApplication open =
                new WebApplication(binding, new WebRules(Login.ANONYMOUS, "/shop/mcp-oauth", null, false))) {
            Browser one = new Browser(open, null);
            Browser two = new Browser(open, null);
            URI redirect = one.login("");
            two.login("");
            assertRefused(400, two.get(redirect));
            assertEquals(200, one.get(redirect).statusCode());
            Principal visitor = visitor(open, one);
            assertTrue(open.crm.as(visitor).storedToken().isPresent());
            assertNotEquals(visitor, visitor(open, two));
            assertTrue(open.crm.as(visitor(open, two)).storedToken().isEmpty());
            String name = visitor.getName();
            assertTrue(open.crm.as(() -> name).storedToken().isEmpty());
            assertFalse(name.contains(one.cookies.get(COOKIE)));
            // a user who is known stays known
            Browser known = new Browser(open, "alice");
            assertEquals(200, known.get(known.login("")).statusCode());
            assertTrue(open.crm.as(() -> "alice").storedToken().isPresent());
            assertTrue(open.crm.as(visitor(open, known)).storedToken().isEmpty());
        }
    }

    private static Principal visitor(WebApplication application, Browser browser) {
        return application
                .endpoints
                .visitor(HttpHeaders.of(
                        Map.of("Cookie", List.of(COOKIE + "=" + browser.cookies.get(COOKIE))), (name, value) -> true))
                .orElseThrow();
    }

    @Test
    @DisplayName("logout revokes the tokens of this user (RFC 7009) and forgets what waits")
    void logoutEndsTheAccessOfTheUser() {
        alice.get(alice.login(""));
        bob.get(bob.login(""));
        URI waiting = alice.login("");
        HttpResponse<String> done = alice.post(WebApplication.LOGOUT, "return=/shop/bye");
        assertEquals(303, done.statusCode());
        assertEquals(shop.uri("/shop/bye"), Browser.location(done));
        assertTrue(of("alice").storedToken().isEmpty());
        assertTrue(of("bob").storedToken().isPresent());
        assertEquals(2, shop.world.as.http.count("/revoke"));
        assertEquals(0, shop.world.store.count("client-pending"));
        assertRefused(400, alice.get(waiting));
        assertEquals(200, alice.post(WebApplication.LOGOUT, "").statusCode());
        assertEquals(2, shop.world.as.http.count("/revoke"));
    }

    @Test
    void tokensAreForgottenAlsoWhenTheServerDoesNotRevokeThem() {
        alice.get(alice.login(""));
        shop.world.as.http.on("/revoke", Answer.of(503));
        assertEquals(200, alice.post(WebApplication.LOGOUT, "").statusCode());
        assertTrue(of("alice").storedToken().isEmpty());
    }

    @Test
    @DisplayName("a form of another site logs nobody out (Fetch Standard, \"Origin header\")")
    void logoutIsForPagesOfTheApplication() {
        alice.get(alice.login(""));
        String own = shop.origin();
        assertRefused(403, alice.send(alice.form(WebApplication.LOGOUT, "")));
        for (String origin :
                List.of("https://evil.example", "null", "", own + "/", own + "0", "https" + own.substring(4))) {
            assertRefused(403, alice.send(alice.form(WebApplication.LOGOUT, "").header("Origin", origin)));
        }
        assertRefused(
                403,
                alice.send(alice.form(WebApplication.LOGOUT, "")
                        .header("Origin", own)
                        .header("Origin", own)));
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertRefused(
                    403,
                    alice.send(alice.form(WebApplication.LOGOUT, "")
                            .header("Origin", own)
                            .header("Sec-Fetch-Site", site)));
        }
        assertEquals(405, alice.get(WebApplication.LOGOUT).statusCode());
        assertRefused(400, alice.post(WebApplication.LOGOUT, "return=//evil.example"));
        assertRefused(400, alice.post(WebApplication.LOGOUT, "return=/a&return=/b"));
        assertRefused(403, new Browser(shop, null).post(WebApplication.LOGOUT, ""));
        assertTrue(of("alice").storedToken().isPresent());
        assertEquals(0, shop.world.as.http.count("/revoke"));
    }

    @Test
    void allOtherPathsAreTheApplications() {
        for (String path :
                List.of("/shop/", WebApplication.LOGIN + "/", "/mcp-oauth/login/crm", "/shop/%6dcp-oauth/login/crm")) {
            int status = alice.get(path).statusCode();
            assertTrue(status == 404 || status == 405, path + " " + status);
        }
        assertTrue(shop.world.as.http.received().isEmpty());
    }
}
