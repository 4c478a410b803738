package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** RFC 6749, sections 2.3 and 5.2; RFC 7523, section 3; draft-ietf-oauth-rfc7523bis. */
class ClientAuthenticationTest {
    private static final String GRANT =
            "grant_type=client_credentials&" + TestServer.form("resource", TestServer.RESOURCE);

    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        server.addPublicClient("public");
        server.addConfidentialClient("b:sic", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        server.addConfidentialClient("poster", ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    @Nested
    class WithASecret {
        @Test
        void basicIsFormEncodedInside() {
            assertEquals(200, basic(encoded("b:sic", TestServer.SECRET)).status());
        }

        @Test
        void theSchemeHasNoCase() {
            EndpointResponse response = server.post(
                    "/token", Map.of("Authorization", "bAsIc " + encoded("b:sic", TestServer.SECRET)), GRANT);

            assertEquals(200, response.status());
        }

        @Test
        void postWorks() {
            assertEquals(200, post("poster", TestServer.SECRET).status());
        }

        @Test
        void theIdentifierMayStandInTheFormToo() {
            String header = "Basic " + encoded("b:sic", TestServer.SECRET);

            assertEquals(
                    200,
                    server.post("/token", Map.of("Authorization", header), GRANT + "&client_id=b%3Asic")
                            .status());
            EndpointResponse other =
                    server.post("/token", Map.of("Authorization", header), GRANT + "&client_id=poster");
            assertEquals("invalid_request", server.error(other));
        }

        @ParameterizedTest
        @MethodSource("org.mcpoauth.server.authorization.ClientAuthenticationTest#wrongBasic")
        void wrongBasicIsChallenged(String credentials) {
            EndpointResponse response = basic(credentials);

            assertEquals(401, response.status());
            assertEquals("invalid_client", server.error(response));
            assertEquals(
                    "Basic realm=\"" + TestServer.ISSUER + "\"",
                    TestServer.header(response, "WWW-Authenticate").replace("basic", "Basic"));
            assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        }

        @Test
        void anotherSchemeIsNotChallenged() {
            EndpointResponse response =
                    server.post("/token", Map.of("Authorization", "Bearer abc"), GRANT + "&client_id=public");

            assertEquals(401, response.status());
            assertEquals("", TestServer.header(response, "WWW-Authenticate"));
        }

        @Test
        void wrongPostIsNotChallenged() {
            for (EndpointResponse response :
                    List.of(post("poster", "wrong"), post("nobody", TestServer.SECRET), post("", TestServer.SECRET))) {
                assertEquals(401, response.status());
                assertEquals("invalid_client", server.error(response));
                assertEquals("", TestServer.header(response, "WWW-Authenticate"));
            }
        }

        @Test
        void onlyTheRegisteredMethodCounts() {
            assertEquals("invalid_client", server.error(basic(encoded("poster", TestServer.SECRET))));
            assertEquals("invalid_client", server.error(post("b:sic", TestServer.SECRET)));
            assertEquals("invalid_client", server.error(post("public", TestServer.SECRET)));
            assertEquals("invalid_client", server.error(server.post("/token", Map.of(), GRANT + "&client_id=poster")));
        }

        @Test
        void twoMethodsAreOneTooMany() {
            EndpointResponse response = server.post(
                    "/token",
                    Map.of("Authorization", "Basic " + encoded("b:sic", TestServer.SECRET)),
                    GRANT + "&" + TestServer.form("client_id", "b:sic", "client_secret", TestServer.SECRET));

            assertEquals(400, response.status());
            assertEquals("invalid_request", server.error(response));
        }

        @Test
        void aMethodThatIsNotOfferedDoesNotCount() {
            TestServer strict = new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withAuthenticationMethods(
                    Set.of(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.CLIENT_SECRET_BASIC))));
            strict.addConfidentialClient("poster", ClientAuthenticationMethod.CLIENT_SECRET_POST);

            assertEquals(
                    "invalid_client",
                    strict.error(strict.post(
                            "/token",
                            Map.of(),
                            GRANT + "&" + TestServer.form("client_id", "poster", "client_secret", TestServer.SECRET))));
        }

        @Test
        void aClientWithoutASecretCannotUseOne() {
            server.addClient(
                    "forgotten",
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST));

            assertEquals("invalid_client", server.error(post("forgotten", "nobody has this secret")));
        }

