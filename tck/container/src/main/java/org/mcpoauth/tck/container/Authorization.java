package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a client of somebody else gets tokens of the application: registration, code, PKCE. */
final class Authorization {
    static final String CALLBACK = "http://127.0.0.1:65535/callback";

    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    private final WebUser user = new WebUser();
    private final String issuer;

    Authorization() {
        this(WholeApplication.base());
    }

    Authorization(String issuer) {
        this.issuer = issuer;
    }

    /** The endpoints of the authorization server. */
    URI endpoint(String name) {
        return URI.create(issuer + "/oauth/" + name);
    }

    WebUser user() {
        return user;
    }

    String register() {
        String metadata = "{\"client_name\":\"Notes\",\"redirect_uris\":[\"" + CALLBACK + "\"],"
                + "\"grant_types\":[\"authorization_code\",\"refresh_token\"],\"token_endpoint_auth_method\":\"none\"}";
        HttpResponse<String> answer = user.post(endpoint("register"), "application/json", metadata);
        assertEquals(201, answer.statusCode(), answer.body());
        return WebUser.json(answer).getString("client_id");
    }

    /** The tokens of a user who logs in and agrees. */
    JsonObject tokens(String client, String name, String scope, String resource) {
        URI end = user.authorize(request(client, scope, resource), name);
        assertEquals("the-state", WebUser.parameter(end, "state"));
        assertEquals(issuer, WebUser.parameter(end, "iss"));
        return tokens(client, end);
    }

    /** The tokens for the code that a browser is sent away with. */
    JsonObject tokens(String client, URI end) {
        HttpResponse<String> tokens = redeem(client, WebUser.parameter(end, "code"));
        assertEquals(200, tokens.statusCode(), tokens.body());
        return WebUser.json(tokens);
    }

    /** What an access token says. */
    static JsonObject claims(JsonObject tokens) {
        String payload = tokens.getString("access_token").split("\\.", -1)[1];
        return WebUser.json(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    HttpResponse<String> redeem(String client, String code) {
        return user.postForm(
                endpoint("token"),
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", code,
                        "redirect_uri", CALLBACK,
                        "code_verifier", VERIFIER));
    }

    /** Where a client sends the browser. */
    URI request(String client, String scope, String resource) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", CALLBACK);
        query.put("scope", scope);
        query.put("state", "the-state");
        query.put("resource", resource);
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        return URI.create(endpoint("authorize") + "?" + WebUser.form(query));
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
