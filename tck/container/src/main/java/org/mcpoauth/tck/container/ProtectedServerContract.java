package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protected resource of the application on a runtime. */
public abstract class ProtectedServerContract {
    private static final String METADATA = WholeApplication.base() + "/.well-known/oauth-protected-resource";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String NOTES_ADD =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"notes_add\",\"arguments\":{}}}";

    private final Authorization authorization = new Authorization();
    private final WebUser anybody = new WebUser();

    /** For JUnit. */
    protected ProtectedServerContract() {}

    /** RFC 6750, section 3.1, and RFC 9728, section 5.1. */
    @Test
    void aRequestWithoutATokenIsChallengedWithoutAnError() {
        HttpResponse<String> answer = call(null, PING);

        assertEquals(401, answer.statusCode(), answer.body());
        assertTrue(challenge(answer).contains("resource_metadata=\"" + METADATA + "\""), challenge(answer));
        assertFalse(challenge(answer).contains("error"), challenge(answer));
    }

    /** RFC 9728, section 3.2. */
    @Test
    void theMetadataNameTheResourceAndItsIssuer() {
        HttpResponse<String> answer = anybody.get(URI.create(METADATA));
        JsonObject metadata = WebUser.json(answer);

        assertEquals(200, answer.statusCode());
        assertEquals(WholeApplication.endpoint().toString(), metadata.getString("resource"));
        assertEquals(
                WholeApplication.base(),
                metadata.getJsonArray("authorization_servers").getString(0));
    }

    /** The caller is known to the application: injected, and as principal of the request. */
    @Test
    void theApplicationKnowsItsCaller() {
        String client = authorization.register();
        HttpResponse<String> answer = call(token(client, "alice", "tools"), PING);
        JsonObject caller = WebUser.json(answer);

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("alice", caller.getString("sub"));
        assertEquals(client, caller.getString("clientId"));
        assertEquals(WholeApplication.base(), caller.getString("iss"));
        assertEquals("alice", caller.getString("injected"));
        assertEquals("alice", caller.getString("name"));
        assertEquals("Bearer", caller.getString("scheme"));
    }

    /** MCP authorization, "Token Handling": tokens for others are refused. */
    @Test
    void aTokenForAnotherResourceIsRefused() {
        String client = authorization.register();
        String token = authorization
                .tokens(client, "alice", "tools", WholeApplication.otherResource())
                .getString("access_token");

        assertInvalidToken(call(token, PING));
    }

    /** RFC 7515, section 5.2. */
    @Test
    void aChangedTokenIsRefused() {
        String token = token(authorization.register(), "alice", "tools");
        int place = token.indexOf('.') + 10;
        String other = token.charAt(place) == 'A' ? "B" : "A";

        assertInvalidToken(call(token.substring(0, place) + other + token.substring(place + 1), PING));
    }

    /** MCP authorization, "Runtime Insufficient Scope Errors": before the application runs, with all scopes. */
    @Test
    void aMissingScopeIsNamed() {
        String client = authorization.register();
        HttpResponse<String> answer = call(token(client, "alice", "tools"), NOTES_ADD);

        assertEquals(403, answer.statusCode(), answer.body());
        assertTrue(challenge(answer).contains("error=\"insufficient_scope\""), challenge(answer));
        assertTrue(challenge(answer).contains("notes:write"), challenge(answer));
        assertEquals(
                200,
                call(token(client, "alice", "tools notes:write"), NOTES_ADD).statusCode());
    }

    /** Whatever its spelling, method or place below the endpoint. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/mcp/",
                "/api/mcp/below",
                "/api/mcp/administration",
                "/api//mcp/below",
                "/api/%6dcp/below",
                "/api/mcp;a=b/below",
                "/api/x/../mcp/below",
                "/API/mcp/below",
                "/api/mcp/below?x=/calls"
            })
    void noSpellingOfAPathGetsAnswersWithoutAToken(String path) {
        HttpResponse<String> answer = anybody.send(HttpRequest.newBuilder(URI.create(WholeApplication.base() + path)));

        assertTrue(answer.statusCode() >= 400, () -> path + ": " + answer.statusCode() + " " + answer.body());
        assertFalse(answer.body().contains("below") && answer.statusCode() == 200);
    }

    /** Every method, that of a preview included. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH"})
    void everyMethodNeedsAToken(String method) {
        HttpResponse<String> answer =
                anybody.send(HttpRequest.newBuilder(URI.create(WholeApplication.endpoint() + "/below"))
                        .method(method, BodyPublishers.noBody()));

        assertTrue(answer.statusCode() == 401 || answer.statusCode() == 405, method + ": " + answer.statusCode());
    }

    /** Jakarta Annotations, {@code @RolesAllowed}. */
    @Test
    void aRoleThatNobodyHasIsForbidden() {
        String token = token(authorization.register(), "alice", "tools");
        HttpResponse<String> answer =
                anybody.send(HttpRequest.newBuilder(URI.create(WholeApplication.endpoint() + "/administration"))
                        .header("Authorization", "Bearer " + token));

        assertEquals(403, answer.statusCode(), answer.body());
    }

    /** RFC 7009: what is revoked is over at once. */
    @Test
    void aRevokedTokenIsOver() {
        String client = authorization.register();
        String token = token(client, "alice", "tools");
        assertEquals(200, call(token, PING).statusCode());
        anybody.postForm(authorization.endpoint("revoke"), Map.of("client_id", client, "token", token));

        assertInvalidToken(call(token, PING));
    }

    private static void assertInvalidToken(HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode(), answer.body());
        assertTrue(challenge(answer).contains("error=\"invalid_token\""), challenge(answer));
    }

    private String token(String client, String user, String scope) {
        return authorization
                .tokens(client, user, scope, WholeApplication.endpoint().toString())
                .getString("access_token");
    }

    private HttpResponse<String> call(@Nullable String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(WholeApplication.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return anybody.send(request);
    }

    private static String challenge(HttpResponse<String> answer) {
        return String.join(", ", answer.headers().allValues("WWW-Authenticate"));
    }
}
