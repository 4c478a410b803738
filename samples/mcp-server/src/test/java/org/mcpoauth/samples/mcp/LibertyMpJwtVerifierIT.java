package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/**
 * The guard over the callers of an Open Liberty that authenticates by MicroProfile JWT (MicroProfile JWT 2.1, "Mapping
 * MP-JWT Tokens to Jakarta EE Container APIs"). Both know the issuer by the key of MicroProfile JWT. The server
 * verifies signature, issuer and times; it is told of no audience and knows neither types nor {@code cnf}.
 */
@ExtendWith(ArquillianExtension.class)
class LibertyMpJwtVerifierIT {
    /** The server leaves all paths but one to the guard. */
    private static final String OPEN = "caller";

    private static final String SECURED = "jwt";
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <security-constraint>
                <web-resource-collection>
                  <web-resource-name>jwt</web-resource-name>
                  <url-pattern>/mcp/jwt</url-pattern>
                </web-resource-collection>
                <auth-constraint><role-name>**</role-name></auth-constraint>
              </security-constraint>
            </web-app>
            """;

    private static final TestIssuer ISSUER = TestIssuer.started();

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return LibertyServer.configured(
                        "mcp.oauth.resource.verifier=container",
                        "mcp.oauth.resource.token.profile=rfc9068",
                        "mp.jwt.verify.issuer=" + ISSUER.issuer(),
                        "mp.jwt.verify.publickey.location=" + ISSUER.issuer() + "/jwks")
                .addClasses(CallerProbe.class, CallerProbe.Lasting.class, JwtProbe.class, JwtProbe.Lasting.class)
                .addAsWebInfResource(new StringAsset(WEB_XML), "web.xml");
    }

    @AfterAll
    static void stopIssuer() {
        ISSUER.close();
    }

    @Test
    void whatBothAcceptIsServed() {
        assertEquals("alice alice alice alice", LibertyServer.get(OPEN, token(claims -> {})));
        assertEquals("alice liberty-test alice", LibertyServer.get(SECURED, token(claims -> {})));
    }

    // RFC 8707, section 2; MCP authorization, "Token Handling"
    @Test
    void whatTheServerAcceptsForAnotherAudienceIsRefused() {
        assertRefusedByGuardAlone(token(claims -> claims.add("aud", "https://other.example")));
        assertRefusedByGuardAlone(token(claims -> claims.remove("aud")));
    }

    // RFC 9449, section 7.1; RFC 8705, section 3; RFC 7800, section 3
    @Test
    void whatIsBoundToAKeyIsNoBearerToken() {
        for (String method : List.of("jkt", "x5t#S256", "kid")) {
            assertRefusedByGuardAlone(
                    token(claims -> claims.add("cnf", Json.createObjectBuilder().add(method, "x"))));
        }
    }

    // RFC 9068, section 4
    @Test
    void whatIsOfAnotherTypeIsRefused() {
        String audience = LibertyServer.endpoint().toString();
        assertRefusedByGuardAlone(ISSUER.token("JWT", audience, "mcp:tools", claims -> claims.add("upn", "alice")));
    }

    @Test
    void whomTheServerDoesNotKnowIsRefused() {
        String good = token(claims -> {});
        String past = token(claims ->
                claims.add("exp", Instant.now().minus(Duration.ofHours(1)).getEpochSecond()));
        assertInvalidToken(get(OPEN, "Bearer " + good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(342)));
        assertInvalidToken(get(OPEN, "Bearer " + past));
        assertInvalidToken(get(OPEN, "Bearer " + token(claims -> claims.add("iss", "https://attacker.example"))));
        // a scheme that the server does not look at
        assertInvalidToken(get(OPEN, "DPoP " + good));
    }

    // RFC 6750, section 3.1; RFC 9728, section 5.1
    @Test
    void withoutATokenTheGuardSaysWhereToGo() {
        Answer answer = get(OPEN, null);
        assertEquals(401, answer.status());
        String challenge = answer.header("WWW-Authenticate");
        assertTrue(challenge.contains("resource_metadata=\"" + LibertyServer.metadata() + "\""), challenge);
        assertFalse(challenge.contains("error"), challenge);
    }

    /** Its answer has no address of the metadata, which clients need: the endpoint is better left to the guard. */
    @Test
    void whereTheServerSecuresAPathItAnswersForItself() {
        String good = token(claims -> {});
        assertRefusedByServer(get(SECURED, "Bearer " + good.substring(0, good.length() - 8) + "AAAAAAAA"));
        assertRefusedByServer(get(SECURED, null));
    }

    private static void assertRefusedByServer(Answer answer) {
        assertEquals(401, answer.status());
        assertEquals(List.of("Bearer realm=\"MP-JWT\", error=\"invalid_token\""), challenges(answer));
    }

    /** Where the server lets nobody pass whom it does not know, so that it is not the server that refuses. */
    private static void assertRefusedByGuardAlone(String token) {
        Answer answer = get(SECURED, "Bearer " + token);
        assertInvalidToken(answer);
        assertFalse(challenges(answer).toString().contains("MP-JWT"), answer::text);
    }

    /** The server may have put a challenge of its own before that of the guard. */
    private static void assertInvalidToken(Answer answer) {
        assertEquals(401, answer.status(), answer.text());
        assertTrue(
                challenges(answer).stream()
                        .anyMatch(line -> line.contains("resource_metadata=\"" + LibertyServer.metadata() + "\"")
                                && line.contains("error=\"invalid_token\"")),
                () -> challenges(answer).toString());
    }

    private static List<String> challenges(Answer answer) {
        return answer.response().headers().allValues("WWW-Authenticate");
    }

    private static Answer get(String path, @Nullable String authorization) {
        return McpCaller.of(URI.create(LibertyServer.endpoint() + "/" + path), "nobody")
                .with(TestPrincipalFilter.SUBJECT, null)
                .with("Authorization", authorization)
                .send("GET");
    }

    /** A good token; the server takes the name of the caller from {@code upn}. */
    private static String token(Consumer<JsonObjectBuilder> change) {
        Consumer<JsonObjectBuilder> named = claims -> claims.add("upn", "alice");
        return ISSUER.token(LibertyServer.endpoint().toString(), "mcp:tools", named.andThen(change));
    }
}
