package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.PushedRequestRules;

/** RFC 9126: authorization requests that are pushed. */
class PushedAuthorizationTest {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private final TestServer server =
            new TestServer(builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par")));
    private final TestBrowser browser = new TestBrowser(server);

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addPublicClient("other");
        server.addConfidentialClient("backend", ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    /** Section 2.2. */
    @Test
    void aPushedRequestHasAReferenceForAMinute() {
        EndpointResponse response = push(TestServer.authorizationQuery("app"));
        JsonObject body = server.json(response);

        assertEquals(201, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("application/json", TestServer.header(response, "Content-Type"));
        assertEquals(List.of("request_uri", "expires_in"), List.copyOf(body.keySet()));
        assertTrue(body.getString("request_uri").startsWith(PREFIX));
        assertEquals(PREFIX.length() + 43, body.getString("request_uri").length());
        assertEquals(60, body.getInt("expires_in"));
        assertNotEquals(body.getString("request_uri"), pushed("app"), "each has its own");
        assertTrue(
                server.store.written().stream().noneMatch(text -> text.contains(body.getString("request_uri"))),
                "the store knows digests only");
    }

    @Test
    void theBrowserBringsTheReferenceOnly() {
        EndpointResponse login = begin("app", pushed("app"));

        EndpointResponse redirect = browser.submit(browser.login(login), "decision", "approve");

        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI));
        assertEquals("s t&te", TestBrowser.parameter(redirect, "state").orElseThrow());
        assertEquals(TestServer.ISSUER, TestBrowser.parameter(redirect, "iss").orElseThrow());
        JsonObject tokens = server.json(
                server.redeem("app", TestBrowser.parameter(redirect, "code").orElseThrow()));
        assertEquals("mcp:tools notes:read", tokens.getString("scope"));
    }

    /** Section 4: the page that a used reference leads to can be loaded again. */
    @Test
    void theLoginPageCanBeReloaded() {
        EndpointResponse redirect = authorize("app", pushed("app"));
        URI page = URI.create(TestServer.header(redirect, "Location"));

        assertEquals(303, redirect.status());
        assertEquals(200, browser.open(page.getRawPath(), page.getRawQuery()).status());
        assertEquals(200, browser.open(page.getRawPath(), page.getRawQuery()).status());
    }

    /** RFC 9101, section 5: only what was pushed counts. */
    @Test
    void whatElseTheBrowserBringsDoesNotCount() {
        String query = query("app", pushed("app"))
                + "&redirect_uri=https%3A%2F%2Fevil.example&scope=notes%3Awrite&state=evil&request=x&prompt=none";
        EndpointResponse redirect =
                browser.submit(browser.login(follow(browser.openAuthorization(query))), "decision", "approve");

        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI));
        assertEquals("s t&te", TestBrowser.parameter(redirect, "state").orElseThrow());
    }

    /** Section 7.3. */
    @Test
    void aReferenceIsUsedOnce() {
        String requestUri = pushed("app");

        assertEquals(303, authorize("app", requestUri).status());
        assertPage(authorize("app", requestUri));
    }

    @Test
    void ofManyBrowsersOneGoesOnWithAReference() {
        String requestUri = pushed("app");

        List<Integer> statuses = Race.of(
                8,
                () -> new TestBrowser(server)
                        .openAuthorization(query("app", requestUri))
                        .status());

        assertEquals(1, statuses.stream().filter(status -> status == 303).count());
    }

    @Test
    void aReferenceEndsAfterAMinute() {
        String requestUri = pushed("app");
        server.pass(Duration.ofSeconds(60));

        assertPage(authorize("app", requestUri));
    }

    /** Section 2.2: bound to the client. */
    @Test
    void anotherClientCannotUseAReferenceNorSpendIt() {
        String requestUri = pushed("app");

        assertPage(authorize("other", requestUri));
        assertEquals(303, authorize("app", requestUri).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:request_uri:",
                "urn:ietf:params:oauth:request_uri:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "https://evil.example/request.jwt",
                "http://169.254.169.254/",
                "x"
            })
    void unknownReferencesGetAPageAndAreNotFetched(String requestUri) {
        assertPage(authorize("app", requestUri));
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void aRepeatedReferenceGetsAPage() {
        String requestUri = pushed("app");
        assertPage(browser.openAuthorization(query("app", requestUri) + "&request_uri=x"));
    }

    @Test
    void aReferenceWithoutClientGetsAPage() {
        assertEquals(
                400,
                browser.openAuthorization(TestServer.form("request_uri", pushed("app")))
                        .status());
    }

    /** Section 2: the client authenticates as at the token endpoint. */
    @Test
    void aConfidentialClientAuthenticates() {
        String form = TestServer.authorizationQuery("backend");

        assertRefused(401, "invalid_client", push(form));
        assertRefused(401, "invalid_client", push(form + "&client_secret=wrong"));
        assertEquals(
                201,
                push(form + "&" + TestServer.form("client_secret", TestServer.SECRET))
                        .status());
    }

    @Test
    void unknownClientsAreRefused() {
        assertRefused(401, "invalid_client", push(TestServer.authorizationQuery("nobody")));
        assertRefused(401, "invalid_client", push("response_type=code"));
    }

    /** Section 2.3: the errors of the authorization endpoint as JSON. */
    @ParameterizedTest
    @CsvSource({
        "response_type=code, response_type=token, unsupported_response_type",
        "response_type=code&, '', invalid_request",
        "code_challenge_method=S256, code_challenge_method=plain, invalid_request",
        "code_challenge=, x=, invalid_request",
        "redirect_uri=http, redirect_uri=https, invalid_request",
        "redirect_uri=, x=, invalid_request",
        "scope=mcp, scope=unknown, invalid_scope",
        "resource=https, resource=http, invalid_target",
        "state=, response_mode=fragment&state=, invalid_request",
        "state=, prompt=none+login&state=, invalid_request",
        "state=, max_age=-1&state=, invalid_request",
        "state=, state=1&state=, invalid_request",
        "state=, request=eyJ&state=, request_not_supported"
    })
    void aRequestThatIsNotAllowedIsRefusedAtOnce(String of, String with, String error) {
        String form = TestServer.authorizationQuery("app");
        assertTrue(form.contains(of));
        int before = server.store.written().size();

        assertRefused(400, error, push(form.replace(of, with)));
        assertEquals(before, server.store.written().size(), "nothing is kept");
    }

    /** Section 2.1. */
    @Test
    void aPushedRequestCannotReferToAnother() {
        assertRefused(
                400,
                "invalid_request",
                push(TestServer.authorizationQuery("app") + "&" + TestServer.form("request_uri", pushed("app"))));
    }

    @Test
    void onlyFormsArePosted() {
        EndpointResponse get = server.send("GET", TestServer.BASE + "/par", "client_id=app", Map.of(), "");
        assertEquals(405, get.status());
        assertEquals("POST", TestServer.header(get, "Allow"));
        assertRefused(
                400,
                "invalid_request",
                server.send(
                        "POST",
                        TestServer.BASE + "/par",
                        null,
                        Map.of("Content-Type", "application/json"),
                        TestServer.authorizationQuery("app")));
    }

    /** Section 2.3: 413. */
    @Test
    void aRequestIsNoLargerThanAtTheAuthorizationEndpoint() {
        Endpoint par = server.server.endpoints().stream()
                .filter(endpoint -> endpoint.path().endsWith("/par"))
                .findFirst()
                .orElseThrow();
        assertEquals(16 << 10, par.maxBodyBytes());
    }

    @Test
    void aStoreThatFailsIsTemporary() {
        server.store.setBroken(true);
        EndpointResponse response = push(TestServer.authorizationQuery("app"));

        assertRefused(503, "temporarily_unavailable", response);
        assertEquals("5", TestServer.header(response, "Retry-After"));
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1. */
    @Test
    void whatIsAskedOfTheLoginIsPushedToo() {
        browser.authorize(TestServer.authorizationQuery("app"));
        String requestUri = requestUri(push(TestServer.authorizationQuery("app") + "&prompt=login&login_hint=bob"));

        EndpointResponse page = begin("app", requestUri);

        assertEquals("/tenant/oauth/login", TestBrowser.action(page));
        assertTrue(TestServer.text(page).contains("value=\"bob\""));
    }

    /** Section 5: require_pushed_authorization_requests of the server. */
    @Test
    void aServerMayTakePushedRequestsOnly() {
        TestServer strict = new TestServer(builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par"))
                .pushedRequests(PushedRequestRules.DEFAULT.withRequired(true)));
        strict.addPublicClient("app");

        EndpointResponse plain = new TestBrowser(strict).openAuthorization(TestServer.authorizationQuery("app"));

        assertEquals("invalid_request", TestBrowser.parameter(plain, "error").orElseThrow());
        assertEquals("s t&te", TestBrowser.parameter(plain, "state").orElseThrow());
        assertTrue(strict.server.metadata().requirePushedAuthorizationRequests());
        String requestUri = requestUri(strict.post("/par", Map.of(), TestServer.authorizationQuery("app")));
        assertEquals(
                303,
                new TestBrowser(strict)
                        .openAuthorization(query("app", requestUri))
                        .status());
    }

    /** Section 6: require_pushed_authorization_requests of the client. */
    @Test
    void aClientMayPushAllItsRequests() {
        server.addClient(
                "careful",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .requirePushedAuthorizationRequests(true));

        EndpointResponse plain = browser.openAuthorization(TestServer.authorizationQuery("careful"));

        assertEquals("invalid_request", TestBrowser.parameter(plain, "error").orElseThrow());
        assertEquals(303, authorize("careful", pushed("careful")).status());
        assertEquals(
                200,
                browser.openAuthorization(TestServer.authorizationQuery("app")).status());
    }

    /** Section 5. */
    @Test
    void theMetadataSayWhereToPush() {
        JsonObject document = server.server.metadata().toJson();
        assertEquals(TestServer.ISSUER + "/oauth/par", document.getString("pushed_authorization_request_endpoint"));
        assertFalse(document.getBoolean("require_pushed_authorization_requests"));
    }

    @Test
    void nothingIsPushedByDefault() {
        TestServer plain = new TestServer();
        plain.addPublicClient("app");
        JsonObject document = plain.server.metadata().toJson();

        assertFalse(document.containsKey("pushed_authorization_request_endpoint"));
        assertFalse(document.containsKey("require_pushed_authorization_requests"));
        assertTrue(plain.server.endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().endsWith("/par")));
        EndpointResponse redirect = new TestBrowser(plain)
                .openAuthorization(TestServer.authorizationQuery("app") + "&request_uri=" + PREFIX + "x");
        assertEquals(
                "request_uri_not_supported",
                TestBrowser.parameter(redirect, "error").orElseThrow());
    }

    @Test
    void whatMustBePushedNeedsAPlace() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> new TestServer(builder -> builder.pushedRequests(PushedRequestRules.DEFAULT.withRequired(true))));
        assertEquals("par.required", e.key());
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(91))) {
            assertThrows(ConfigurationException.class, () -> PushedRequestRules.DEFAULT.withTtl(ttl));
        }
    }

    /** RFC 9449, section 10.1: a proof at this endpoint binds the code as {@code dpop_jkt} does. */
    @Test
    void aProofBindsTheCode() {
        ProvingClient prover = new ProvingClient(server);
        String requestUri = requestUri(pushProving(prover, TestServer.authorizationQuery("app")));
        String code = code(requestUri);

        assertEquals("invalid_grant", server.error(server.redeem("app", code)));
        assertEquals(200, prover.redeem("app", code).status());
    }

    @Test
    void aThumbprintBindsTheCode() {
        ProvingClient prover = new ProvingClient(server);
        String code = code(requestUri(
                push(TestServer.authorizationQuery("app") + "&" + TestServer.form("dpop_jkt", prover.thumbprint()))));

        assertEquals("invalid_grant", server.error(new ProvingClient(server).redeem("app", code)));
        assertEquals(200, prover.redeem("app", code).status());
    }

    @Test
    void proofAndThumbprintAreOfOneKey() {
        ProvingClient prover = new ProvingClient(server);
        String own = TestServer.form("dpop_jkt", prover.thumbprint());
        String other = TestServer.form("dpop_jkt", new ProvingClient(server).thumbprint());

        assertRefused(400, "invalid_request", pushProving(prover, TestServer.authorizationQuery("app") + "&" + other));
        assertEquals(
                201,
                pushProving(prover, TestServer.authorizationQuery("app") + "&" + own)
                        .status());
    }

    @Test
    void aProofForAnotherEndpointIsNone() {
        ProvingClient prover = new ProvingClient(server);
        server.post("/par", Map.of("DPoP", prover.proof()), TestServer.authorizationQuery("app"));

        assertRefused(
                400,
                "invalid_dpop_proof",
                server.post("/par", Map.of("DPoP", prover.proof()), TestServer.authorizationQuery("app")));
    }

    /** RFC 9126, section 2.1: a wrong secret is told before a wrong proof. */
    @Test
    void theClientIsAuthenticatedBeforeItsProof() {
        server.addConfidentialClient("own", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String request = TestServer.authorizationQuery("own") + "&";
        String wrong = request + TestServer.form("client_secret", "wrong");
        String right = request + TestServer.form("client_secret", TestServer.SECRET);
        Map<String, String> headers = Map.of("DPoP", "no proof");

        assertRefused(401, "invalid_client", server.post("/par", headers, wrong));
        assertRefused(400, "invalid_dpop_proof", server.post("/par", headers, right));
    }

    @Test
    void aProofIsUsedOnce() {
        ProvingClient prover = new ProvingClient(server);
        EndpointResponse asked =
                server.post("/par", Map.of("DPoP", proof(prover, "")), TestServer.authorizationQuery("app"));
        assertRefused(400, "use_dpop_nonce", asked);
        String proof = proof(prover, TestServer.header(asked, "DPoP-Nonce"));

        assertEquals(
                201,
                server.post("/par", Map.of("DPoP", proof), TestServer.authorizationQuery("app"))
                        .status());
        assertRefused(
                400,
                "invalid_dpop_proof",
                server.post("/par", Map.of("DPoP", proof), TestServer.authorizationQuery("app")));
    }

    private EndpointResponse pushProving(ProvingClient prover, String form) {
        String nonce = TestServer.header(server.post("/par", Map.of("DPoP", proof(prover, "")), form), "DPoP-Nonce");
        return server.post("/par", Map.of("DPoP", proof(prover, nonce)), form);
    }

    private static String proof(ProvingClient prover, String nonce) {
        return prover.proof(claims -> {
            claims.add("htu", TestServer.ISSUER + "/oauth/par");
            return nonce.isEmpty() ? claims : claims.add("nonce", nonce);
        });
    }

    private String code(String requestUri) {
        EndpointResponse redirect = browser.submit(browser.login(begin("app", requestUri)), "decision", "approve");
        return TestBrowser.parameter(redirect, "code").orElseThrow();
    }

    private EndpointResponse push(String form) {
        return server.post("/par", Map.of(), form);
    }

    private String pushed(String clientId) {
        return requestUri(push(TestServer.authorizationQuery(clientId)));
    }

    private String requestUri(EndpointResponse response) {
        return server.json(response).getString("request_uri");
    }

    private EndpointResponse authorize(String clientId, String requestUri) {
        return browser.openAuthorization(query(clientId, requestUri));
    }

    private EndpointResponse begin(String clientId, String requestUri) {
        return follow(authorize(clientId, requestUri));
    }

    private EndpointResponse follow(EndpointResponse redirect) {
        URI page = URI.create(TestServer.header(redirect, "Location"));
        return browser.open(page.getRawPath(), page.getRawQuery());
    }

    private static String query(String clientId, String requestUri) {
        return TestServer.form("client_id", clientId, "request_uri", requestUri);
    }

    private void assertRefused(int status, String error, EndpointResponse response) {
        assertEquals(status, response.status());
        assertEquals(error, server.error(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
    }

    private static void assertPage(EndpointResponse response) {
        assertEquals(400, response.status());
        assertTrue(TestServer.text(response).contains("invalid_request_uri"));
        Pages.assertProtected(response);
    }
}
