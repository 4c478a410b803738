package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.spi.resource.ScopeRules;

/** Statuses and challenges as they stand on the wire. */
class ChallengesOverHttpTest {
    private static final String METADATA = "http://127.0.0.1/.well-known/oauth-protected-resource/mcp";

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(it -> it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Challenge challenge(HttpResponse<String> response) {
        List<String> lines = response.headers().allValues("WWW-Authenticate");
        List<Challenge> all = Challenges.parse(lines).all();
        assertEquals(lines.size(), all.size(), "one challenge in a line");
        Challenge first = all.get(0);
        for (Challenge other : all) {
            assertEquals(first.error(), other.error(), "all schemes say the same");
            assertEquals(first.scopes(), other.scopes());
            assertEquals(first.resourceMetadata(), other.resourceMetadata());
        }
        return first;
    }

    private void assertRefused(HttpResponse<String> response, int status, String error) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(Optional.of(error), challenge(response).parameter("error"));
        assertEquals(Optional.of(METADATA), challenge(response).resourceMetadata());
        assertTrue(response.body().contains("\"error\":\"" + error + "\""), response.body());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(0, server.endpoint.runs.get(), "the application must not run");
    }

    // RFC 6750, section 3.1: no error code without credentials; RFC 9728, section 5.1: where to go
    private void assertChallenged(HttpResponse<String> response) {
        assertEquals(401, response.statusCode(), response.body());
        assertEquals(Optional.empty(), challenge(response).parameter("error"));
        assertEquals(Optional.of(METADATA), challenge(response).resourceMetadata());
        assertEquals(Optional.of(Scopes.of("mcp:tools")), challenge(response).scopes());
        assertEquals(0, server.endpoint.runs.get(), "the application must not run");
    }