        @Test
        void aSecretEnds() {
            ClientMetadata metadata = ClientMetadata.builder()
                    .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                    .build();
            Client client = new Client(
                    "short",
                    metadata,
                    SecretHash.of(Secret.of(TestServer.SECRET)),
                    server.clock.instant(),
                    server.clock.instant().plusSeconds(60));
            server.provider.registerClient(new RegistrationRequest(client, metadata, null));

            assertEquals(200, post("short", TestServer.SECRET).status());
            server.pass(Duration.ofSeconds(60));
            assertEquals("invalid_client", server.error(post("short", TestServer.SECRET)));
        }

        @Test
        void somebodyHasToBeNamed() {
            assertEquals("invalid_client", server.error(server.post("/token", Map.of(), GRANT)));
        }
    }

    @Nested
    class WithAnAssertion {
        private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);

        @BeforeEach
        void addClient() {
            addSigning(
                    "signer",
                    metadata -> metadata.jwks(
                            JwkSet.of(List.of(key.verificationKey())).write(server.json)));
        }

        @Test
        void itWorks() {
            assertEquals(200, present(sign(claims -> {})).status());
        }

        @Test
        void theIdentifierMayStandInTheForm() {
            assertEquals(200, present(sign(claims -> {}), "client_id", "signer").status());
            assertEquals("invalid_client", server.error(present(sign(claims -> {}), "client_id", "public")));
        }

        @Test
        void eachAssertionCountsOnce() {
            String assertion = sign(claims -> {});

            assertEquals(200, present(assertion).status());
            assertEquals("invalid_client", server.error(present(assertion)));
        }

        @Test
        void itCountsOnceUntilItEnds() {
            long end = server.clock.instant().getEpochSecond() + 600;
            String assertion = sign(claims -> claims.add("exp", end));
            assertEquals(200, present(assertion).status());
            server.pass(Duration.ofSeconds(599));

            assertEquals("invalid_client", server.error(present(assertion)));
        }

        /** RFC 7523, section 3: who has no key cannot use up what somebody else will send. */
        @Test
        void aForgedAssertionSpendsNothing() {
            SigningKey forged = SigningKey.generate(JwsAlgorithm.ES256);
            JsonObject same = claims().build();

            assertEquals(401, present(sign(forged, same)).status());
            assertEquals(200, present(sign(key, same)).status());
        }

        private String sign(SigningKey signing, JsonObject claims) {
            return JwsSigner.ofTokens(server.json, JcaSignatures.platform(), signing, null)
                    .sign(claims);
        }

        @Test
        void withoutRoomForAssertionsNoneIsTakenAndItStaysGood() {
            String assertion = sign(claims -> {});
            server.store.setFull("client-assertion");
            assertEquals(503, present(assertion).status());
            server.store.setFull("");
            assertEquals(200, present(assertion).status());
        }

        @Test
        void ofEightParallelUsesOneCounts() {
            String assertion = sign(claims -> {});
            List<EndpointResponse> answers = Race.of(8, () -> present(assertion));

            assertEquals(
                    1, answers.stream().filter(answer -> answer.status() == 200).count());
        }

        @ParameterizedTest
        @MethodSource("org.mcpoauth.server.authorization.ClientAuthenticationTest#wrongClaims")
        void wrongClaimsAreRefused(String what, Consumer<JsonObjectBuilder> change) {
            EndpointResponse response = present(sign(change));

            assertEquals(401, response.status(), what);
            assertEquals("invalid_client", server.error(response));
        }

        @Test
        void theTimesAreChecked() {
            long now = server.clock.instant().getEpochSecond();

            assertRefused(claims -> claims.add("exp", now - 31));
            assertRefused(claims -> claims.add("exp", now + 3600));
            assertRefused(claims -> claims.add("iat", now + 60));
            assertRefused(claims -> claims.add("nbf", now + 60));
            assertEquals(
                    200,
                    present(sign(claims -> claims.add("exp", now + 600).add("iat", now)))
                            .status());
            assertEquals(
                    200, present(sign(claims -> claims.add("exp", now - 29))).status(), "clocks may differ");
        }

        @Test
        void anotherKeyIsRefused() {
            SigningKey foreign = SigningKey.generate(JwsAlgorithm.ES256);
            JwsSigner signer = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), foreign, null);

            assertEquals("invalid_client", server.error(present(signer.sign(claims().build()))));
        }

        /** RFC 8725, section 2.1: what everybody knows is no secret. */
        @Test
        void aMacWithThePublicKeyIsRefused() {
            byte[] encoded = key.verificationKey().publicKey().getEncoded();
            String pem =
                    "-----BEGIN PUBLIC KEY-----\n" + Base64Url.encodeStandard(encoded) + "\n-----END PUBLIC KEY-----\n";
            String jwk = server.json.write(Jwk.write(key.verificationKey(), server.json));
            String octets = new String(encoded, StandardCharsets.ISO_8859_1);
            for (String secret : List.of(pem, jwk, octets, "x".repeat(64))) {
                for (HmacAlgorithm algorithm : HmacAlgorithm.values()) {
                    JwsSigner signer = JwsSigner.ofClientSecret(server.json, Secret.of(secret), algorithm);

                    assertEquals("invalid_client", server.error(present(signer.sign(claims().build()))));
                }
            }
        }

        /** RFC 8725, section 3.10: a key that a stranger brings proves nothing, and is not fetched. */
        @Test
        void aKeyInTheHeaderIsNotTaken() {
            ProofMaker stranger = new ProvingClient(server).key();
            String url = "https://192.0.2.7/keys";
            for (JsonObjectBuilder header : List.of(
                    stranger.header(),
                    stranger.header().remove("jwk").add("jku", url),
                    stranger.header().remove("jwk").add("x5u", url),
                    stranger.header().remove("jwk").add("x5c", server.json.array(List.of("AAAA"))))) {
                String assertion = stranger.sign(header.add("typ", "JWT").build(), claims().build());

                assertEquals("invalid_client", server.error(present(assertion)));
            }
            assertTrue(server.transport.calls().isEmpty());
        }

        /** RFC 8725, section 3.11. */
        @Test
        void anotherTypeOfJwtIsNoAssertion() {
            for (String type : List.of("at+jwt", "dpop+jwt", "oauth-id-jag+jwt", "application/at+jwt", "x")) {
                assertEquals("invalid_client", server.error(present(typed(type))), type);
            }
            for (String type : List.of("JWT", "jwt", "application/jwt", "client-authentication+jwt")) {
                assertEquals(200, present(typed(type)).status(), type);
            }
        }

        private String typed(String type) {
            return JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, type)
                    .sign(claims().build());
        }

        @Test
        void anUnsignedAssertionIsRefused() {
            String header = Base64Url.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
            String body = Base64Url.encode(server.json.writeBytes(claims().build()));

            assertEquals("invalid_client", server.error(present(header + "." + body + ".")));
            assertEquals("invalid_client", server.error(present(header + "." + body + ".AA")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "a.b.c", "....", "e30.e30.AA"})
        void whatIsNoJwtIsRefused(String assertion) {
            assertEquals("invalid_client", server.error(present(assertion)));
        }

        @Test
        void aRegisteredAlgorithmIsTheOnlyOne() {
            addSigning(
                    "picky",
                    metadata -> metadata.tokenEndpointAuthSigningAlg("RS256")
                            .jwks(JwkSet.of(List.of(key.verificationKey())).write(server.json)));

            assertEquals(
                    "invalid_client",
                    server.error(
                            present(sign(claims -> claims.add("iss", "picky").add("sub", "picky")))));
        }

        @Test
        void typeAndAssertionBelongTogether() {
            String assertion = sign(claims -> {});
            List<String> forms = List.of(
                    TestServer.form("client_assertion", assertion),
                    TestServer.form("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    TestServer.form("client_assertion", assertion, "client_assertion_type", "urn:x"));
            for (String form : forms) {
                assertEquals("invalid_client", server.error(server.post("/token", Map.of(), GRANT + "&" + form)));
            }
        }

        @Test
        void anAssertionBesideASecretIsOneTooMany() {
            assertEquals(
                    "invalid_request",
                    server.error(present(sign(claims -> {}), "client_id", "signer", "client_secret", "x")));
        }

        @Test
        void keysAreFetchedAndKept() {
            addRemote();
            publish(key);

            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            assertEquals(1, server.transport.calls().size());
        }

        /** An outage is not the fault of the client (RFC 6749, section 5.2, has no code for it; 4.1.2.1 has). */
        @Test
        void keysThatCannotBeHadAreAnOutageAndNoFailure() {
            addRemote();
            for (int i = 0; i < 1000; i++) {
                assertUnavailable(present(sign(WithAnAssertion::remote)));
            }
            assertEquals(1, server.transport.calls().size(), "one fetch for all of them");
            publish(key);
            server.pass(Duration.ofSeconds(5));

            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            assertEquals(401, present(sign(claims -> claims.add("aud", "x"))).status(), "nobody is shut out");
        }

        @Test
        void aServerInTroubleIsAnOutageToo() {
            addRemote();
            server.transport.put(KEYS, 503, Map.of(), "");

            assertUnavailable(present(sign(WithAnAssertion::remote)));
        }

        @Test
        void whereNoKeysArePublishedNobodyIsAuthenticated() {
            addRemote();
            server.transport.put(KEYS, 404, Map.of(), "");
            assertEquals("invalid_client", server.error(present(sign(WithAnAssertion::remote))));
            assertEquals("invalid_client", server.error(present(sign(WithAnAssertion::remote))));
            assertEquals(1, server.transport.calls().size());
            server.transport.putJson(KEYS, "[]");
            server.pass(Duration.ofSeconds(5));
            assertEquals("invalid_client", server.error(present(sign(WithAnAssertion::remote))));
            assertEquals(2, server.transport.calls().size());
        }

        /** RFC 7517, section 4.5: the identifier is what tells that the keys were changed. */
        @Test
        void aNewKeyIsFetchedAtOnce() {
            SigningKey next = SigningKey.generate(JwsAlgorithm.ES256);
            addRemote();
            publish(key);
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            publish(key, next);

            assertEquals(200, present(sign(next, WithAnAssertion::remote)).status());
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            assertEquals(2, server.transport.calls().size());
        }

        @Test
        void ofEightWithANewKeyOneFetches() {
            SigningKey next = SigningKey.generate(JwsAlgorithm.ES256);
            addRemote();
            publish(key);
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            publish(next);
            List<EndpointResponse> answers = Race.of(8, () -> present(sign(next, WithAnAssertion::remote)));

            assertTrue(answers.stream().allMatch(answer -> answer.status() == 200));
            assertEquals(2, server.transport.calls().size());
        }

        @Test
        void strangersCauseOneFetchInACoolDown() {
            addRemote();
            publish(key);
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            for (int i = 0; i < 20; i++) {
                SigningKey stranger = SigningKey.generate(JwsAlgorithm.ES256);
                assertTrue(present(sign(stranger, WithAnAssertion::remote)).status() >= 400);
            }
            assertEquals(2, server.transport.calls().size());
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            server.pass(Duration.ofSeconds(30));
            present(sign(SigningKey.generate(JwsAlgorithm.ES256), WithAnAssertion::remote));
            assertEquals(3, server.transport.calls().size());
        }

        /** RFC 5861, section 4. */
        @Test
        void theLastKeysServeWhileNobodyAnswers() {
            addRemote();
            publish(key);
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            server.transport.put(KEYS, 503, Map.of(), "");
            server.pass(Duration.ofHours(2));
            assertEquals(200, present(sign(WithAnAssertion::remote)).status());
            assertUnavailable(present(sign(SigningKey.generate(JwsAlgorithm.ES256), WithAnAssertion::remote)));
            assertEquals(200, present(sign(WithAnAssertion::remote)).status(), "a stranger changes nothing");
            server.pass(Duration.ofHours(23));
            assertUnavailable(present(sign(WithAnAssertion::remote)));
        }

        private static final String KEYS = "https://192.0.2.7/jwks";

        private void addRemote() {
            addSigning("remote", metadata -> metadata.jwksUri(URI.create(KEYS)));
        }

        private static void remote(JsonObjectBuilder claims) {
            claims.add("iss", "remote").add("sub", "remote");
        }

        private void publish(SigningKey... keys) {
            JwkSet set =
                    JwkSet.of(Stream.of(keys).map(SigningKey::verificationKey).toList());
            server.transport.putJson(KEYS, server.json.write(set.write(server.json)));
        }

        private void assertUnavailable(EndpointResponse response) {
            assertEquals(503, response.status());
            assertEquals("temporarily_unavailable", server.error(response));
            assertEquals("5", TestServer.header(response, "Retry-After"));
        }

        private void assertRefused(Consumer<JsonObjectBuilder> change) {
            assertEquals("invalid_client", server.error(present(sign(change))));
        }

        private String sign(Consumer<JsonObjectBuilder> change) {
            return sign(key, change);
        }

        private String sign(SigningKey with, Consumer<JsonObjectBuilder> change) {
            JsonObjectBuilder claims = claims();
            change.accept(claims);
            return JwsSigner.ofTokens(server.json, JcaSignatures.platform(), with, null)
                    .sign(claims.build());
        }

        private JsonObjectBuilder claims() {
            return server.json
                    .object()
                    .add("iss", "signer")
                    .add("sub", "signer")
                    .add("aud", TestServer.ISSUER)
                    .add("exp", server.clock.instant().getEpochSecond() + 60)
                    .add("jti", "id-" + System.nanoTime());
        }

        private void addSigning(String clientId, UnaryOperator<ClientMetadataBuilder> keys) {
            server.addClient(
                    clientId,
                    null,
                    metadata -> keys.apply(metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                            .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))));
        }

        private EndpointResponse present(String assertion, String... more) {
            return server.post(
                    "/token",
                    Map.of(),
                    GRANT + "&"
                            + TestServer.form(
                                    "client_assertion",
                                    assertion,
                                    "client_assertion_type",
                                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                            + (more.length == 0 ? "" : "&" + TestServer.form(more)));
        }
    }

    @Test
    void noSecretIsInTheStore() {
        assertTrue(server.store.written().stream().anyMatch(text -> text.contains("poster")));
        assertFalse(server.store.written().stream().anyMatch(text -> text.contains("c0nf!dential")));
    }

    static Stream<String> wrongBasic() {
        return Stream.of(
                encoded("b:sic", "wrong"),
                encoded("nobody", TestServer.SECRET),
                encoded("b:sic", ""),
                encoded("", TestServer.SECRET),
                "",
                "x",
                "====",
                plain("b:sic:" + TestServer.SECRET),
                plain("b%3Asic"),
                plain("b%3Asic:%zz"),
                plain("b%3Asic:%ff"),
                encoded("b:sic", TestServer.SECRET) + "=",
                encoded("b:sic", TestServer.SECRET) + " x");
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                claim("another issuer", claims -> claims.add("iss", "public")),
                claim("no issuer", claims -> claims.remove("iss")),
                claim("another subject", claims -> claims.add("sub", "public")),
                claim("no subject", claims -> claims.remove("sub")),
                claim("no audience", claims -> claims.remove("aud")),
                claim("the token endpoint", claims -> claims.add("aud", TestServer.ISSUER + "/oauth/token")),
                claim("a slash more", claims -> claims.add("aud", TestServer.ISSUER + "/")),
                claim("another server", claims -> claims.add("aud", "https://other.example")),
                claim(
                        "two servers",
                        claims -> claims.add(
                                "aud",
                                Json.createArrayBuilder().add(TestServer.ISSUER).add("https://other.example"))),
                claim("no end", claims -> claims.remove("exp")),
                claim("an end that is a text", claims -> claims.add("exp", "1767268860")),
                claim("no id", claims -> claims.remove("jti")),
                claim("an empty id", claims -> claims.add("jti", "")),
                claim("a huge id", claims -> claims.add("jti", "x".repeat(1025))),
                claim("an id that is a number", claims -> claims.add("jti", 7)));
    }

    private static Arguments claim(String what, Consumer<JsonObjectBuilder> change) {
        return Arguments.of(what, change);
    }

    private EndpointResponse basic(String credentials) {
        return server.post("/token", Map.of("Authorization", "Basic " + credentials), GRANT);
    }

    private EndpointResponse post(String clientId, String secret) {
        return server.post(
                "/token", Map.of(), GRANT + "&" + TestServer.form("client_id", clientId, "client_secret", secret));
    }

    private static String encoded(String clientId, String secret) {
        return plain(URLEncoder.encode(clientId, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    private static String plain(String credentials) {
        return Base64Url.encodeStandard(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
