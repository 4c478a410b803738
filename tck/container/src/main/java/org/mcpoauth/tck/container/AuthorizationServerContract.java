package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The authorization server of the application on a runtime. */
public abstract class AuthorizationServerContract {
    private static final String RESOURCE = WholeApplication.endpoint().toString();

    private final Authorization authorization = new Authorization();

    /** For JUnit. */
    protected AuthorizationServerContract() {}

    /** OpenID Connect Discovery 1.0, section 4: the place within the application. */
    @Test
    void theMetadataAreBelowTheIssuer() {
        HttpResponse<String> answer =
                authorization.user().get(URI.create(WholeApplication.base() + "/.well-known/openid-configuration"));
        JsonObject metadata = WebUser.json(answer);

        assertEquals(200, answer.statusCode());
        assertEquals(WholeApplication.base(), metadata.getString("issuer"));
        assertEquals(authorization.endpoint("token").toString(), metadata.getString("token_endpoint"));
        assertEquals(
                200,
                authorization
                        .user()
                        .get(URI.create(metadata.getString("jwks_uri")))
                        .statusCode());
    }

    /** OAuth 2.1, section 4.1. */
    @Test
    void aUserLogsInAndTheClientGetsTokens() {
        JsonObject tokens = authorization.tokens(authorization.register(), "alice", "tools", RESOURCE);

        assertEquals("Bearer", tokens.getString("token_type"));
        assertEquals("tools", tokens.getString("scope"));
    }

    /** The login page of the server, and none of the container. */
    @Test
    void aWrongPasswordShowsTheFormAgain() {
        HttpResponse<String> page =
                authorization.user().get(authorization.request(authorization.register(), "tools", RESOURCE));
        HttpResponse<String> again =
                authorization.user().submit(page, Map.of("username", "alice", "password", "bob-pw"));

        assertTrue(again.body().contains("type=\"password\""), again.body());
    }

    /** RFC 9700, section 4.14.2: a refresh token is good for one use. */
    @Test
    void aRefreshTokenIsReplacedAndItsReuseEndsTheGrant() {
        String client = authorization.register();
        String first = authorization.tokens(client, "alice", "tools", RESOURCE).getString("refresh_token");
        String second = WebUser.json(refresh(client, first)).getString("refresh_token");

        assertNotEquals(first, second);
        assertEquals(400, refresh(client, first).statusCode());
        assertEquals(400, refresh(client, second).statusCode());
    }

    /** OAuth 2.1, section 4.1.3. */
    @Test
    void aCodeIsRedeemedOnce() {
        String client = authorization.register();
        URI end = authorization.user().authorize(authorization.request(client, "tools", RESOURCE), "bob");
        String code = WebUser.parameter(end, "code");

        assertEquals(200, authorization.redeem(client, code).statusCode());
        assertEquals(
                "invalid_grant",
                WebUser.json(authorization.redeem(client, code)).getString("error"));
    }

    /** RFC 8707, section 2. */
    @Test
    void anUnknownResourceIsToldToTheClient() {
        HttpResponse<String> answer = authorization
                .user()
                .get(authorization.request(authorization.register(), "tools", "https://elsewhere.example/"));

        assertEquals("invalid_target", WebUser.parameter(WebUser.location(answer), "error"));
    }

    private HttpResponse<String> refresh(String client, String token) {
        return authorization
                .user()
                .postForm(
                        authorization.endpoint("token"),
                        Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", token));
    }
}
