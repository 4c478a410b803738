package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * What a whole run logs, at every level of every logger: guard, verifiers, introspection, stores, authorization
 * server, both bindings, with requests that are accepted, refused, malformed, replayed, and with a store that
 * fails. No credential is among it (OAuth 2.1, section 7.1; RFC 6750, section 5.2), nor a text that a peer chose.
 */
class SecretsInLogsTest {
    private static final String REDIRECT = "http://127.0.0.1:8765/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String STATE = "state-of-the-client";
    /** The JDK's HTTP client, which plays the peers here, writes the URLs it calls when it is debugged. */
    private static final String OF_CLIENT = "jdk.internal.httpclient";

    private static final String NASTY = WholeRun.INJECTED + "\r\nMCPO4101 forged line\u001b[31m";

    private final Browser browser = new Browser();
    private LogRecorder log;
    private WholeRun run;
    private AuthorizationServerMetadata metadata;

    @BeforeEach
    void start() {
        log = new LogRecorder("");
        run = new WholeRun();
        metadata = run.server.metadata();
        Stream.of(WholeRun.INTROSPECTION_SECRET, WholeRun.PLAIN_STATE, VERIFIER, STATE)
                .forEach(browser::secret);
    }

    @AfterEach
    void stop() {
        run.close();
        log.close();
    }

    @Test
    void noSecretOfAWholeRunIsInAnyLog() {
        issueAndRevoke();
        refuseAtTheAuthorizationServer();
        guardServlets();
        guardJakartaRest();
        failTheStore();

        assertLogged("MCPO4001", "MCPO4021", "MCPO4101", "MCPO4102", "MCPO4104", "MCPO4105", "MCPO4106", "MCPO4110");
        assertLogged("MCPO4501", "MCPO4502", "MCPO4533", "MCPO4534", "MCPO4701", "MCPO4703", "MCPO4023");
        assertTrue(browser.secrets().size() > 50, () -> browser.secrets().size() + " secrets");
        browser.secrets().forEach(this::assertHidden);
        assertHidden(WholeRun.INJECTED);
        assertTrue(log.messages().stream().noneMatch(SecretsInLogsTest::hasControlCharacter));
    }

    /** RFC 7521, section 8.3; RFC 8628, section 5.2; RFC 9126, section 7; OpenID Connect Core 1.0, section 16.4. */
    @Test
    void noAssertionAndNoDeviceCodeIsInAnyLog() {
        try (AssertionsRun assertions = new AssertionsRun(browser)) {
            assertions.play();
            run.events.addAll(assertions.events);
        }

        assertLogged("MCPO4501", "MCPO4502", "MCPO4583");
        assertTrue(browser.secrets().size() > 50, () -> browser.secrets().size() + " secrets");
        browser.secrets().forEach(this::assertHidden);
        assertTrue(log.messages().stream().noneMatch(SecretsInLogsTest::hasControlCharacter));
    }

    private void assertLogged(String... ids) {
        for (String id : ids) {
            assertTrue(log.messages().stream().anyMatch(line -> line.startsWith(id)), () -> id + " " + log.messages());
        }
    }

    /** Neither in a log nor in an event. */
    private void assertHidden(String secret) {
        List<String> shown = Stream.concat(
                        log.everythingBut(OF_CLIENT).stream(),
                        run.events.stream().map(Object::toString))
                .filter(line -> line.contains(secret))
                .toList();
        assertEquals(List.of(), shown, () -> "shows " + secret);
    }

    private static boolean hasControlCharacter(String line) {
        return line.chars().anyMatch(c -> c < ' ');
    }