    @Test
    void aRequestWithoutCredentialsIsChallengedWithoutError() {
        assertChallenged(send(server.post(CALL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST"})
    void everyMethodThatIsDeclaredIsGuarded(String method) {
        HttpResponse<String> response = send(server.get("/mcp").method(method, BodyPublishers.noBody()));
        assertEquals(401, response.statusCode());
        assertEquals(0, server.endpoint.runs.get());
    }

    /** No method matched, so the runtime answers and the application does not run. */
    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "PUT", "PATCH", "get"})
    void aMethodThatIsNotDeclaredRunsNothing(String method) {
        send(server.get("/mcp").method(method, BodyPublishers.noBody()));
        assertEquals(0, server.endpoint.runs.get());
    }

    @Test
    void aMethodOverrideDoesNotOpenAnything() {
        assertChallenged(send(server.post(CALL).header("X-HTTP-Method-Override", "OPTIONS")));
    }

    @Test
    void anAcceptedTokenReachesTheApplicationWithPrincipalAndRoles() {
        HttpResponse<String> response = server.call(server.issuer.token(), CALL);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("alice session=null scheme=Bearer role=true " + CALL, response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER", "bEaReR"})
    void theSchemeHasNoCase(String scheme) {
        String authorization = scheme + " " + server.issuer.token();
        assertEquals(
                200,
                send(server.post(CALL).header("Authorization", authorization)).statusCode());
    }

    // RFC 6750, section 3.1: invalid_request
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer \"abc\"",
                "Bearer a,Bearer b",
                "Bearer a, Basic b",
                "Bearer a b",
                "Bearer a\tb",
                "Bearer =",
                "Bearer a=b",
                "Bearer token=\"x\"",
                "\"Bearer\" abc",
                "DPoP",
                ", Bearer abc"
            })
    void aMalformedHeaderIsAnInvalidRequest(String authorization) {
        assertRefused(send(server.post(CALL).header("Authorization", authorization)), 400, "invalid_request");
    }

    @Test
    void anEmptyHeaderIsAnInvalidRequest() {
        String answer = server.raw("GET /mcp HTTP/1.1", "Host: 127.0.0.1", "Authorization:");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer\u00a0abc", "Bearer abc\u00a0def", "Bearer abc\u00e9"})
    void aTokenWithANonBreakingSpaceIsAnInvalidRequest(String credentials) {
        String answer = server.raw("GET /mcp HTTP/1.1", "Host: 127.0.0.1", "Authorization: " + credentials);
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    // RFC 9110, section 5.3: neither the first nor the last of several lines wins
    @Test
    void twoHeadersAreAnInvalidRequestInAnyOrder() {
        String good = "Bearer " + server.issuer.token();
        for (String other : List.of("Basic YTpi", "Bearer abc", good)) {
            assertRefused(
                    send(server.post(CALL).header("Authorization", good).header("Authorization", other)),
                    400,
                    "invalid_request");
            assertRefused(
                    send(server.post(CALL).header("Authorization", other).header("Authorization", good)),
                    400,
                    "invalid_request");
        }
    }

    @Test
    void anotherSchemeIsAsGoodAsNoCredentials() {
        assertChallenged(send(server.post(CALL).header("Authorization", "Basic YTpi")));
    }

    // RFC 6750, section 2: a token anywhere else is no credential; two transports are an invalid request
    @Test
    void aTokenInTheQueryAloneIsNoCredential() {
        assertChallenged(send(server.get("/mcp?access_token=" + server.issuer.token())));
    }

    @Test
    void aTokenInAFormAloneIsNoCredential() {
        assertChallenged(send(server.get("/mcp")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("access_token=" + server.issuer.token()))));
    }

    @Test
    void aTokenInACookieOrAnotherHeaderIsNoCredential() {
        String token = server.issuer.token();
        assertChallenged(send(server.get("/mcp")
                .header("Cookie", "access_token=" + token)
                .header("X-Authorization", "Bearer " + token)
                .header("Proxy-Authorization", "Bearer " + token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token=abc", "x=1&access_token=abc", "access%5ftoken=abc", "access_token"})
    void aTokenInTheQueryBesideAHeaderIsAnInvalidRequest(String query) {
        assertRefused(send(with(server.issuer.token(), server.get("/mcp?" + query))), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token=abc", "x=1&access_token=abc", "access%5Ftoken=abc"})
    void aTokenInAFormBesideAHeaderIsAnInvalidRequest(String form) {
        assertRefused(
                send(with(server.issuer.token(), server.get("/mcp"))
                        .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                        .POST(BodyPublishers.ofString(form))),
                400,
                "invalid_request");
    }

    /** The rest of the form never comes: who waits for it waits for a stranger. */
    @Test
    void aFormIsNotReadBeforeTheTokenIsAccepted() {
        String answer = server.raw(
                "HTTP/1.1 401".length(),
                "POST /mcp HTTP/1.1",
                "Host: 127.0.0.1",
                "Authorization: Bearer abc",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 1000000");
        assertEquals("HTTP/1.1 401", answer);
    }

    @Test
    void aQueryParameterOfAnotherNameIsNothing() {
        assertEquals(
                200,
                send(with(server.issuer.token(), server.get("/mcp?access_tokens=abc")))
                        .statusCode());
    }

    @Test
    void anExpiredTokenIsInvalidEvenIfItsScopesWouldNotSuffice() {
        String token =
                server.issuer.token(claims -> claims.add("scope", "other").add("exp", 1));
        assertRefused(server.call(token, CALL), 401, "invalid_token");
    }

    @Test
    void aTokenOfNoKnownShapeIsInvalid() {
        assertRefused(server.call("abc", CALL), 401, "invalid_token");
    }

    @Test
    void theAnswerTellsNothingOfTheToken() {
        String token = server.issuer.token(claims -> claims.add("aud", "https://other.example"));
        HttpResponse<String> response = server.call(token, CALL);
        String all = response.headers().map() + response.body();
        assertFalse(all.contains(token) || all.contains("other.example") || all.contains("AUDIENCE"), all);
    }

    @Test
    void challengesNeverFollowTheHostHeader() {
        String answer = server.raw(
                "GET /mcp HTTP/1.1", "Host: localhost:9", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https");
        assertTrue(answer.startsWith("HTTP/1.1 401") && answer.contains(METADATA), answer);
        assertFalse(answer.contains("evil.example"), answer);
    }

    @Test
    void aMissingScopeOfEveryRequestIsForbidden() {
        HttpResponse<String> response = server.call(server.issuer.token(claims -> claims.add("scope", "x")), CALL);
        assertRefused(response, 403, "insufficient_scope");
        assertEquals(Optional.of(Scopes.of("mcp:tools")), challenge(response).scopes());
    }
}
