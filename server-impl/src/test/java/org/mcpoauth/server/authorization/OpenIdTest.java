package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.server.authorization.openid.Subjects;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserClaims;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/** OpenID Connect Core 1.0, where a deployer offers it, and nothing of it otherwise. */
class OpenIdTest {
    private static final String SALT = "0123456789abcdef0123456789abcdef";
    private static final String USERINFO = TestServer.BASE + "/userinfo";

    /** Tells a name to clients with the scope for it, and tries to tell another subject. */
    private static final class Directory implements UserClaims {
        private final StrictJson json = StrictJson.create();

        @Override
        public JsonObject of(String subject, Scopes scopes) {
            return json.object()
                    .add("sub", "somebody else")
                    .add("name", "Alice of " + subject)
                    .build();
        }

        @Override
        public List<String> names() {
            return List.of("sub", "name");
        }
    }

    private static TestServer server(UnaryOperator<OpenIdRules> change) {
        return server(change, "ES256");
    }

    private static TestServer server(UnaryOperator<OpenIdRules> change, String algorithm) {
        OpenIdRules rules = change.apply(OpenIdRules.OFF.withOffered(true).withClaims(new Directory()));
        AccessTokenFormat format = rules.pairwiseSalt() == null ? AccessTokenFormat.JWT : AccessTokenFormat.OPAQUE;
        TestServer server = new TestServer(builder -> builder.openId(rules)
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm(algorithm).withAccessTokenFormat(format)));
        server.addPublicClient("app");
        return server;
    }

    private static String query(String clientId, String scope, @Nullable String nonce) {
        return TestServer.form(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                TestServer.REDIRECT_URI,
                "scope",
                scope,
                "nonce",
                nonce,
                "state",
                "s",
                "code_challenge",
                TestServer.CHALLENGE,
                "code_challenge_method",
                "S256",
                "resource",
                TestServer.RESOURCE);
    }

    private static JsonObject tokens(TestServer server, String clientId, String scope, @Nullable String nonce) {
        String code = new TestBrowser(server).authorize(query(clientId, scope, nonce));
        return server.json(server.redeem(clientId, code));
    }

    private static EndpointResponse userInfo(TestServer server, @Nullable String authorization) {
        return server.get(USERINFO, null, authorization == null ? Map.of() : Map.of("Authorization", authorization));
    }

    // sections 2 and 3.1.3.6
    @Test
    void anIdTokenSaysToOneClientWhoHasLoggedInHow() throws Exception {
        TestServer server = server(rules -> rules);
        JsonObject tokens = tokens(server, "app", "openid mcp:tools", "n-0S6_WzA2Mj");
        String idToken = tokens.getString("id_token");
        JsonObject claims = Jwt.claims(server, idToken);
        CompactJws jws = JwsParser.ofTokens(server.json).parse(idToken);
        long now = server.clock.instant().getEpochSecond();

        assertTrue(new JwsVerifier(JcaSignatures.platform(), JwsAlgorithm.all())
                .verify(
                        jws,
                        new KeyRing(server.keys)
                                .verificationKeys()
                                .candidates(jws.header().keyId(), JwsAlgorithm.ES256)));
        assertEquals("JWT", Jwt.header(server, idToken).getString("typ"));
        assertEquals(
                Set.of("iss", "sub", "aud", "azp", "iat", "exp", "at_hash", "nonce", "auth_time", "acr"),
                claims.keySet());
        assertEquals(TestServer.ISSUER, claims.getString("iss"));
        assertEquals("user-1", claims.getString("sub"));
        assertEquals("app", claims.getString("aud"));
        assertEquals("app", claims.getString("azp"));
        assertEquals(now, claims.getInt("iat"));
        assertEquals(now + 600, claims.getInt("exp"));
        assertEquals(now, claims.getInt("auth_time"));
        assertEquals("n-0S6_WzA2Mj", claims.getString("nonce"));
        assertEquals("urn:test:password", claims.getString("acr"));
        byte[] digest = Sha256.digest(tokens.getString("access_token").getBytes(StandardCharsets.US_ASCII));
        assertEquals(Base64Url.encode(Arrays.copyOf(digest, 16)), claims.getString("at_hash"));
    }

    // section 3.1.3.6: the digest is that of the signature; RFC 8032, section 5.1, for Ed25519
    @ParameterizedTest
    @CsvSource({"ES256, 22", "ES384, 32", "ES512, 43", "EdDSA, 43"})
    void theHashOfTheAccessTokenFollowsTheSignature(String algorithm, int length) {
        TestServer server = server(rules -> rules, algorithm);
        String idToken = tokens(server, "app", "openid", null).getString("id_token");

        assertEquals(algorithm, Jwt.header(server, idToken).getString("alg"));
        assertEquals(length, Jwt.claims(server, idToken).getString("at_hash").length());
    }

    @Test
    void withoutNonceThereIsNone() {
        TestServer server = server(rules -> rules);

        assertFalse(Jwt.claims(server, tokens(server, "app", "openid", null).getString("id_token"))
                .containsKey("nonce"));
    }

    @Test
    void withoutTheScopeThereIsNoIdToken() {
        TestServer server = server(rules -> rules);

        assertFalse(tokens(server, "app", "mcp:tools", "n").containsKey("id_token"));
    }

    @Test
    void aHugeNonceIsRefused() {
        TestServer server = server(rules -> rules);
        EndpointResponse response =
                server.get(TestServer.BASE + "/authorize", query("app", "openid", "n".repeat(257)), Map.of());

        assertTrue(TestServer.header(response, "Location").contains("error=invalid_request"));
    }

    // RFC 8707 and RFC 7519, section 4.1.3: an ID token is for the client
    @Test
    void anIdTokenIsNoAccessToken() {
        TestServer server = server(rules -> rules);
        String idToken = tokens(server, "app", "openid", null).getString("id_token");

        assertTrue(server.provider.loadAccessToken(Secret.of(idToken)).isEmpty());
        assertEquals(401, userInfo(server, "Bearer " + idToken).status());
    }

    // section 5.3.2
    @Test
    void aClientLearnsAboutItsUser() {
        TestServer server = server(rules -> rules);
        String token = tokens(server, "app", "openid", null).getString("access_token");

        EndpointResponse response = userInfo(server, "Bearer " + token);
        EndpointResponse posted = server.send("POST", USERINFO, null, Map.of("Authorization", "bearer " + token), "");

        assertEquals(200, response.status());
        assertEquals("application/json", TestServer.header(response, "Content-Type"));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
        assertEquals("user-1", server.json(response).getString("sub"), "that of the ID token, whatever claims say");
        assertEquals("Alice of user-1", server.json(response).getString("name"));
        assertEquals(server.json(response), server.json(posted));
    }

    // section 5.3: the token counts, whether or not the host of the client can be reached
    @ParameterizedTest
    @CsvSource({"false, max-age=600, 200", "true, max-age=600, 200", "false, no-store, 200", "true, no-store, 503"})
    void aPublishedClientLearnsAboutItsUserWhileItsHostIsDown(boolean isPairwise, String directives, int status) {
        TestServer server = server(rules -> isPairwise ? rules.withPairwiseSalt(Secret.of(SALT)) : rules);
        String url = "https://192.0.2.7/client.json";
        server.transport.put(
                url,
                200,
                Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of(directives)),
                "{\"client_id\":\"" + url + "\",\"client_name\":\"App\",\"redirect_uris\":[\"" + TestServer.REDIRECT_URI
                        + "\"],\"subject_type\":\"" + (isPairwise ? "pairwise" : "public") + "\"}");
        JsonObject tokens = tokens(server, url, "openid", null);
        server.transport.put(url, 503, Map.of(), "");
        server.pass(Duration.ofSeconds(599));
        EndpointResponse response = userInfo(server, "Bearer " + tokens.getString("access_token"));

        assertEquals(status, response.status());
        if (status == 200) {
            assertEquals(
                    Jwt.claims(server, tokens.getString("id_token")).getString("sub"),
                    server.json(response).getString("sub"));
        }
    }

    // RFC 6750, section 3.1
    @Test
    void whoHasNoTokenForItLearnsNothing() {
        TestServer server = server(rules -> rules);
        String other = tokens(server, "app", "mcp:tools", null).getString("access_token");
        EndpointResponse forbidden = userInfo(server, "Bearer " + other);

        assertEquals(403, forbidden.status());
        assertTrue(TestServer.header(forbidden, "WWW-Authenticate").contains("error=\"insufficient_scope\""));
        assertTrue(TestServer.header(forbidden, "WWW-Authenticate").contains("scope=\"openid\""));
        EndpointResponse nothing = userInfo(server, null);
        assertEquals(401, nothing.status());
        assertFalse(TestServer.header(nothing, "WWW-Authenticate").contains("error"));
        EndpointResponse unknown = userInfo(server, "Bearer x.y.z");
        assertEquals(401, unknown.status());
        assertTrue(TestServer.header(unknown, "WWW-Authenticate").contains("error=\"invalid_token\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic YTpi", "x"})
    void malformedCredentialsAreRefused(String authorization) {
        assertEquals(400, userInfo(server(rules -> rules), authorization).status());
    }

    // RFC 6750, sections 2 and 3.1
    @Test
    void oneTokenIsReadFromOneHeaderAlone() {
        TestServer server = server(rules -> rules);
        String token = tokens(server, "app", "openid", null).getString("access_token");
        List<String> twice = List.of("Bearer " + token, "Bearer " + token);
        String form = TestServer.form("access_token", token);
        Map<String, String> formType = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertEquals(
                400,
                server.send("GET", USERINFO, null, Map.of("Authorization", twice), "", null)
                        .status());
        assertEquals(401, server.get(USERINFO, form, Map.of()).status());
        assertEquals(401, server.send("POST", USERINFO, null, formType, form).status());
        assertEquals(400, userInfo(server, "").status());
        assertEquals(401, userInfo(server, "Bearer " + "x".repeat(20_000)).status());
        assertEquals(401, userInfo(server, "Bearer " + token + " more").status());
        assertEquals(
                200,
                server.get(USERINFO, "unknown=x", Map.of("Authorization", "Bearer " + token))
                        .status());
    }

    // RFC 9449, section 7.1
    @Test
    void aBoundTokenNeedsItsKey() {
        TestServer server = server(rules -> rules);
        ProvingClient client = new ProvingClient(server);
        String code = new TestBrowser(server).authorize(query("app", "openid", null));
        String token = server.json(client.redeem("app", code)).getString("access_token");
        String uri = TestServer.ISSUER + "/oauth/userinfo";

        assertEquals(401, userInfo(server, "Bearer " + token).status());
        EndpointResponse without = userInfo(server, "DPoP " + token);
        assertEquals(401, without.status());
        assertTrue(TestServer.header(without, "WWW-Authenticate").startsWith("DPoP"));
        assertEquals(
                401,
                proven(server, token, client.key().proof("POST", uri, token)).status());
        String proof = client.key().proof("GET", uri, token);
        assertEquals(200, proven(server, token, proof).status());
        assertEquals(401, proven(server, token, proof).status(), "a proof counts once");
    }

    private static EndpointResponse proven(TestServer server, String token, String proof) {
        return server.get(USERINFO, null, Map.of("Authorization", "DPoP " + token, "DPoP", proof));
    }

    @Test
    void aRevokedTokenTellsNothing() {
        TestServer server = server(rules -> rules);
        String token = tokens(server, "app", "openid", null).getString("access_token");
        server.post("/revoke", Map.of(), TestServer.form("client_id", "app", "token", token));

        assertEquals(401, userInfo(server, "Bearer " + token).status());
    }

    @Test
    void anotherSaltMakesOtherSubjects() {
        Exchanged<Secret> salt = new Exchanged<>(Secret.of(SALT));
        Subjects subjects = new Subjects(OpenIdRules.OFF.withPairwiseSalt(salt));
        ClientMetadata metadata = ClientMetadata.builder()
                .member("subject_type", Json.createValue("pairwise"))
                .build();
        Client client = new Client("one", metadata, null, Instant.EPOCH, null);
        String before = subjects.of(client, "user-1");

        salt.set(Secret.of(SALT + "2"));
        assertNotEquals(before, subjects.of(client, "user-1"));
    }

    // section 8.1
    @Test
    void clientsMaySeeSubjectsOfTheirOwn() {
        TestServer server = server(rules -> rules.withPairwiseSalt(Secret.of(SALT)));
        for (String name : List.of("one", "two")) {
            server.addClient(
                    name,
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                            .member(
                                    "subject_type",
                                    server.json
                                            .array(List.of("pairwise"))
                                            .build()
                                            .get(0)));
        }
        JsonObject one = tokens(server, "one", "openid", null);
        String ofOne = Jwt.claims(server, one.getString("id_token")).getString("sub");
        String ofTwo = Jwt.claims(server, tokens(server, "two", "openid", null).getString("id_token"))
                .getString("sub");

        assertEquals(43, ofOne.length());
        assertNotEquals(ofOne, ofTwo);
        assertEquals(
                ofOne,
                Jwt.claims(server, tokens(server, "one", "openid", null).getString("id_token"))
                        .getString("sub"));
        assertEquals(
                ofOne,
                server.json(userInfo(server, "Bearer " + one.getString("access_token")))
                        .getString("sub"));
        assertEquals(
                "user-1",
                Jwt.claims(server, tokens(server, "app", "openid", null).getString("id_token"))
                        .getString("sub"));
        assertThrows(ConfigurationException.class, () -> OpenIdRules.OFF.withPairwiseSalt(Secret.of("short")));
    }

    // section 8.1; RFC 9068, section 6
    @Test
    void clientsWithSubjectsOfTheirOwnCannotReadAccessTokens() {
        OpenIdRules pairwise = OpenIdRules.OFF.withPairwiseSalt(Secret.of(SALT));

        assertEquals(
                "openid.pairwise-salt",
                assertThrows(ConfigurationException.class, () -> new TestServer(builder -> builder.openId(pairwise)))
                        .key());
    }

    // section 8.1; RFC 7662, section 5
    @Test
    void introspectionTellsAClientTheSubjectItKnowsAndAResourceTheOther() {
        TestServer server = server(rules -> rules.withPairwiseSalt(Secret.of(SALT)));
        server.addConfidentialClient(TestServer.RESOURCE, ClientAuthenticationMethod.CLIENT_SECRET_POST);
        server.addClient(
                "one",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .member("subject_type", Json.createValue("pairwise")));
        JsonObject tokens = server.json(server.token(
                "grant_type",
                "authorization_code",
                "client_id",
                "one",
                "client_secret",
                TestServer.SECRET,
                "code",
                new TestBrowser(server).authorize(query("one", "openid", null)),
                "redirect_uri",
                TestServer.REDIRECT_URI,
                "code_verifier",
                TestServer.VERIFIER,
                "resource",
                TestServer.RESOURCE));
        String own = Jwt.claims(server, tokens.getString("id_token")).getString("sub");
        String token = tokens.getString("access_token");

        assertFalse(token.contains("."), "no JWT");
        assertEquals(own, introspected(server, "one", token).getString("sub"));
        assertEquals(
                own,
                introspected(server, "one", tokens.getString("refresh_token")).getString("sub"));
        assertEquals("user-1", introspected(server, TestServer.RESOURCE, token).getString("sub"));
        assertTrue(
                server.store.written().stream().noneMatch(text -> text.contains(own)), "nothing has to be found by it");
    }

    private static JsonObject introspected(TestServer server, String caller, String token) {
        return server.json(server.post(
                "/introspect",
                Map.of(),
                TestServer.form("client_id", caller, "client_secret", TestServer.SECRET, "token", token)));
    }

    @Test
    void aTokenOfAClientWithASubjectOfItsOwnIsRevoked() {
        TestServer server = server(rules -> rules.withPairwiseSalt(Secret.of(SALT)));
        server.addClient(
                "one",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .member("subject_type", Json.createValue("pairwise")));
        String token = tokens(server, "one", "openid", null).getString("access_token");
        assertEquals(200, userInfo(server, "Bearer " + token).status());

        server.post("/revoke", Map.of(), TestServer.form("client_id", "one", "token", token));

        assertEquals(401, userInfo(server, "Bearer " + token).status());
    }

    @Test
    void clientsOfOneHostSeeTheSameSubject() {
        TestServer server = server(rules -> rules.withPairwiseSalt(Secret.of(SALT)));
        Subjects subjects = new Subjects(server.server.configuration().openId());
        for (Map.Entry<String, String> client : Map.of(
                        "a", "https://app.example/a", "b", "https://app.example/b", "c", "https://other.example/")
                .entrySet()) {
            server.addClient(
                    client.getKey(),
                    null,
                    metadata -> metadata.redirectUris(List.of(URI.create(client.getValue())))
                            .member(
                                    "subject_type",
                                    server.json
                                            .array(List.of("pairwise"))
                                            .build()
                                            .get(0)));
        }
        String ofA = subjects.of(server.provider.client("a").orElseThrow(), "user-1");

        assertEquals(ofA, subjects.of(server.provider.client("b").orElseThrow(), "user-1"));
        assertNotEquals(ofA, subjects.of(server.provider.client("c").orElseThrow(), "user-1"));
        assertNotEquals(ofA, subjects.of(server.provider.client("a").orElseThrow(), "user-2"));
    }

    @ParameterizedTest
    @CsvSource({"public, 201, public", "pairwise, 201, pairwise", "other, 400, ", "pairwise, 400, "})
    void clientsRegisterTheSubjectTheyWant(String type, int status, @Nullable String registered) {
        TestServer server = server(rules -> status == 400 ? rules : rules.withPairwiseSalt(Secret.of(SALT)));
        EndpointResponse response = register(server, type);

        assertEquals(status, response.status());
        if (registered != null) {
            assertEquals(registered, server.json(response).getString("subject_type"));
        }
    }

    private static EndpointResponse register(TestServer server, String type) {
        return server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{\"redirect_uris\":[\"https://app.example/cb\"],\"token_endpoint_auth_method\":\"none\","
                        + "\"subject_type\":\"" + type + "\"}");
    }

    // OpenID Connect Discovery 1.0, section 3
    @Test
    void theMetadataSaysWhatIsOffered() {
        JsonObject metadata = server(rules -> rules.withPairwiseSalt(Secret.of(SALT)))
                .server
                .metadata()
                .toJson();

        assertEquals(TestServer.ISSUER + "/oauth/userinfo", metadata.getString("userinfo_endpoint"));
        assertEquals(
                "[\"public\",\"pairwise\"]",
                metadata.getJsonArray("subject_types_supported").toString());
        assertEquals(
                "[\"ES256\"]",
                metadata.getJsonArray("id_token_signing_alg_values_supported").toString());
        assertTrue(metadata.getJsonArray("claims_supported").toString().endsWith("\"at_hash\",\"name\"]"));
        assertTrue(metadata.getJsonArray("scopes_supported").toString().contains("\"openid\""));
        assertEquals(JsonValue.FALSE, metadata.get("request_uri_parameter_supported"));
        assertEquals(
                "[\"public\"]",
                server(rules -> rules)
                        .server
                        .metadata()
                        .toJson()
                        .getJsonArray("subject_types_supported")
                        .toString());
    }

    @Test
    void nothingOfItIsThereByDefault() {
        TestServer server = new TestServer();
        server.addPublicClient("app");
        JsonObject metadata = server.server.metadata().toJson();

        for (String name : List.of(
                "userinfo_endpoint",
                "subject_types_supported",
                "id_token_signing_alg_values_supported",
                "claims_supported",
                "request_uri_parameter_supported")) {
            assertFalse(metadata.containsKey(name), name);
        }
        assertFalse(metadata.getJsonArray("scopes_supported").toString().contains("openid"));
        assertTrue(server.server.endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().equals(USERINFO)));
        assertTrue(TestServer.header(
                        server.get(TestServer.BASE + "/authorize", query("app", "openid", "n"), Map.of()), "Location")
                .contains("error=invalid_scope"));
        assertFalse(tokens(server, "app", "mcp:tools", "n".repeat(300)).containsKey("id_token"));
        assertFalse(server.json(register(server, "pairwise")).containsKey("subject_type"));
    }
}