    private static JsonObject json(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private URI token() {
        return metadata.tokenEndpoint().orElseThrow();
    }

    private HttpResponse<String> register(String json) {
        return browser.post(metadata.registrationEndpoint().orElseThrow(), "application/json", json);
    }

    /** A client with a secret; the first is its identifier. */
    private List<String> client() {
        JsonObject client = json(register("{\"redirect_uris\":[\"" + REDIRECT
                + "\"],\"grant_types\":[\"authorization_code\",\"refresh_token\"],"
                + "\"token_endpoint_auth_method\":\"client_secret_post\",\"client_name\":\"" + WholeRun.INJECTED
                + "\"}"));
        return List.of(client.getString("client_id"), browser.secret(client.getString("client_secret")));
    }

    private URI authorization(String clientId) {
        return URI.create(metadata.authorizationEndpoint().orElseThrow() + "?"
                + Browser.encoded(
                        "response_type",
                        "code",
                        "client_id",
                        clientId,
                        "redirect_uri",
                        REDIRECT,
                        "state",
                        STATE,
                        "code_challenge",
                        Sha256.base64Url(VERIFIER),
                        "code_challenge_method",
                        "S256",
                        "resource",
                        run.servlet().toString()));
    }

    private String code(String clientId) {
        HttpResponse<String> page = browser.open(authorization(clientId));
        if (page.body().contains("name=\"password\"")) {
            page = browser.submit(page, "username", "alice", "password", browser.secret("wrong-password"));
            page = browser.submit(page, "username", "alice", "password", browser.secret("right-password"));
        }
        // what the user agreed to before is not asked again
        HttpResponse<String> redirect =
                page.headers().firstValue("Location").isPresent() ? page : browser.submit(page, "decision", "approve");
        String location =
                redirect.headers().firstValue("Location").orElseThrow(() -> new AssertionError(redirect.body()));
        return browser.secret(location.substring(location.indexOf("code=") + 5, location.indexOf('&')));
    }

    private HttpResponse<String> redeem(List<String> client, String code) {
        return browser.form(
                token(),
                "grant_type",
                "authorization_code",
                "client_id",
                client.get(0),
                "client_secret",
                client.get(1),
                "code",
                code,
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER);
    }

    private HttpResponse<String> refresh(List<String> client, String refreshToken) {
        return browser.form(
                token(),
                "grant_type",
                "refresh_token",
                "client_id",
                client.get(0),
                "client_secret",
                client.get(1),
                "refresh_token",
                refreshToken);
    }

    private JsonObject tokens(List<String> client) {
        JsonObject tokens = json(redeem(client, code(client.get(0))));
        browser.secret(tokens.getString("access_token"));
        browser.secret(tokens.getString("refresh_token"));
        return tokens;
    }

    private void issueAndRevoke() {
        List<String> client = client();
        String code = code(client.get(0));
        assertEquals(200, redeem(client, code).statusCode());
        assertEquals(400, redeem(client, code).statusCode());

        JsonObject tokens = tokens(client);
        String access = tokens.getString("access_token");
        browser.form(
                metadata.introspectionEndpoint().orElseThrow(),
                "client_id",
                client.get(0),
                "client_secret",
                client.get(1),
                "token",
                access);
        JsonObject next = json(refresh(client, tokens.getString("refresh_token")));
        browser.secret(next.getString("access_token"));
        browser.secret(next.getString("refresh_token"));
        assertEquals(
                200,
                browser.form(
                                metadata.revocationEndpoint().orElseThrow(),
                                "client_id",
                                client.get(0),
                                "client_secret",
                                client.get(1),
                                "token",
                                next.getString("refresh_token"))
                        .statusCode());
        assertEquals(400, refresh(client, tokens.getString("refresh_token")).statusCode());
    }

    private void refuseAtTheAuthorizationServer() {
        String id = client().get(0);
        assertEquals(
                401,
                redeem(List.of(id, browser.secret("guessed-secret-of-a-client")), NASTY)
                        .statusCode());
        assertEquals(
                401, redeem(List.of(NASTY, "guessed-secret-of-a-client"), NASTY).statusCode());
        assertEquals(
                400, browser.form(token(), "grant_type", NASTY, NASTY, NASTY).statusCode());
        browser.form(
                token(),
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                browser.secret(forged("{\"iss\":\"x\",\"sub\":\"" + WholeRun.INJECTED + "\"}")));
        browser.send(HttpRequest.newBuilder(token())
                .header("Authorization", "Basic not-base64-" + WholeRun.INJECTED)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
        assertEquals(
                400,
                register("{\"" + WholeRun.INJECTED + "\":1,\"" + WholeRun.INJECTED + "\":2}")
                        .statusCode());
        assertEquals(
                400,
                register("{\"redirect_uris\":[\"http://" + WholeRun.INJECTED + ".example/\"]}")
                        .statusCode());
        assertEquals(400, browser.open(authorization(NASTY)).statusCode());
        assertEquals(
                503,
                browser.open(authorization("https://client.invalid/client.json"))
                        .statusCode(),
                "its host is not there");
        assertEquals(
                302,
                browser.open(URI.create(authorization(id) + "&scope=" + WholeRun.INJECTED + "%0a"))
                        .statusCode());
    }

    /** A token of nobody, whose header and claims hold what a peer likes. */
    private static String forged(String claims) {
        String header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + WholeRun.INJECTED + "\\r\\nforged line\"}";
        return Stream.of(header, claims)
                        .map(part -> Base64Url.encode(part.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .reduce("", (all, part) -> all + part + ".")
                + "A".repeat(86);
    }

    private HttpResponse<String> call(URI mcp, String token, String body, String... headers) {
        HttpRequest.Builder request = WholeRun.call(mcp, body).header("Authorization", "Bearer " + token);
        return browser.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Both applications under the same requests. */
    private void guard(URI mcp, String token, String session) {
        assertEquals(200, call(mcp, token, Reasons.message("initialize", "")).statusCode());
        browser.secret(session);
        assertEquals(
                200, call(mcp, token, Reasons.PING, "Mcp-Session-Id", session).statusCode());
        assertEquals(
                404,
                call(mcp, token, Reasons.PING, "Mcp-Session-Id", "session-of-nobody")
                        .statusCode());
        String sealed = json(call(mcp, token, Reasons.message("tools/call", "\"name\":\"ask\"")))
                .getJsonObject("result")
                .getString("requestState");
        for (String state :
                List.of(browser.secret(sealed), browser.secret(sealed + "A"), WholeRun.INJECTED + "\\r\\n")) {
            call(mcp, token, Reasons.message("tools/call", "\"name\":\"ask\",\"requestState\":\"" + state + "\""));
        }
        call(mcp, token, Reasons.message("tasks/get", "\"taskId\":\"" + browser.secret("task-of-nobody") + "\""));
        call(mcp, token, "{\"" + WholeRun.INJECTED + "\":1,\"" + WholeRun.INJECTED + "\":\u0001");
        call(mcp, token, Reasons.message(WholeRun.INJECTED + "\\n", ""));
        call(mcp, forged("{\"iss\":\"https://" + WholeRun.INJECTED + "\\r\\n.example\"}"), Reasons.PING);
        call(mcp, forged("{\"iss\":\"" + Reasons.ISSUER + "\",\"" + WholeRun.INJECTED + "\":"), Reasons.PING);
        call(mcp, "opaque-token-of-nobody", Reasons.PING);
    }

    private void guardServlets() {
        List<String> client = client();
        JsonObject tokens = tokens(client);
        guard(run.servlet(), tokens.getString("access_token"), "session-of-the-servlet");
        refresh(client, tokens.getString("refresh_token"));
        refresh(client, tokens.getString("refresh_token"));
        assertEquals(
                401,
                call(run.servlet(), tokens.getString("access_token"), Reasons.PING)
                        .statusCode());
    }

    private void guardJakartaRest() {
        guard(run.rest(), run.reasons.token(), "session-of-the-endpoint");
        String bound = run.reasons.bound();
        String proof = run.reasons.proof(bound, it -> it);
        assertEquals(200, proven(bound, proof).statusCode());
        assertEquals(401, proven(bound, proof).statusCode(), "replayed");
        proven(bound, run.reasons.proof(bound, it -> it.add("htu", "https://" + WholeRun.INJECTED + "/\r\n")));
        proven(bound, run.reasons.proof(bound, it -> it.add("jti", WholeRun.INJECTED.repeat(100))));
        proven(bound, forged("{}"));
        for (RejectionReason reason : RejectionReason.values()) {
            browser.send(run.reasons.of(reason).request().apply(WholeRun.call(run.rest(), Reasons.PING)));
        }
    }

    private HttpResponse<String> proven(String token, String proof) {
        return browser.send(WholeRun.call(run.rest(), Reasons.PING)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof));
    }

    private void failTheStore() {
        List<String> client = client();
        JsonObject tokens = tokens(client);
        String code = code(client.get(0));
        HttpResponse<String> page = new Browser().open(authorization(client.get(0)));
        run.store.fail();
        Predicate<HttpResponse<String>> isUnavailable = response -> response.statusCode() == 503;
        assertTrue(isUnavailable.test(redeem(client, code)));
        assertTrue(isUnavailable.test(refresh(client, tokens.getString("refresh_token"))));
        assertTrue(isUnavailable.test(call(run.servlet(), tokens.getString("access_token"), Reasons.PING)));
        assertTrue(isUnavailable.test(
                call(run.rest(), run.reasons.token(), Reasons.PING, "Mcp-Session-Id", "session-of-the-endpoint")));
        String bound = run.reasons.bound();
        assertTrue(isUnavailable.test(proven(bound, run.reasons.proof(bound, it -> it))));
        assertTrue(isUnavailable.test(browser.open(authorization(client.get(0)))));
        browser.submit(page, "username", "alice", "password", "right-password");
    }
}
