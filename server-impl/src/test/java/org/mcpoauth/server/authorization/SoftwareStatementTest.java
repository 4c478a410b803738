package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** RFC 7591, sections 2.3 and 3.2.2. */
class SoftwareStatementTest {
    private static final String PUBLISHER = "https://publisher.example";
    private static final String REDIRECT = "https://app.example/cb";
    private static final String PLAIN = "\"redirect_uris\":[\"" + REDIRECT + "\"]";

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final TestServer server = server(trusted(key, "ES256"));
    private final TestServer managed = new TestServer(builder -> builder.registration(
            DynamicRegistration.OPEN.withManagement(true).withStatementIssuers(List.of(trusted(key, "ES256")))));

    @Test
    void whatAStatementSaysComesFirst() {
        String statement = signed(claims().add("client_name", "Approved").add("software_id", "app-7"));
        JsonObject client = server.json(register(
                statement,
                PLAIN + ",\"client_name\":\"Chosen\",\"client_name#de\":\"Gewaehlt\",\"software_version\":\"2\""));

        assertEquals("Approved", client.getString("client_name"));
        assertFalse(client.containsKey("client_name#de"), "a variant must not contradict the statement");
        assertEquals("app-7", client.getString("software_id"));
        assertEquals("2", client.getString("software_version"));
        assertEquals(statement, client.getString("software_statement"), "as it was sent");
        assertFalse(client.containsKey("iss"));
    }

    @Test
    void aStatementAloneWillDo() {
        EndpointResponse response = register(
                signed(claims().add("redirect_uris", Json.createArrayBuilder().add(REDIRECT))), null);

        assertEquals(201, response.status(), () -> TestServer.text(response));
    }

    @Test
    void aStatementObeysTheRules() {
        assertEquals(
                "invalid_redirect_uri",
                server.error(register(
                        signed(claims().add(
                                        "redirect_uris",
                                        Json.createArrayBuilder().add("http://evil.example/"))),
                        PLAIN)));
        assertEquals(
                "invalid_client_metadata",
                server.error(register(signed(claims().add("logo_uri", "javascript:alert(1)")), PLAIN)));
    }

