package org.mcpoauth.samples.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.samples.testing.LibertyProcess;
import org.mcpoauth.samples.testing.WebUser;

/** What the sample does on every data base. */
abstract class AuthorizationServerContract {
    private static final String RESOURCE = "http://127.0.0.1:9080/mcp-server/mcp";
    private static final String CALLBACK = "http://127.0.0.1:65535/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    private WebUser user;

    abstract LibertyProcess server();

    @BeforeEach
    void openBrowser() {
        user = new WebUser(server().origin());
    }

    /** RFC 8414, section 3: an issuer without a path has its metadata at the root. */
    @Test
    void theMetadataAreAtTheRoot() {
        HttpResponse<String> answer = user.get(server().origin().resolve("/.well-known/oauth-authorization-server"));

        assertEquals(200, answer.statusCode());
        assertEquals(server().origin().toString(), WebUser.json(answer).getString("issuer"));
    }

    @Test
    void aUserLogsInAndTheClientGetsTokens() {
        JsonObject tokens = tokens(register());

        assertEquals("Bearer", tokens.getString("token_type"));
        assertEquals("alice", claims(tokens).getString("sub"));
        assertEquals(RESOURCE, claims(tokens).getString("aud"));
    }

    @Test
    void aWrongPasswordShowsTheFormAgain() {
        HttpResponse<String> page = user.get(authorization(register()));
        HttpResponse<String> again = user.send(page, "/oauth/login", Map.of("username", "alice", "password", "bob-pw"));

        assertTrue(again.body().contains("type=\"password\""), again.body());
    }

    /** Grants, registrations and keys are in the data base. */
    @Test
    void aRestartEndsNothing() {
        String client = register();
        JsonObject before = tokens(client);
        server().restart();
        HttpResponse<String> answer = user.postForm(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        before.getString("refresh_token")));
        JsonObject after = WebUser.json(answer);

        assertEquals(200, answer.statusCode(), answer.body());
        assertNotEquals(before.getString("refresh_token"), after.getString("refresh_token"));
        assertEquals(part(before, 0).getString("kid"), part(after, 0).getString("kid"));
    }

    /** RFC 9126, section 2. */
    @Test
    void aClientPushesItsRequest() {
        String client = register();
        HttpResponse<String> pushed = user.postForm("/oauth/par", request(client, CALLBACK));
        assertEquals(201, pushed.statusCode(), pushed.body());
        Map<String, String> query =
                Map.of("client_id", client, "request_uri", WebUser.json(pushed).getString("request_uri"));

        JsonObject tokens = tokens(client, server().origin().resolve("/oauth/authorize?" + WebUser.form(query)));

        assertEquals("alice", claims(tokens).getString("sub"));
    }

    /** RFC 8628, sections 3.1 to 3.5. */
    @Test
    void aUserConnectsADevice() {
        String client = register();
        JsonObject codes = WebUser.json(user.postForm(
                "/oauth/device", Map.of("client_id", client, "scope", "mcp:tools", "resource", RESOURCE)));
        HttpResponse<String> login = user.get(URI.create(codes.getString("verification_uri")));
        HttpResponse<String> code =
                user.submit(login, "/oauth/activate", Map.of("username", "alice", "password", "alice-pw"));
        HttpResponse<String> consent =
                user.send(code, "/oauth/activate", Map.of("user_code", codes.getString("user_code")));
        assertTrue(consent.body().contains("use its tools"), consent.body());
        user.send(consent, "/oauth/activate", Map.of("decision", "approve"));

        HttpResponse<String> answer = user.postForm(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        client,
                        "device_code",
                        codes.getString("device_code")));

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("alice", claims(WebUser.json(answer)).getString("sub"));
    }

    /** The page for errors is one of the application. */
    @Test
    void anApplicationHasPagesOfItsOwn() {
        HttpResponse<String> page = user.get(authorization("nobody"));

        assertEquals(400, page.statusCode());
        assertTrue(page.body().contains("<p class=\"small\">Sample authorization server</p>"), page.body());
    }

    /** A client of this name, whose redirect URI may have any port (RFC 8252, section 7.3). */
    String register() {
        String metadata = "{\"client_name\":\"Notes\",\"redirect_uris\":[\"" + CALLBACK + "\"],"
                + "\"grant_types\":[\"authorization_code\",\"refresh_token\","
                + "\"urn:ietf:params:oauth:grant-type:device_code\"],\"token_endpoint_auth_method\":\"none\"}";
        HttpResponse<String> answer = user.post("/oauth/register", "application/json", metadata);
        assertEquals(201, answer.statusCode(), answer.body());
        return WebUser.json(answer).getString("client_id");
    }

    private JsonObject tokens(String client) {
        return tokens(client, authorization(client));
    }

    private JsonObject tokens(String client, URI authorization) {
        HttpResponse<String> login = user.open(authorization);
        HttpResponse<String> consent =
                user.submit(login, "/oauth/login", Map.of("username", "alice", "password", "alice-pw"));
        HttpResponse<String> end = user.submit(consent, "/oauth/consent", Map.of("decision", "approve"));
        return redeem(client, CALLBACK, URI.create(WebUser.location(end)));
    }

    /** Redeems the code that a browser came back with. */
    JsonObject redeem(String client, String callback, URI end) {
        Map<String, String> answer = WebUser.query(end);
        assertEquals("the-state", answer.get("state"));
        assertEquals(server().origin().toString(), answer.get("iss"));
        HttpResponse<String> tokens = user.postForm(
                "/oauth/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", answer.get("code"),
                        "redirect_uri", callback,
                        "code_verifier", VERIFIER));
        assertEquals(200, tokens.statusCode(), tokens.body());
        return WebUser.json(tokens);
    }

    private URI authorization(String client) {
        return authorization(client, CALLBACK);
    }

    /** An authorization request. */
    URI authorization(String client, String callback) {
        return server().origin().resolve("/oauth/authorize?" + WebUser.form(request(client, callback)));
    }

    private static Map<String, String> request(String client, String callback) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", callback);
        query.put("scope", "mcp:tools");
        query.put("state", "the-state");
        query.put("resource", RESOURCE);
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        return query;
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What an access token says. */
    static JsonObject claims(JsonObject tokens) {
        return part(tokens, 1);
    }

    private static JsonObject part(JsonObject tokens, int index) {
        String part = tokens.getString("access_token").split("\\.", 3)[index];
        return WebUser.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
