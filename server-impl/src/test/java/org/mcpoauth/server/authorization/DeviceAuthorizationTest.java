package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.DeviceRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.support.codec.Sha256;

/** RFC 8628: users authorize devices. */
class DeviceAuthorizationTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String PAGE = TestServer.BASE + "/activate";

    private final TestServer server = server(GrantPolicy.WITH_CONSENT);
    private final TestBrowser browser = new TestBrowser(server);

    /** Knows nothing of devices. */
    static final class ForCodesOnly implements GrantPolicy {
        @Override
        public Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
            return Scopes.of("mcp:tools");
        }
    }

    @BeforeEach
    void addClients() {
        addClients(server);
    }

    /** Section 3.2. */
    @Test
    void aDeviceGetsTwoCodes() {
        EndpointResponse response = authorize("tv");
        JsonObject body = server.json(response);
        String userCode = body.getString("user_code");

        assertEquals(200, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals(TestServer.ISSUER + "/oauth/activate", body.getString("verification_uri"));
        assertEquals(
                TestServer.ISSUER + "/oauth/activate?user_code=" + userCode,
                body.getString("verification_uri_complete"));
        assertEquals(600, body.getInt("expires_in"));
        assertEquals(5, body.getInt("interval"));
        assertTrue(userCode.matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}"), userCode);
        assertEquals(87, body.getString("device_code").length());
        assertNotEquals(userCode, server.json(authorize("tv")).getString("user_code"));
    }

    @Test
    void theStoreKnowsDigestsOnly() {
        JsonObject codes = codes("tv");
        String secret = codes.getString("device_code").substring(44);
        String letters = codes.getString("user_code").replace("-", "");

        assertTrue(server.store.written().stream().anyMatch(text -> text.contains("\"client_id\":\"tv\"")));
        assertTrue(server.store.written().stream()
                .noneMatch(text -> text.contains(secret)
                        || text.contains(letters)
                        || text.contains(codes.getString("user_code"))));
    }

    /** Section 3.1: the client authenticates, and asks for what there is. */
    @ParameterizedTest
    @CsvSource({
        "client_id, nobody, 401, invalid_client",
        "client_id, app, 400, unauthorized_client",
        "scope, unknown, 400, invalid_scope",
        "scope, 'a\"b', 400, invalid_scope",
        "resource, https://evil.example, 400, invalid_target",
        "resource, '', 400, invalid_target"
    })
    void aRequestForWhatThereIsNotIsRefused(String name, String value, int status, String error) {
        Map<String, String> parameters = new HashMap<>(request("tv"));
        parameters.put(name, value);

        assertRefused(status, error, authorize(parameters));
    }

    @Test
    void aConfidentialDeviceAuthenticates() {
        server.addClient(
                "box",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.DEVICE_CODE)));
        Map<String, String> parameters = new HashMap<>(request("box"));

        assertRefused(401, "invalid_client", authorize(parameters));
        parameters.put("client_secret", TestServer.SECRET);
        assertEquals(200, authorize(parameters).status());
    }

    @Test
    void malformedRequestsAreRefused() {
        assertRefused(
                400, "invalid_request", server.post("/device", Map.of(), form(request("tv")) + "&scope=notes%3Aread"));
        assertEquals(
                405,
                server.send("GET", TestServer.BASE + "/device", null, Map.of(), "")
                        .status());
        assertRefused(
                400,
                "invalid_request",
                server.send(
                        "POST",
                        TestServer.BASE + "/device",
                        null,
                        Map.of("Content-Type", "application/json"),
                        form(request("tv"))));
        server.store.setBroken(true);
        assertRefused(503, "temporarily_unavailable", authorize("tv"));
    }

    /** Sections 3.3 to 3.5. */
    @Test
    void aDeviceGetsTokensWhenItsUserHasAgreed() {
        JsonObject codes = codes("tv");
        assertRefused(400, "authorization_pending", poll(codes));

        EndpointResponse done = approve(codes);
        JsonObject tokens = server.json(poll(codes));

        assertEquals(200, done.status());
        assertTrue(TestServer.text(done).contains("The device is connected"));
        assertEquals("mcp:tools notes:read", tokens.getString("scope"));
        JsonObject claims = Jwt.claims(server, tokens.getString("access_token"));
        assertEquals("user-1", claims.getString("sub"));
        assertEquals("tv", claims.getString("client_id"));
        assertEquals("urn:test:password", claims.getString("acr"));
        assertEquals(
                200, server.refresh("tv", tokens.getString("refresh_token")).status());
    }

    @Test
    void theUserNameIsKeptAtTheLoginBeforeACode() {
        EndpointResponse page = browser.submit(browser.open(PAGE, ""), "username", "<alice>", "password", "s3cret");
        String text = TestServer.text(page);

        assertTrue(text.contains("value=\"&lt;alice&gt;\""), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @Test
    void whoWantsToBeSomebodyElseLogsInAnewWithTheCode() {
        JsonObject codes = codes("tv");
        EndpointResponse login = browser.submit(guess(browser, codes.getString("user_code")), "decision", "switch");

        assertEquals(codes.getString("user_code"), TestBrowser.hidden(login, "interaction"));
        assertTrue(TestServer.text(login).contains("name=\"password\""), TestServer.text(login));
        assertRefused(400, "authorization_pending", poll(codes));
        String page = TestServer.text(browser.login(login));
        assertTrue(page.contains("value=\"" + codes.getString("user_code")), page);
    }

    @Test
    void aDeviceWithoutRefreshGrantGetsNoRefreshToken() {
        server.addClient(
                "lamp",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.DEVICE_CODE)));
        JsonObject codes = codes("lamp");
        approve(codes);

        assertFalse(server.json(poll("lamp", codes)).containsKey("refresh_token"));
    }

    @Test
    void aCodeIsRedeemedOnce() {
        JsonObject codes = codes("tv");
        approve(codes);

        List<Integer> statuses = Race.of(8, () -> poll(codes).status());

        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertRefused(400, "invalid_grant", poll(codes));
    }

    @Test
    void aRequestThatIsRefusedSpendsNothing() {
        JsonObject codes = codes("tv");
        approve(codes);

        assertRefused(
                400,
                "invalid_target",
                server.token(
                        "grant_type",
                        GRANT,
                        "client_id",
                        "tv",
                        "device_code",
                        codes.getString("device_code"),
                        "resource",
                        TestServer.OTHER_RESOURCE));
        assertEquals(200, poll(codes).status());
    }

    @Test
    void anotherClientCannotUseACode() {
        JsonObject codes = codes("tv");
        approve(codes);

        assertRefused(400, "invalid_grant", poll("radio", codes));
        assertRefused(400, "unauthorized_client", poll("app", codes));
        assertEquals(200, poll(codes).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "BCDF-GHJK",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void unknownCodesAreRefused(String code) {
        assertRefused(400, "invalid_grant", server.token("grant_type", GRANT, "client_id", "tv", "device_code", code));
    }

    @Test
    void theRightDeviceWithAWrongSecretIsRefused() {
        JsonObject codes = codes("tv");
        approve(codes);
        String wrong = codes.getString("device_code").substring(0, 44) + "A".repeat(43);

        assertRefused(400, "invalid_grant", server.token("grant_type", GRANT, "client_id", "tv", "device_code", wrong));
    }

    @Test
    void aMissingCodeIsRefused() {
        assertRefused(400, "invalid_request", server.token("grant_type", GRANT, "client_id", "tv"));
    }

    /** Section 3.5: each question that comes too early makes the interval five seconds longer. */
    @Test
    void aDeviceThatAsksTooOftenIsSlowedDown() {
        JsonObject codes = codes("tv");
        assertRefused(400, "authorization_pending", poll(codes));
        server.pass(Duration.ofSeconds(4));
        assertRefused(400, "slow_down", poll(codes));
        server.pass(Duration.ofSeconds(9));
        assertRefused(400, "slow_down", poll(codes));
        server.pass(Duration.ofSeconds(15));
        assertRefused(400, "authorization_pending", poll(codes));
        approve(codes);
        assertEquals(200, poll(codes).status());
    }

    @Test
    void codesEnd() {
        JsonObject codes = codes("tv");
        server.pass(Duration.ofMinutes(10));

        assertRefused(400, "expired_token", poll(codes));
        assertTrue(TestServer.text(enter(login(), codes.getString("user_code"))).contains("No device waits"));
    }

    @Test
    void anApprovedCodeEndsToo() {
        JsonObject codes = codes("tv");
        approve(codes);
        server.pass(Duration.ofMinutes(10));

        assertRefused(400, "expired_token", poll(codes));
    }

    @Test
    void aUserMayRefuse() {
        JsonObject codes = codes("tv");
        EndpointResponse done = decide(codes, "deny");

        assertTrue(TestServer.text(done).contains("no access"));
        assertRefused(400, "access_denied", poll(codes));
        assertTrue(TestServer.text(enter(login(), codes.getString("user_code"))).contains("No device waits"));
    }

    /** Section 3.3.1: the code in the URL is filled in, nothing more. */
    @Test
    void aCompleteUrlFillsTheCodeIn() {
        JsonObject codes = codes("tv");
        URI complete = URI.create(codes.getString("verification_uri_complete"));
        EndpointResponse login = browser.open(complete.getRawPath(), complete.getRawQuery());

        EndpointResponse page = browser.login(login);

        assertTrue(TestServer.text(page).contains("value=\"" + codes.getString("user_code") + "\""));
        assertRefused(400, "authorization_pending", poll(codes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_code=%22%3E%3Cscript%3E",
                "user_code=x",
                "user_code=",
                "",
                "user_code=BCDF-GHJK&user_code=x"
            })
    void whatIsNoCodeIsNotFilledIn(String query) {
        EndpointResponse page = browser.login(browser.open(PAGE, query));

        assertTrue(TestServer.text(page).contains("name=\"user_code\" type=\"text\" value=\"\""));
    }

    /** Section 5.4: what the user has to know. */
    @Test
    void theUserSeesWhoseDeviceWantsWhat() {
        JsonObject codes = codes("tv");
        EndpointResponse page = enter(login(), codes.getString("user_code"));
        String text = TestServer.text(page);

        assertTrue(text.contains("Sales &lt;assistant&gt;"));
        assertTrue(text.contains("mcp:tools"));
        assertTrue(text.contains("notes:read"));
        assertTrue(text.contains(TestServer.RESOURCE));
        assertTrue(text.contains(codes.getString("user_code")));
        assertTrue(text.contains("user-1"));
        assertTrue(text.contains("Allow this only if you have started it yourself"));
        Pages.assertProtected(page);
    }

    @Test
    void allPagesAreProtected() {
        JsonObject codes = codes("tv");
        EndpointResponse login = browser.open(PAGE, "");
        Pages.assertProtected(login);
        Pages.assertProtected(browser.submit(login, "username", "alice", "password", "wrong"));
        Pages.assertProtected(login());
        Pages.assertProtected(decide(codes, "approve"));
    }

    /** Section 6.1: case and dashes do not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"lower", "plain", "blanks"})
    void aCodeIsReadAsUsersWriteIt(String manner) {
        JsonObject codes = codes("tv");
        String shown = codes.getString("user_code");
        String typed = switch (manner) {
            case "lower" -> shown.toLowerCase(Locale.ROOT);
            case "plain" -> shown.replace("-", "");
            default -> " " + shown.replace("-", " ") + " ";
        };

        assertTrue(TestServer.text(enter(login(), typed)).contains("name=\"decision\""));
    }

    /** Section 5.1: five wrong codes, whichever browser they come from; right ones in between do not help. */
    @Test
    void aUserMayNotGuess() {
        JsonObject codes = codes("tv");
        for (int i = 0; i < 4; i++) {
            assertTrue(TestServer.text(guess(new TestBrowser(server), "BCDF-GHJ" + "KLMN".charAt(i)))
                    .contains("No device waits"));
        }
        TestBrowser fresh = new TestBrowser(server);
        assertTrue(TestServer.text(guess(fresh, codes.getString("user_code"))).contains("name=\"decision\""));
        assertTrue(TestServer.text(guess(new TestBrowser(server), "nonsense")).contains("No device waits"));

        EndpointResponse refused = guess(new TestBrowser(server), codes.getString("user_code"));

        assertEquals(429, refused.status());
        assertEquals("900", TestServer.header(refused, "Retry-After"));
        server.pass(Duration.ofMinutes(5));
        assertEquals("600", TestServer.header(guess(new TestBrowser(server), "nonsense"), "Retry-After"));
        server.pass(Duration.ofMinutes(10));
        JsonObject later = codes("tv");
        assertTrue(TestServer.text(guess(new TestBrowser(server), later.getString("user_code")))
                .contains("name=\"decision\""));
    }

    /** Section 5.1: the token of a form is no secret before the user whose cookie it is made of. */
    @Test
    void aUserMayNotGuessWithFormsOfHisOwn() {
        login();
        String cookie = browser.cookies().values().iterator().next();
        for (int i = 0; i < 5; i++) {
            assertOutOfDate(browser.post(PAGE, decision(cookie, "BCDF-GHJ" + "KLMNP".charAt(i))));
        }
        String right = codes("tv").getString("user_code");

        assertEquals(429, browser.post(PAGE, decision(cookie, right)).status());
    }

    private static String decision(String cookie, String userCode) {
        String token = Sha256.base64Url(cookie + ".device-consent mcp:tools notes:read." + userCode);
        return TestServer.form("decision", "approve", "interaction", userCode, "csrf", token);
    }

    /** RFC 6749, section 3.3: a server without default scopes may grant access without any. */
    @Test
    void aDeviceMayAskForNoScope() {
        assertTrue(TestServer.text(askForNoScope(GrantPolicy.WITH_CONSENT)).contains("name=\"decision\""));
    }

    /** Being without scopes is no way around a policy. */
    @Test
    void aPolicyMayDenyADeviceThatAsksForNoScope() {
        assertTrue(TestServer.text(askForNoScope(new ForCodesOnly())).contains("what you cannot grant"));
    }

    private static EndpointResponse askForNoScope(GrantPolicy policy) {
        TestServer bare = server(policy, builder -> builder.scopesDefault(Scopes.NONE));
        addClients(bare);
        Map<String, String> parameters = new HashMap<>(request("tv"));
        parameters.remove("scope");
        JsonObject codes = bare.json(bare.post("/device", Map.of(), form(parameters)));
        TestBrowser user = new TestBrowser(bare);
        return user.submit(user.login(user.open(PAGE, "")), "user_code", codes.getString("user_code"));
    }

    @Test
    void wrongPasswordsAreCounted() {
        EndpointResponse page = browser.open(PAGE, "");
        for (int i = 0; i < 10; i++) {
            page = browser.submit(page, "username", "alice", "password", "wrong");
            assertTrue(TestServer.text(page).contains("User name or password is wrong"));
        }
        assertEquals(429, browser.login(page).status());
    }

    /** RFC 9700, section 4.7: forms of others do nothing. */
    /** RFC 6749, section 10.12: nobody is logged in by a form of somebody else. */
    @Test
    void aForgedLoginDoesNothing() {
        browser.open(PAGE, "");
        String login = TestServer.form("interaction", "", "username", "alice", "password", "alice-pw");

        assertOutOfDate(browser.post(PAGE, login));
        assertOutOfDate(browser.post(PAGE, login + "&csrf=x"));
        assertOutOfDate(browser.post(PAGE, login + "&csrf=" + TestBrowser.hidden(openElsewhere(), "csrf")));
    }

    private EndpointResponse openElsewhere() {
        return new TestBrowser(server).open(PAGE, "");
    }

    @Test
    void forgedFormsDoNothing() {
        JsonObject codes = codes("tv");
        String userCode = codes.getString("user_code");
        EndpointResponse consent = enter(login(), userCode);
        String token = TestBrowser.hidden(consent, "csrf");

        assertOutOfDate(browser.post(PAGE, TestServer.form("decision", "approve", "interaction", userCode)));
        assertOutOfDate(browser.post(
                PAGE, TestServer.form("decision", "approve", "interaction", userCode, "csrf", "x" + token)));
        assertOutOfDate(browser.post(PAGE, TestServer.form("user_code", userCode, "csrf", token)));
        assertOutOfDate(new TestBrowser(server)
                .post(PAGE, TestServer.form("decision", "approve", "interaction", userCode, "csrf", token)));
        String other = codes("tv").getString("user_code");
        assertOutOfDate(
                browser.post(PAGE, TestServer.form("decision", "approve", "interaction", other, "csrf", token)));
        assertRefused(400, "authorization_pending", poll(codes));
        assertEquals(200, browser.submit(consent, "decision", "approve").status());
    }

    @Test
    void aDecisionCountsOnce() {
        JsonObject codes = codes("tv");
        EndpointResponse consent = enter(login(), codes.getString("user_code"));
        browser.submit(consent, "decision", "deny");

        assertOutOfDate(browser.submit(consent, "decision", "approve"));
        assertRefused(400, "access_denied", poll(codes));
    }

    @Test
    void anUnknownDecisionIsNone() {
        JsonObject codes = codes("tv");
        EndpointResponse consent = enter(login(), codes.getString("user_code"));

        assertEquals(400, browser.submit(consent, "decision", "maybe").status());
        assertRefused(400, "authorization_pending", poll(codes));
    }

    /** A policy that narrows other requests must not be passed by with a device. */
    @Test
    void aPolicyThatKnowsNothingOfDevicesGrantsThemNothing() {
        TestServer strict = server(new ForCodesOnly());
        addClients(strict);
        JsonObject codes = strict.json(strict.post("/device", Map.of(), form(request("tv"))));
        TestBrowser user = new TestBrowser(strict);
        EndpointResponse page = user.submit(user.login(user.open(PAGE, "")), "user_code", codes.getString("user_code"));

        assertTrue(TestServer.text(page).contains("what you cannot grant"));
        assertEquals(
                "access_denied",
                strict.error(strict.token(
                        "grant_type", GRANT, "client_id", "tv", "device_code", codes.getString("device_code"))));
    }

    /** Section 5.6 and RFC 9449, section 5: bound to the key of the device. */
    @Test
    void aDeviceMayProveItsKey() {
        JsonObject codes = codes("tv");
        approve(codes);
        ProvingClient prover = new ProvingClient(server);
        JsonObject tokens = server.json(
                prover.token("grant_type", GRANT, "client_id", "tv", "device_code", codes.getString("device_code")));

        assertEquals("DPoP", tokens.getString("token_type"));
        assertEquals(prover.thumbprint(), prover.boundTo(tokens));
    }

    @Test
    void revokingTheTokenEndsTheGrant() {
        JsonObject codes = codes("tv");
        approve(codes);
        JsonObject tokens = server.json(poll(codes));

        server.post("/revoke", Map.of(), TestServer.form("client_id", "tv", "token", tokens.getString("access_token")));

        assertRefused(400, "invalid_grant", server.refresh("tv", tokens.getString("refresh_token")));
    }

    /** Section 4. */
    @Test
    void theMetadataSayWhatIsOffered() {
        JsonObject document = server.server.metadata().toJson();
        assertEquals(TestServer.ISSUER + "/oauth/device", document.getString("device_authorization_endpoint"));
        assertTrue(server.server.metadata().grantTypesSupported().contains(GrantType.DEVICE_CODE));
    }

    @Test
    void devicesAreNotOfferedByDefault() {
        TestServer plain = new TestServer();
        plain.addClient(
                "tv",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.DEVICE_CODE)));

        assertTrue(plain.server.metadata().deviceAuthorizationEndpoint().isEmpty());
        assertFalse(plain.server.metadata().grantTypesSupported().contains(GrantType.DEVICE_CODE));
        assertTrue(plain.server.endpoints().stream()
                .noneMatch(endpoint -> Set.of(PAGE, TestServer.BASE + "/device").contains(endpoint.path())));
        assertEquals(
                "unsupported_grant_type",
                plain.error(plain.token("grant_type", GRANT, "client_id", "tv", "device_code", "x")));
    }

    @Test
    void timesAreBounded() {
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(59), Duration.ofMinutes(31))) {
            assertThrows(ConfigurationException.class, () -> DeviceRules.DEFAULT.withCodeTtl(ttl));
        }
        for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
            assertThrows(ConfigurationException.class, () -> DeviceRules.DEFAULT.withInterval(interval));
        }
    }

    private static TestServer server(GrantPolicy policy) {
        return server(policy, UnaryOperator.identity());
    }

    private static TestServer server(
            GrantPolicy policy, UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        return new TestServer(
                builder -> change.apply(builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device"))),
                policy,
                UnaryOperator.identity());
    }

    private static void addClients(TestServer server) {
        for (String clientId : List.of("tv", "radio")) {
            server.addClient(
                    clientId,
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                            .grantTypes(List.of(GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN)));
        }
        server.addPublicClient("app");
    }

    private static Map<String, String> request(String clientId) {
        return Map.of("client_id", clientId, "scope", "mcp:tools notes:read", "resource", TestServer.RESOURCE);
    }

    private static String form(Map<String, String> parameters) {
        return TestServer.form(parameters.entrySet().stream()
                .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new));
    }

    private EndpointResponse authorize(String clientId) {
        return authorize(request(clientId));
    }

    private EndpointResponse authorize(Map<String, String> parameters) {
        return server.post("/device", Map.of(), form(parameters));
    }

    private JsonObject codes(String clientId) {
        return server.json(authorize(clientId));
    }

    private EndpointResponse poll(JsonObject codes) {
        return poll("tv", codes);
    }

    private EndpointResponse poll(String clientId, JsonObject codes) {
        return server.token("grant_type", GRANT, "client_id", clientId, "device_code", codes.getString("device_code"));
    }

    private EndpointResponse login() {
        return browser.login(browser.open(PAGE, ""));
    }

    private EndpointResponse enter(EndpointResponse page, String userCode) {
        return browser.submit(page, "user_code", userCode);
    }

    private static EndpointResponse guess(TestBrowser user, String userCode) {
        return user.submit(user.login(user.open(PAGE, "")), "user_code", userCode);
    }

    private EndpointResponse approve(JsonObject codes) {
        return decide(codes, "approve");
    }

    private EndpointResponse decide(JsonObject codes, String decision) {
        TestBrowser user = new TestBrowser(server);
        return user.submit(guess(user, codes.getString("user_code")), "decision", decision);
    }

    private void assertRefused(int status, String error, EndpointResponse response) {
        assertEquals(error, server.error(response));
        assertEquals(status, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
    }

    private static void assertOutOfDate(EndpointResponse response) {
        assertEquals(400, response.status());
        assertTrue(TestServer.text(response).contains("out of date"));
    }
}
