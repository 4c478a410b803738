package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** The WAR exactly as it is built, on Open Liberty, with the guard in front and a foreign issuer behind it. */
@ExtendWith(ArquillianExtension.class)
class LibertyGuardIT {
    private static final String WHOAMI = call("whoami", "{}");
    private static final String NOTES_ADD = call("notes_add", "{\"text\":\"x\"}");
    private static final TestIssuer ISSUER = TestIssuer.started();

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return LibertyServer.guarded(ISSUER.issuer());
    }

    @AfterAll
    static void stopIssuer() {
        ISSUER.close();
    }

    // RFC 6750, section 3.1; RFC 9728, section 5.1
    @Test
    void aRequestWithoutATokenIsChallengedWithoutAnError() {
        Answer answer = caller(null).post(WHOAMI);
        assertEquals(401, answer.status());
        String challenge = answer.header("WWW-Authenticate");
        assertTrue(challenge.contains("resource_metadata=\"" + LibertyServer.metadata() + "\""), challenge);
        assertFalse(challenge.contains("error"), challenge);
    }

    // RFC 9728, sections 2 and 3.2
    @Test
    void theMetadataNameResourceAndAuthorizationServer() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(LibertyServer.metadata()).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        JsonObject metadata = new Answer(answer).json();
        assertEquals(LibertyServer.endpoint().toString(), metadata.getString("resource"));
        assertEquals(
                ISSUER.issuer(), metadata.getJsonArray("authorization_servers").getString(0));
    }

    // MCP authorization, "Access Token Usage"
    @Test
    void aGoodTokenReachesTheToolAndTheToolKnowsTheCaller() {
        Answer answer = session(token("mcp:tools")).post(WHOAMI);
        assertEquals(200, answer.status(), answer.text());
        assertTrue(answer.content().contains("\"sub\":\"alice\""), answer.content());
        assertTrue(answer.content().contains("\"clientId\":\"liberty-test\""), answer.content());
        assertTrue(answer.content().contains("\"iss\":\"" + ISSUER.issuer() + "\""), answer.content());
    }

    // RFC 8707, section 2; MCP authorization, "Token Handling"
    @Test
    void aTokenForAnotherResourceIsRefused() {
        assertInvalidToken(ISSUER.token(LibertyServer.endpoint() + "/other", "mcp:tools"));
    }

    // RFC 6750, section 3.1
    @Test
    void anExpiredTokenIsRefused() {
        Instant past = Instant.now().minus(Duration.ofHours(1));
        assertInvalidToken(changed(claims -> claims.add("exp", past.getEpochSecond())));
    }

    // RFC 9068, section 4
    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        assertInvalidToken(changed(claims -> claims.add("iss", "https://attacker.example")));
    }

    // RFC 7515, section 5.2
    @Test
    void aTamperedTokenIsRefused() {
        String token = token("mcp:tools");
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        String other = payload.charAt(10) == 'A' ? "B" : "A";
        assertInvalidToken(token.replace(payload, payload.substring(0, 10) + other + payload.substring(11)));
    }

    // RFC 6750, section 3.1; MCP authorization, "Runtime Insufficient Scope Errors"
    @Test
    void aMissingScopeIsNamedInA403() {
        Answer answer = session(token("mcp:tools")).post(NOTES_ADD);
        assertEquals(403, answer.status(), answer.text());
        String challenge = answer.header("WWW-Authenticate");
        assertTrue(challenge.contains("error=\"insufficient_scope\""), challenge);
        assertTrue(challenge.contains("notes:write"), challenge);
        assertTrue(challenge.contains("resource_metadata="), challenge);
    }

    // MCP security best practices, "Session Hijacking"
    @Test
    void aSessionOfSomebodyElseDoesNotExist() {
        McpCaller alices = session(token("mcp:tools"));
        String bob = changed(claims -> claims.add("sub", "bob"));
        assertEquals(
                404, alices.with("Authorization", "Bearer " + bob).post(WHOAMI).status());
        assertEquals(200, alices.post(WHOAMI).status());
    }

    private static void assertInvalidToken(String token) {
        Answer answer = caller(token).post(WHOAMI);
        assertEquals(401, answer.status(), answer.text());
        assertTrue(answer.header("WWW-Authenticate").contains("error=\"invalid_token\""));
    }

    private static McpCaller session(String token) {
        return caller(token).initialized("2025-11-25");
    }

    private static McpCaller caller(@Nullable String token) {
        McpCaller caller = McpCaller.of(LibertyServer.endpoint(), "nobody").with(TestPrincipalFilter.SUBJECT, null);
        return token == null ? caller : caller.with("Authorization", "Bearer " + token);
    }

    private static String token(String scope) {
        return ISSUER.token(LibertyServer.endpoint().toString(), scope);
    }

    private static String changed(Consumer<JsonObjectBuilder> change) {
        return ISSUER.token(LibertyServer.endpoint().toString(), "mcp:tools", change);
    }

    private static String call(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }
}