    @Test
    void anUnknownPublisherIsNotApproved() {
        EndpointResponse response =
                register(sign(key, server.json.object().add("iss", "https://other.example"), null), PLAIN);

        assertEquals(400, response.status());
        assertEquals("unapproved_software_statement", server.error(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "7", "[]", "{}", "true", "\"\""})
    void whatIsNoStatementIsRefused(String text) {
        String value = text.matches("[a-z.]+") && !text.equals("true") ? "\"" + text + "\"" : text;
        assertRefused(send("{" + PLAIN + ",\"software_statement\":" + value + "}"));
    }

    @Test
    void aForgedStatementIsRefused() {
        String good = signed(claims());
        assertRefused(register(sign(SigningKey.generate(JwsAlgorithm.ES256), claims(), null), PLAIN));
        assertRefused(register(good.substring(0, good.lastIndexOf('.') + 1), PLAIN));
        assertRefused(register(good + "A", PLAIN));
        assertRefused(register(sign(SigningKey.generate(JwsAlgorithm.RS256), claims(), null), PLAIN));
    }

    @Test
    void aStatementWithoutIssuerIsRefused() {
        assertRefused(register(sign(key, server.json.object().add("client_name", "x"), null), PLAIN));
    }

    @Test
    void aStatementOfAnotherTimeIsRefused() {
        long now = server.clock.instant().getEpochSecond();
        assertRefused(register(signed(claims().add("exp", now - 31)), PLAIN));
        assertRefused(register(signed(claims().add("nbf", now + 31)), PLAIN));
        assertRefused(register(signed(claims().add("exp", "soon")), PLAIN));
        assertEquals(
                201,
                register(signed(claims().add("exp", now + 1).add("nbf", now)), PLAIN)
                        .status());
    }

    @Test
    void aStatementForSomebodyElseIsRefused() {
        assertRefused(register(signed(claims().add("aud", "https://other.example")), PLAIN));
        assertEquals(
                201,
                register(signed(claims().add("aud", TestServer.ISSUER)), PLAIN).status());
    }

    /** RFC 8725, section 3.12. */
    @Test
    void anotherTokenOfThePublisherIsNoStatement() {
        assertRefused(register(sign(key, claims(), "at+jwt"), PLAIN));
        assertRefused(register(sign(key, claims(), "oauth-id-jag+jwt"), PLAIN));
        assertEquals(201, register(sign(key, claims(), "JWT"), PLAIN).status());
    }

    @Test
    void keysAreFetchedFromTheConfiguredPlaceOnly() {
        String jwks = "https://192.0.2.9/jwks";
        TestServer fetching = server(AssertionIssuer.of(Issuer.of(PUBLISHER)).withJwksUrl(URI.create(jwks)));
        assertEquals(503, send(fetching, body(signed(claims()), PLAIN)).status());
        fetching.transport.putJson(
                jwks,
                fetching.json.write(JwkSet.of(List.of(key.verificationKey())).write(fetching.json)));
        fetching.pass(Duration.ofMinutes(10));

        assertEquals(201, send(fetching, body(signed(claims()), PLAIN)).status());
        assertTrue(
                fetching.transport.calls().stream().allMatch(call -> call.uri().equals(URI.create(jwks))));
    }

    /** Section 2.3: the publisher signs with what the deployer named, whatever else its key could do. */
    @Test
    void anAlgorithmThatIsNotAllowedIsRefused() {
        SigningKey rsa = SigningKey.generate(JwsAlgorithm.PS256);
        TestServer strict = server(trusted(rsa, "PS256").withAlgorithms(Set.of("RS256")));
        TestServer lenient = server(trusted(rsa, "PS256").withAlgorithms(Set.of("PS256")));

        assertRefused(send(strict, body(sign(rsa, claims(), null), PLAIN)));
        assertEquals(201, send(lenient, body(sign(rsa, claims(), null), PLAIN)).status());
    }

    /** Section 2.3: what a statement says takes precedence, so its scope is a limit also where clients set none. */
    @Nested
    class ScopeOfAStatement {

        @Test
        void limitsWhatTheClientMayAskFor() {
            JsonObject client = server.json(register(signed(claims().add("scope", "notes:read unheard-of")), PLAIN));

            assertEquals("notes:read", client.getString("scope"));
            assertEquals("invalid_scope", asked(server, client, "mcp:tools notes:read"));
        }

        @Test
        void isNotWidenedByWhatTheClientSays() {
            JsonObject client = server.json(register(
                    signed(claims().add("scope", "notes:read")), PLAIN + ",\"scope\":\"mcp:tools notes:read\""));

            assertEquals("notes:read", client.getString("scope"));
        }

        @Test
        void namesSomethingThatIsSupported() {
            assertEquals(
                    "invalid_client_metadata",
                    server.error(register(signed(claims().add("scope", "unheard-of")), PLAIN)));
        }

        @Test
        void isNoLimitWithoutOne() {
            JsonObject client = server.json(register(signed(claims()), PLAIN + ",\"scope\":\"notes:read\""));

            assertEquals("mcp:tools notes:read notes:write", client.getString("scope"));
        }

        @Test
        void staysAtAnUpdate() {
            JsonObject client = managed.json(send(managed, body(signed(claims().add("scope", "notes:read")), PLAIN)));

            assertEquals("notes:read", scopeAfter(client, PLAIN + ",\"scope\":\"mcp:tools\""));
            assertEquals("notes:read", scopeAfter(client, PLAIN));
            assertEquals("invalid_scope", asked(managed, client, "mcp:tools"));
        }

        @Test
        void limitsAClientThatBringsItsStatementLater() {
            JsonObject client = managed.json(send(managed, "{" + PLAIN + "}"));
            String statement = signed(claims().add("scope", "notes:read"));

            assertEquals("notes:read", scopeAfter(client, PLAIN + ",\"software_statement\":\"" + statement + "\""));
        }

        /** A limit may come from the policy, which an update does not end. */
        @Test
        void ofAnotherStatementNarrowsAndDoesNotWiden() {
            JsonObject client =
                    managed.json(send(managed, body(signed(claims().add("scope", "mcp:tools notes:read")), PLAIN)));
            String narrow = signed(claims().add("scope", "notes:read"));
            String wide = signed(claims().add("scope", "mcp:tools notes:read notes:write"));
            String other = signed(claims().add("scope", "notes:write"));

            assertEquals("notes:read", scopeAfter(client, PLAIN + ",\"software_statement\":\"" + narrow + "\""));
            assertEquals("notes:read", scopeAfter(client, PLAIN + ",\"software_statement\":\"" + wide + "\""));
            assertEquals(
                    400,
                    update(client, PLAIN + ",\"software_statement\":\"" + other + "\"")
                            .status());
        }

        private String scopeAfter(JsonObject client, String members) {
            return managed.json(update(client, members)).getString("scope");
        }

        private static String asked(TestServer server, JsonObject client, String scope) {
            String query = TestServer.authorizationQuery(client.getString("client_id"))
                    .replace(
                            TestServer.form("redirect_uri", TestServer.REDIRECT_URI),
                            TestServer.form("redirect_uri", REDIRECT))
                    .replace(TestServer.form("scope", "mcp:tools notes:read"), TestServer.form("scope", scope));
            return TestBrowser.parameter(server.get(TestServer.BASE + "/authorize", query, Map.of()), "error")
                    .orElse("");
        }
    }

    /** RFC 7592, section 2.2: who is known by a statement does not get rid of it. */
    @Nested
    class AtAnUpdate {
        private final JsonObject client = managed.json(send(
                managed,
                body(
                        signed(claims().add("client_name", "Approved")
                                .add("software_id", "app-7")
                                .add("exp", managed.clock.instant().getEpochSecond() + 60)),
                        PLAIN)));

        @Test
        void aStatementThatIsLeftOutStays() {
            JsonObject updated = managed.json(update(PLAIN + ",\"client_name\":\"Chosen\",\"client_name#de\":\"x\""));

            assertEquals("Approved", updated.getString("client_name"));
            assertFalse(updated.containsKey("client_name#de"));
            assertEquals("app-7", updated.getString("software_id"));
            assertEquals(client.getString("software_statement"), updated.getString("software_statement"));
        }

        @Test
        void theSameStatementIsNotJudgedAgain() {
            managed.pass(Duration.ofHours(1));
            String statement = client.getString("software_statement");

            assertEquals(
                    200,
                    update(PLAIN + ",\"software_statement\":\"" + statement + "\"")
                            .status());
        }

        @Test
        void anotherStatementTakesItsPlace() {
            String next = signed(claims().add("client_name", "Approved again").add("software_id", "app-7"));
            JsonObject updated = managed.json(update(PLAIN + ",\"software_statement\":\"" + next + "\""));

            assertEquals("Approved again", updated.getString("client_name"));
            assertEquals(next, updated.getString("software_statement"));
        }

        @Test
        void aForgedStatementDoesNot() {
            String forged = sign(SigningKey.generate(JwsAlgorithm.ES256), claims().add("client_name", "x"), null);

            assertRefused(update(PLAIN + ",\"software_statement\":\"" + forged + "\""));
            assertRefused(update(PLAIN + ",\"software_statement\":\"\""));
            assertEquals(
                    "Approved",
                    managed.provider
                            .client(client.getString("client_id"))
                            .orElseThrow()
                            .metadata()
                            .clientName()
                            .orElseThrow());
        }

        private EndpointResponse update(String members) {
            return SoftwareStatementTest.this.update(client, members);
        }
    }

    private static AssertionIssuer trusted(SigningKey key, String algorithm) {
        return AssertionIssuer.of(Issuer.of(PUBLISHER))
                .withKeys(List.of(new VerificationKey(
                        key.verificationKey().publicKey(),
                        String.valueOf(key.verificationKey().keyId()),
                        algorithm)));
    }

    @Test
    void withoutTrustedPublishersStatementsAreIgnored() {
        TestServer plain = new TestServer();
        JsonObject client = plain.json(send(plain, "{" + PLAIN + ",\"software_statement\":\"x\"}"));

        assertFalse(client.containsKey("software_statement"));
    }

    private static TestServer server(AssertionIssuer publisher) {
        return new TestServer(
                builder -> builder.registration(DynamicRegistration.OPEN.withStatementIssuers(List.of(publisher))));
    }

    private JsonObjectBuilder claims() {
        return server.json.object().add("iss", PUBLISHER);
    }

    private String signed(JsonObjectBuilder claims) {
        return sign(key, claims, null);
    }

    private String sign(SigningKey with, JsonObjectBuilder claims, @Nullable String type) {
        return JwsSigner.ofTokens(server.json, JcaSignatures.platform(), with, type)
                .sign(claims.build());
    }

    private static String body(String statement, @Nullable String members) {
        return "{" + (members == null ? "" : members + ",") + "\"software_statement\":\"" + statement + "\"}";
    }

    private EndpointResponse update(JsonObject client, String members) {
        String id = client.getString("client_id");
        return managed.send(
                "PUT",
                TestServer.BASE + "/register/client",
                "client_id=" + id,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + client.getString("registration_access_token")),
                "{\"client_id\":\"" + id + "\"," + members + "}");
    }

    private EndpointResponse register(String statement, @Nullable String members) {
        return send(server, body(statement, members));
    }

    private EndpointResponse send(String body) {
        return send(server, body);
    }

    private static EndpointResponse send(TestServer server, String body) {
        return server.send(
                "POST", TestServer.BASE + "/register", null, Map.of("Content-Type", "application/json"), body);
    }

    private void assertRefused(EndpointResponse response) {
        assertEquals(400, response.status());
        assertEquals("invalid_software_statement", server.error(response));
    }
}
