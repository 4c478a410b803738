package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretBasic;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretPost;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Login with another OpenID Connect issuer (OpenID Connect Core 1.0, section 3.1), and each rule of the MCP security
 * best practices, "Confused Deputy Problem" and "Token Passthrough".
 */
class UpstreamLoginTest {
    private static final String CALLBACK = TestServer.BASE + "/upstream/callback";

    private static final UserSource USERS = UserSource.upstream(new UpstreamProvider(
            Issuer.of(UpstreamIssuer.ISSUER),
            UpstreamIssuer.CLIENT_ID,
            new ClientSecretBasic(Secret.of("upstream secret")),
            Scopes.of("openid", "profile")));

    private final TestServer server = new TestServer(USERS);
    private final UpstreamIssuer upstream = new UpstreamIssuer(server);
    private final TestBrowser browser = new TestBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addPublicClient("other");
    }

    private EndpointResponse leave(String request) {
        return browser.submit(browser.openAuthorization(request), "decision", "approve");
    }

    private static String sent(EndpointResponse redirect, String name) {
        return TestBrowser.parameter(redirect, name).orElseThrow();
    }

    private EndpointResponse comeBack(EndpointResponse redirect) {
        return browser.open(
                CALLBACK, TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
    }

    private EndpointResponse logIn(UnaryOperator<JsonObjectBuilder> change) {
        EndpointResponse redirect = leave(query);
        upstream.answer(sent(redirect, "nonce"), change);
        return comeBack(redirect);
    }

    private String error(EndpointResponse redirect) {
        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI));
        assertTrue(TestBrowser.parameter(redirect, "code").isEmpty());
        assertTrue(TestBrowser.parameter(redirect, "error_description").isEmpty(), "nothing raw");
        return sent(redirect, "error");
    }

    private List<HttpCall> calls(String path) {
        return server.transport.calls().stream()
                .filter(call -> call.uri().toString().equals(UpstreamIssuer.ISSUER + path))
                .toList();
    }

    @Test
    void aUserLogsInWithTheIssuer() {
        EndpointResponse redirect = logIn(UnaryOperator.identity());
        var tokens = server.json(server.redeem("app", sent(redirect, "code")));

        assertEquals("s t&te", sent(redirect, "state"), "the client's own state");
        assertEquals(
                UpstreamIssuer.ISSUER + "#248289",
                Jwt.claims(server, tokens.getString("access_token")).getString("sub"),
                "subjects of two issuers never meet");
    }

    /** RFC 9068, section 2.2.3.1: who decides here about roles is not the other issuer. */
    @Test
    void rolesOfTheIssuerAreNotCopied() {
        TestServer telling = new TestServer(
                builder -> builder.tokens(
                        TokenIssuance.DEFAULT.withAuthorizationClaims(Set.of(AuthorizationClaim.values()))),
                USERS);
        telling.addPublicClient("app");
        UpstreamIssuer issuer = new UpstreamIssuer(telling);
        TestBrowser visitor = new TestBrowser(telling);
        EndpointResponse redirect = visitor.submit(visitor.openAuthorization(query), "decision", "approve");
        issuer.answer(
                sent(redirect, "nonce"),
                claims -> claims.add("roles", telling.json.array(List.of("admin")))
                        .add("groups", telling.json.array(List.of("admins")))
                        .add("entitlements", telling.json.array(List.of("everything"))));
        EndpointResponse back = visitor.open(
                CALLBACK, TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
        String token = telling.json(telling.redeem("app", sent(back, "code"))).getString("access_token");

        for (AuthorizationClaim claim : AuthorizationClaim.values()) {
            assertFalse(Jwt.claims(telling, token).containsKey(claim.claimName()));
        }
    }

    @Test
    void theRequestUpstreamHasAllThatProtectsIt() {
        EndpointResponse redirect = leave(query);
        String location = TestServer.header(redirect, "Location");

        assertEquals(303, redirect.status());
        assertTrue(location.startsWith(UpstreamIssuer.ISSUER + "/authorize?tenant=1&"), location);
        assertEquals("code", sent(redirect, "response_type"));
        assertEquals(UpstreamIssuer.CLIENT_ID, sent(redirect, "client_id"));
        assertEquals("https://as.example" + CALLBACK, sent(redirect, "redirect_uri"));
        assertEquals("openid profile", sent(redirect, "scope"));
        assertEquals("S256", sent(redirect, "code_challenge_method"));
        assertEquals(43, sent(redirect, "state").length());
        assertNotEquals("s t&te", sent(redirect, "state"), "the client's state stays here");
        assertFalse(location.contains(browser.cookies().values().iterator().next()), "the cookie stays here");
    }

    @Test
    void theCodeIsRedeemedWithItsVerifierAndTheSecret() {
        EndpointResponse redirect = leave(query);
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        comeBack(redirect);
        HttpCall call = calls("/token").get(0);
        String form = new String(Objects.requireNonNull(call.body()), StandardCharsets.UTF_8);
        String verifier = form.substring(form.indexOf("code_verifier=") + 14);

        assertTrue(form.contains("grant_type=authorization_code") && form.contains("code=c"), form);
        assertEquals(
                sent(redirect, "code_challenge"),
                Sha256.base64Url(verifier.split("&", -1)[0]),
                "RFC 7636, section 4.6");
        assertTrue(String.valueOf(call.headers().map()).contains("Basic "), "the client authenticates");
    }

    @Test
    void nothingGoesUpstreamBeforeTheUserAgrees() {
        EndpointResponse page = browser.openAuthorization(query);
        String text = TestServer.text(page);

        assertEquals("/tenant/oauth/upstream", TestBrowser.action(page));
        Pages.assertProtected(page);
        assertTrue(text.contains("Sales &lt;assistant&gt;") && text.contains("notes:read"), text);
        assertTrue(text.contains("<bdi>127.0.0.1:8765</bdi>") && text.contains("<bdi>192.0.2.8</bdi>"), text);
        assertTrue(text.contains("<bdi>" + TestServer.REDIRECT_URI + "</bdi>"), text);
        assertTrue(text.contains("<bdi>see your name and profile</bdi> <code>profile</code>"), "asked there: " + text);
        assertFalse(text.contains("name=\"decision\" value=\"switch\""), text);
        assertEquals(0, server.stored.count("upstream-state"), "the state is stored only after consent");
        assertEquals(List.of(), server.transport.calls());
        browser.submit(page, "decision", "approve");
        assertEquals(1, server.stored.count("upstream-state"));
    }

    @Test
    void whoDoesNotAgreeStaysHere() {
        EndpointResponse redirect = browser.submit(browser.openAuthorization(query), "decision", "deny");

        assertEquals("access_denied", sent(redirect, "error"));
        assertEquals(0, server.stored.count("upstream-state"));
        assertEquals(List.of(), server.transport.calls());
    }

    @Test
    void anotherClientIsAgreedToAnew() {
        logIn(UnaryOperator.identity());
        EndpointResponse page = browser.openAuthorization(TestServer.authorizationQuery("other"));

        assertEquals("/tenant/oauth/consent", TestBrowser.action(page), "the user is known, the client is not");
        browser.cookies().clear();
        page = browser.openAuthorization(TestServer.authorizationQuery("other"));
        assertEquals("/tenant/oauth/upstream", TestBrowser.action(page));
    }

    @Test
    void theFormBeforeTheLoginNeedsItsTokenAndItsBrowser() {
        EndpointResponse page = browser.openAuthorization(query);
        String form = TestServer.form(
                "interaction", TestBrowser.hidden(page, "interaction"), "csrf", "x", "decision", "approve");

        assertEquals(400, browser.post("/tenant/oauth/upstream", form).status());
        assertEquals(
                400, new TestBrowser(server).submit(page, "decision", "approve").status());
        assertEquals(400, browser.submit(page, "decision", "switch").status());
        assertEquals(0, server.stored.count("upstream-state"));
        assertEquals(303, browser.submit(page, "decision", "approve").status());
        assertEquals(400, browser.submit(page, "decision", "approve").status(), "once");
    }

    @Test
    void theIdOfAPageIsNoState() {
        EndpointResponse page = browser.openAuthorization(query);
        String interaction = TestBrowser.hidden(page, "interaction");

        assertEquals(
                400,
                browser.open(CALLBACK, TestServer.form("code", "c", "state", interaction))
                        .status());
    }

    @Test
    void aStateIsUsedOnce() {
        EndpointResponse redirect = leave(query);
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        Map<String, String> cookies = Map.copyOf(browser.cookies());

        assertEquals(302, comeBack(redirect).status());
        browser.cookies().putAll(cookies);
        assertEquals(400, comeBack(redirect).status());
        assertEquals(1, calls("/token").size());
    }

    @Test
    void aStateEndsAfterTenMinutes() {
        EndpointResponse redirect = leave(query);
        server.pass(Duration.ofMinutes(10));

        assertEquals(400, comeBack(redirect).status());
    }

    @Test
    void aStateBelongsToOneBrowser() {
        EndpointResponse redirect = leave(query);
        String answer = TestServer.form("code", "c", "state", sent(redirect, "state"));
        TestBrowser thief = new TestBrowser(server);

        assertEquals(400, thief.open(CALLBACK, answer).status());
        thief.openAuthorization(query);
        assertEquals(400, thief.open(CALLBACK, answer).status());
        assertEquals(List.of(), calls("/token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code=c", "code=c&state=", "code=c&state=x", "code=%", "code=c&code=c&state=x"})
    void anAnswerWithoutItsStateIsRefused(String answer) {
        leave(query);
        EndpointResponse page = browser.open(CALLBACK, answer);

        assertEquals(400, page.status());
        Pages.assertProtected(page);
        assertEquals(List.of(), calls("/token"));
    }

    /** RFC 6749, section 3.1. */
    @Test
    void anAnswerWithARepeatedParameterIsRefusedAndUsesNothingUp() {
        EndpointResponse redirect = leave(query);
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        String answer = TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER);

        assertEquals(400, browser.open(CALLBACK, answer + "&code=d").status());
        assertTrue(TestBrowser.parameter(comeBack(redirect), "code").isPresent());
    }

    @Test
    void ofEightDecisionsAtATimeOneGoesUpstream() {
        EndpointResponse page = browser.openAuthorization(query);
        server.store.awaitReaders("pending-authorization", 8);
        List<EndpointResponse> answers = Race.of(8, () -> browser.submit(page, "decision", "approve"));

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 400).count());
    }

    /** RFC 9207, section 2.4. */
    @Test
    void anAnswerOfAnotherIssuerIsRefused() {
        for (Optional<String> issuer : List.of(Optional.<String>empty(), Optional.of("https://evil.example"))) {
            EndpointResponse redirect = leave(query);
            EndpointResponse answer = browser.open(
                    CALLBACK,
                    TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", issuer.orElse(null)));
            assertEquals("server_error", error(answer));
        }
        assertEquals(List.of(), calls("/token"), "no code for the wrong server");
    }

    @Test
    void anIssuerThatDoesNotSendItsNameNeedNot() {
        upstream.publish(UpstreamIssuer.ISSUER, false);
        EndpointResponse redirect = leave(query);
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());

        assertTrue(TestBrowser.parameter(
                        browser.open(CALLBACK, TestServer.form("code", "c", "state", sent(redirect, "state"))), "code")
                .isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, access_denied",
        "login_required, access_denied",
        "temporarily_unavailable, temporarily_unavailable",
        "invalid_request, server_error",
        "unauthorized_client, server_error",
        "<script>, server_error"
    })
    void anErrorUpstreamIsToldInOurWords(String theirs, String ours) {
        EndpointResponse redirect = leave(query);
        EndpointResponse answer = browser.open(
                CALLBACK,
                TestServer.form(
                        "error",
                        theirs,
                        "error_description",
                        "raw text",
                        "state",
                        sent(redirect, "state"),
                        "iss",
                        UpstreamIssuer.ISSUER));

        assertEquals(ours, error(answer));
        assertFalse(TestServer.header(answer, "Location").contains("raw"));
    }

    /** OpenID Connect Core 1.0, section 3.1.3.7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss=https://evil.example",
                "aud=another",
                "azp=another",
                "nonce=another",
                "exp=past",
                "iat=future",
                "nbf=future",
                "sub=",
                "-iss",
                "-aud",
                "-nonce",
                "-exp",
                "-iat",
                "-sub",
                "aud=both"
            })
    void anIdTokenThatBreaksARuleIsRefused(String fault) {
        EndpointResponse answer = logIn(claims -> broken(claims, fault));

        assertEquals("server_error", error(answer));
        assertEquals("/tenant/oauth/upstream", TestBrowser.action(browser.openAuthorization(query)), "nobody is in");
    }

    @Test
    void whenItWasIssuedIsToldBesideTheLogin() {
        long now = server.clock.instant().getEpochSecond();

        assertEquals("server_error", error(logIn(claims -> claims.remove("iat").add("auth_time", now))));
    }

    private JsonObjectBuilder broken(JsonObjectBuilder claims, String fault) {
        if (fault.startsWith("-")) {
            return claims.remove(fault.substring(1));
        }
        String name = fault.substring(0, fault.indexOf('='));
        String value = fault.substring(fault.indexOf('=') + 1);
        long now = server.clock.instant().getEpochSecond();
        return switch (value) {
            case "past" -> claims.add(name, now - 100);
            case "future" -> claims.add(name, now + 100);
            case "both" -> claims.add(name, server.json.array(List.of(UpstreamIssuer.CLIENT_ID, "another")));
            default -> claims.add(name, value);
        };
    }

    @Test
    void anIdTokenSignedByNobodyKnownIsRefused() {
        EndpointResponse redirect = leave(query);
        upstream.forgetKey();
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());

        assertEquals("server_error", error(comeBack(redirect)));
    }

    /** RFC 8725, section 3.1. */
    @Test
    void anUnsignedIdTokenIsRefused() {
        EndpointResponse redirect = leave(query);
        String header = Base64Url.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (String token : List.of(header + ".e30.", header + ".e30.AAAA", "x", "")) {
            upstream.answerWith(token);
            assertEquals("server_error", error(comeBack(redirect)));
            redirect = leave(query);
        }
    }

    @Test
    void aNewKeyOfTheIssuerIsFetched() {
        logIn(UnaryOperator.identity());
        browser.cookies().clear();
        upstream.rotateKey();

        assertTrue(
                TestBrowser.parameter(logIn(UnaryOperator.identity()), "code").isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "500, '', temporarily_unavailable",
        "429, '', temporarily_unavailable",
        "400, '{\"error\":\"invalid_grant\"}', server_error",
        "200, '{\"access_token\":\"a\",\"token_type\":\"Bearer\"}', server_error",
        "200, '{\"id_token\":7}', server_error",
        "200, 'no JSON', server_error"
    })
    void aTokenEndpointThatFailsIsToldInOurWords(int status, String body, String expected) {
        EndpointResponse redirect = leave(query);
        upstream.answerStatus(status, body);

        assertEquals(expected, error(comeBack(redirect)));
    }

    @Test
    void anExchangedSecretIsPresented() {
        Exchanged<ClientAuthentication> authentication = new Exchanged<>(new ClientSecretPost(Secret.of("old-secret")));
        TestServer exchanging = new TestServer(UserSource.upstream(new UpstreamProvider(
                Issuer.of(UpstreamIssuer.ISSUER), UpstreamIssuer.CLIENT_ID, authentication, Scopes.of("openid"))));
        exchanging.addPublicClient("app");
        UpstreamIssuer issuer = new UpstreamIssuer(exchanging);
        for (String secret : List.of("old-secret", "new-secret")) {
            authentication.set(new ClientSecretPost(Secret.of(secret)));
            TestBrowser visitor = new TestBrowser(exchanging);
            EndpointResponse redirect = visitor.submit(visitor.openAuthorization(query), "decision", "approve");
            issuer.answer(sent(redirect, "nonce"), claims -> claims);
            visitor.open(
                    CALLBACK,
                    TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
            assertTrue(presented(exchanging).contains("client_secret=" + secret));
        }
    }

    /** The last request to the token endpoint. */
    private static String presented(TestServer server) {
        String body = "";
        for (HttpCall call : server.transport.calls()) {
            byte[] sent = call.body();
            body = sent == null ? body : new String(sent, StandardCharsets.UTF_8);
        }
        return body;
    }

    @Test
    void anIssuerThatIsDownIsTemporarilyUnavailable() {
        TestServer alone = new TestServer(UserSource.upstream(new UpstreamProvider(
                Issuer.of("https://192.0.2.9"),
                UpstreamIssuer.CLIENT_ID,
                new ClientSecretBasic(Secret.of("s")),
                Scopes.of("openid"))));
        alone.addPublicClient("app");
        TestBrowser visitor = new TestBrowser(alone);

        assertEquals(
                "temporarily_unavailable",
                sent(visitor.submit(visitor.openAuthorization(query), "decision", "approve"), "error"));
    }

    @Test
    void metadataOfAnotherIssuerAreRefused() {
        upstream.publish("https://evil.example", true);

        assertEquals("server_error", error(leave(query)));
    }

    @Test
    void tokensOfTheIssuerGoNowhere() {
        EndpointResponse redirect = logIn(UnaryOperator.identity());
        var tokens = server.json(server.redeem("app", sent(redirect, "code")));

        for (String token : List.of("upstream-access-token", "upstream-refresh-token", upstream.idToken())) {
            assertFalse(tokens.toString().contains(token), "the client gets tokens of this server");
            assertFalse(server.store.written().stream().anyMatch(value -> value.contains(token)), "nothing is kept");
        }
    }

    @Test
    void aLoginUpstreamChangesTheCookie() {
        EndpointResponse redirect = leave(query);
        String before = browser.cookies().values().iterator().next();
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        comeBack(redirect);

        assertNotEquals(before, browser.cookies().values().iterator().next());
    }

    /** RFC 9470, section 4; OpenID Connect Core 1.0, section 3.1.2.1. */
    @Test
    void whatIsAskedOfTheLoginIsAskedUpstream() {
        EndpointResponse redirect =
                leave(query + "&prompt=login&max_age=60&acr_values=mfa&login_hint=al&ui_locales=de");

        assertEquals("login", sent(redirect, "prompt"));
        assertEquals("60", sent(redirect, "max_age"));
        assertEquals("mfa", sent(redirect, "acr_values"));
        assertEquals("al", sent(redirect, "login_hint"));
        assertEquals("de", sent(redirect, "ui_locales"));
        upstream.answer(sent(redirect, "nonce"), claims -> claims.add("acr", "mfa"));
        assertEquals("server_error", error(comeBack(redirect)), "without auth_time");
        EndpointResponse again = leave(query + "&max_age=60&acr_values=mfa");
        upstream.answer(
                sent(again, "nonce"),
                claims -> claims.add("acr", "mfa")
                        .add("auth_time", server.clock.instant().getEpochSecond() - 10));
        assertTrue(TestBrowser.parameter(comeBack(again), "code").isPresent());
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: the time of an ID token says nothing about a login. */
    @Test
    void aNewLoginIsToldByItsTime() {
        EndpointResponse redirect = leave(query + "&prompt=login");
        assertEquals("0", sent(redirect, "max_age"), "an issuer must tell the time only for an age");
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        assertEquals("server_error", error(comeBack(redirect)));

        EndpointResponse stale = leave(query + "&prompt=login");
        upstream.answer(sent(stale, "nonce"), this::loggedInBefore);
        assertEquals("unmet_authentication_requirements", sent(comeBack(stale), "error"));

        EndpointResponse fresh = leave(query + "&prompt=login");
        upstream.answer(
                sent(fresh, "nonce"),
                claims -> claims.add("auth_time", server.clock.instant().getEpochSecond()));
        assertTrue(TestBrowser.parameter(comeBack(fresh), "code").isPresent());
    }

    /** An issuer that was asked for no age need not tell when its user logged in, which may have been long ago. */
    @Test
    void aLoginOfATimeThatTheIssuerDoesNotTellMeetsNoAge() {
        EndpointResponse undated = logIn(UnaryOperator.identity());
        var tokens = server.json(server.redeem("app", sent(undated, "code")));
        assertFalse(Jwt.claims(server, tokens.getString("access_token")).containsKey("auth_time"));
        assertEquals(
                "/tenant/oauth/consent", TestBrowser.action(browser.openAuthorization(query)), "any login will do");

        EndpointResponse redirect = leave(query + "&max_age=600");
        assertEquals("600", sent(redirect, "max_age"));
        upstream.answer(sent(redirect, "nonce"), this::loggedInBefore);
        tokens = server.json(server.redeem("app", sent(comeBack(redirect), "code")));
        assertEquals(
                server.clock.instant().getEpochSecond() - 10,
                Jwt.claims(server, tokens.getString("access_token")).getInt("auth_time"));
    }

    /** OpenID Connect Core 1.0, section 2; RFC 9068, section 2.2.1. */
    @Test
    void noTokenTellsATimeThatTheIssuerDoesNotTell() {
        TestServer telling = new TestServer(builder -> builder.openId(OpenIdRules.OFF.withOffered(true)), USERS);
        telling.addPublicClient("app");
        telling.addConfidentialClient(TestServer.RESOURCE, ClientAuthenticationMethod.CLIENT_SECRET_POST);
        UpstreamIssuer issuer = new UpstreamIssuer(telling);
        TestBrowser visitor = new TestBrowser(telling);
        EndpointResponse redirect = visitor.submit(
                visitor.openAuthorization(query.replace("scope=", "scope=openid+")), "decision", "approve");
        issuer.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        EndpointResponse back = visitor.open(
                CALLBACK, TestServer.form("code", "c", "state", sent(redirect, "state"), "iss", UpstreamIssuer.ISSUER));
        var tokens = telling.json(telling.redeem("app", sent(back, "code")));
        String token = tokens.getString("access_token");
        var introspected = telling.json(telling.post(
                "/introspect",
                Map.of(),
                TestServer.form("client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET, "token", token)));

        assertTrue(introspected.getBoolean("active"));
        for (var claims :
                List.of(Jwt.claims(telling, token), Jwt.claims(telling, tokens.getString("id_token")), introspected)) {
            assertEquals(UpstreamIssuer.ISSUER + "#248289", claims.getString("sub"));
            assertFalse(claims.containsKey("auth_time"));
        }
    }

    private JsonObjectBuilder loggedInBefore(JsonObjectBuilder claims) {
        return claims.add("auth_time", server.clock.instant().getEpochSecond() - 10);
    }

    /** Logs in, and wants to be somebody else when another client asks; gives the redirect upstream. */
    private EndpointResponse leaveAsSomebodyElse(String request) {
        logIn(this::loggedInBefore);
        EndpointResponse question = browser.openAuthorization(request);
        assertEquals("/tenant/oauth/consent", TestBrowser.action(question));
        EndpointResponse before = browser.submit(question, "decision", "switch");
        assertEquals("/tenant/oauth/upstream", TestBrowser.action(before));
        return browser.submit(before, "decision", "approve");
    }

    /** The issuer remembers its user and would send the same one back (OpenID Connect Core 1.0, section 3.1.2.1). */
    @Test
    void whoWantsToBeSomebodyElseIsAskedUpstreamForAnotherAccount() {
        EndpointResponse redirect =
                leaveAsSomebodyElse(TestServer.authorizationQuery("other") + "&login_hint=alice&max_age=600");

        assertEquals("select_account", sent(redirect, "prompt"));
        assertEquals("600", sent(redirect, "max_age"), "as the client asked");
        assertTrue(TestBrowser.parameter(redirect, "login_hint").isEmpty(), "that was somebody else");
        upstream.answer(
                sent(redirect, "nonce"),
                claims -> claims.add("sub", "bob")
                        .add("auth_time", server.clock.instant().getEpochSecond()));
        var tokens = server.json(server.redeem("other", sent(comeBack(redirect), "code")));
        assertEquals(
                UpstreamIssuer.ISSUER + "#bob",
                Jwt.claims(server, tokens.getString("access_token")).getString("sub"));
    }

    @Test
    void anotherAccountNeedsNoNewLogin() {
        EndpointResponse redirect = leaveAsSomebodyElse(TestServer.authorizationQuery("other"));

        assertTrue(TestBrowser.parameter(redirect, "max_age").isEmpty());
        upstream.answer(sent(redirect, "nonce"), UnaryOperator.identity());
        assertTrue(TestBrowser.parameter(comeBack(redirect), "code").isPresent());
    }

    /** Initiating User Registration via OpenID Connect 1.0, section 4. */
    @ParameterizedTest
    @CsvSource({"login consent, login", "none, login", "login select_account, select_account"})
    void anIssuerThatCannotAskForAnAccountAsksForALogin(String supported, String prompt) {
        upstream.publishPrompts(supported.split(" "));

        assertEquals(prompt, sent(leaveAsSomebodyElse(TestServer.authorizationQuery("other")), "prompt"));
    }

    private EndpointResponse refuseTheRequest(EndpointResponse redirect, String error, String issuer) {
        return browser.open(CALLBACK, TestServer.form("error", error, "state", sent(redirect, "state"), "iss", issuer));
    }

    /** Some know the value but no list of values, some neither: what they refuse is not asked a second time. */
    @Test
    void anIssuerThatRefusesToAskForAnAccountIsAskedForALogin() {
        EndpointResponse first = leaveAsSomebodyElse(TestServer.authorizationQuery("other") + "&login_hint=alice");
        assertEquals("select_account", sent(first, "prompt"));
        EndpointResponse second = refuseTheRequest(first, "invalid_request", UpstreamIssuer.ISSUER);

        assertTrue(TestServer.header(second, "Location").startsWith(UpstreamIssuer.ISSUER + "/authorize?"));
        assertEquals("login", sent(second, "prompt"));
        assertTrue(TestBrowser.parameter(second, "login_hint").isEmpty(), "that was somebody else");
        assertNotEquals(sent(first, "state"), sent(second, "state"));
        assertNotEquals(sent(first, "nonce"), sent(second, "nonce"));
        assertEquals(400, comeBack(first).status(), "the first attempt is over");
        upstream.answer(sent(second, "nonce"), claims -> claims.add("sub", "bob"));
        var tokens = server.json(server.redeem("other", sent(comeBack(second), "code")));
        assertEquals(
                UpstreamIssuer.ISSUER + "#bob",
                Jwt.claims(server, tokens.getString("access_token")).getString("sub"));
    }

    @Test
    void anIssuerThatRefusesTheLoginTooIsNotAskedAgain() {
        EndpointResponse first = leave(query + "&prompt=select_account");
        EndpointResponse second = refuseTheRequest(first, "invalid_request", UpstreamIssuer.ISSUER);
        assertEquals("login", sent(second, "prompt"));
        assertEquals("0", sent(second, "max_age"), "as the client asked");

        assertEquals("server_error", error(refuseTheRequest(second, "invalid_request", UpstreamIssuer.ISSUER)));
        assertEquals(0, server.stored.count("upstream-state"));
    }

    /** RFC 9207, section 2.4. */
    @Test
    void onlyARefusedGuessIsASecondAttempt() {
        EndpointResponse redirect = leave(query + "&prompt=select_account");
        assertEquals("server_error", error(refuseTheRequest(redirect, "invalid_request", "https://evil.example")));
        redirect = leave(query + "&prompt=select_account");
        assertEquals("access_denied", error(refuseTheRequest(redirect, "access_denied", UpstreamIssuer.ISSUER)));
        redirect = leave(query + "&prompt=login");
        assertEquals("server_error", error(refuseTheRequest(redirect, "invalid_request", UpstreamIssuer.ISSUER)));
    }

    @Test
    void anIssuerThatSaysThatItCanAskForAnAccountIsNotAskedTwice() {
        upstream.publishPrompts("login", "select_account");
        EndpointResponse redirect = leave(query + "&prompt=select_account");

        assertEquals("select_account", sent(redirect, "prompt"));
        assertEquals("server_error", error(refuseTheRequest(redirect, "invalid_request", UpstreamIssuer.ISSUER)));
    }

    @ParameterizedTest
    @CsvSource({
        "login, login",
        "select_account, select_account",
        "login select_account, login",
        "consent, ",
    })
    void whatTheUserShallBeAskedIsOneValue(String requested, String prompt) {
        EndpointResponse redirect = leave(query + "&prompt=" + requested.replace(" ", "%20"));

        assertEquals(Optional.ofNullable(prompt), TestBrowser.parameter(redirect, "prompt"));
        assertEquals(prompt != null, TestBrowser.parameter(redirect, "max_age").isPresent(), "a new login");
    }

    @Test
    void withoutPagesNobodyIsSentUpstream() {
        assertEquals("login_required", sent(browser.openAuthorization(query + "&prompt=none"), "error"));
    }
}
