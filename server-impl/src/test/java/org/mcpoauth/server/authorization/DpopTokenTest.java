package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** RFC 9449, sections 4.3, 5, 6, 8 and 10, at the token endpoint. */
class DpopTokenTest {
    private final TestServer server = new TestServer();
    private final ProvingClient client = new ProvingClient(server);

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addConfidentialClient("own", ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    private static TestServer with(UnaryOperator<DpopPolicy> policy) {
        TestServer server = new TestServer(builder -> builder.dpop(policy.apply(DpopPolicy.WITH_NONCES)));
        server.addPublicClient("app");
        server.addConfidentialClient("own", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return server;
    }

    private static String[] machine() {
        return new String[] {
            "grant_type",
            "client_credentials",
            "client_id",
            "own",
            "client_secret",
            TestServer.SECRET,
            "resource",
            TestServer.RESOURCE
        };
    }

    /** RFC 6749, section 3.2.1: a wrong secret is told before a wrong proof, and a right proof is still good. */
    @Test
    void theClientIsAuthenticatedBeforeItsProof() {
        String[] wrong = machine();
        wrong[5] = "wrong";
        client.token(machine()); // learns the nonce
        String proof = client.proof();

        assertEquals("invalid_client", server.error(client.send("no proof", wrong)));
        assertEquals(401, client.send(proof, wrong).status());
        assertEquals("invalid_dpop_proof", server.error(client.send("no proof", machine())));
        assertEquals(200, client.send(proof, machine()).status());
    }

    private JsonObject tokens() {
        return server.json(client.redeem("app", server.codeOf("app")));
    }

    /** RFC 9449, sections 5 and 6. */
    @Nested
    class Binding {
        @Test
        void tokensAreBoundToTheProvedKey() {
            JsonObject tokens = tokens();

            assertEquals("DPoP", tokens.getString("token_type"));
            assertEquals(client.thumbprint(), client.boundTo(tokens));
        }

        /** RFC 9449, section 6.2. */
        @Test
        void introspectionTellsTheKey() {
            JsonObject body = server.json(server.post(
                    "/introspect",
                    Map.of(),
                    TestServer.form(
                            "client_id",
                            "own",
                            "client_secret",
                            TestServer.SECRET,
                            "token",
                            server.json(client.token(machine())).getString("access_token"))));

            assertEquals("DPoP", body.getString("token_type"));
            assertEquals(client.thumbprint(), body.getJsonObject("cnf").getString("jkt"));
        }

        @Test
        void withoutAProofTokensAreBearerTokens() {
            JsonObject tokens = server.tokens("app");

            assertEquals("Bearer", tokens.getString("token_type"));
            assertEquals("", client.boundTo(tokens));
        }

        /** A provider that forgets the key would hand out tokens that anybody can use. */
        @Test
        void aProviderThatDoesNotBindIsNotBelieved() {
            TestServer forgetful = new TestServer(
                    builder -> builder, GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                        @Override
                        public IssuedTokens exchangeAuthorizationCode(
                                Client client, AuthorizationCode code, TokenRequest request) {
                            return super.exchangeAuthorizationCode(
                                    client, code, new TokenRequest(request.scopes(), request.resources(), null));
                        }
                    });
            forgetful.addPublicClient("app");

            EndpointResponse response = new ProvingClient(forgetful).redeem("app", forgetful.codeOf("app"));

            assertEquals(500, response.status());
            assertEquals("{\"error\":\"server_error\"}", TestServer.text(response));
        }
    }

    /** RFC 9449, section 8. */
    @Nested
    class Nonces {
        @Test
        void aProofWithoutNonceIsAskedForOneAndNothingIsLost() {
            String code = server.codeOf("app");
            EndpointResponse refusal = client.send(client.proof(), ProvingClient.redemption("app", code));

            assertEquals(400, refusal.status());
            assertEquals("use_dpop_nonce", server.error(refusal));
            assertEquals("no-store", TestServer.header(refusal, "Cache-Control"));
            assertNotEquals("", TestServer.header(refusal, "DPoP-Nonce"));
            assertEquals(
                    200,
                    client.send(client.proof(), ProvingClient.redemption("app", code))
                            .status());
        }

        /** RFC 9449, section 8.2. */
        @Test
        void aNonceThatAgesIsReplacedWithTheTokens() {
            JsonObject first = tokens();
            String nonce = client.nonce();
            server.pass(Duration.ofSeconds(150));

            EndpointResponse response = client.send(
                    client.proof(),
                    "grant_type",
                    "refresh_token",
                    "client_id",
                    "app",
                    "refresh_token",
                    first.getString("refresh_token"));

            assertEquals(200, response.status());
            assertNotEquals(nonce, TestServer.header(response, "DPoP-Nonce"));
            assertEquals(client.nonce(), TestServer.header(response, "DPoP-Nonce"));
        }

        @Test
        void aFreshNonceIsNotReplaced() {
            client.token(machine());

            EndpointResponse response = client.send(client.proof(), machine());

            assertEquals(200, response.status());
            assertEquals("", TestServer.header(response, "DPoP-Nonce"));
        }

        @Test
        void anOldOrInventedNonceIsNotFresh() {
            client.token(machine());
            assertEquals(
                    "use_dpop_nonce",
                    server.error(client.send(client.proof(claims -> claims.add("nonce", "invented")), machine())));
            String old = client.nonce();
            server.pass(Duration.ofMinutes(5));

            assertEquals(
                    "use_dpop_nonce",
                    server.error(client.send(client.proof(claims -> claims.add("nonce", old)), machine())));
        }

        @Test
        void aNonceIsGoodAsLongAsItsKeyIsInTheRing() {
            Secret old = Secret.of("k".repeat(32));
            Secret next = Secret.of("n".repeat(32));
            Exchanged<List<Secret>> ring = new Exchanged<>(List.of(old));
            ProvingClient proving = new ProvingClient(with(dpop -> dpop.withNonceKeys(ring)));
            proving.token(machine());
            String nonce = proving.nonce();

            ring.set(List.of(next, old));
            assertEquals(
                    200,
                    proving.send(proving.proof(claims -> claims.add("nonce", nonce)), machine())
                            .status());
            ring.set(List.of(next));
            EndpointResponse refused = proving.send(proving.proof(claims -> claims.add("nonce", nonce)), machine());
            assertEquals(400, refused.status());
            assertNotEquals(nonce, TestServer.header(refused, "DPoP-Nonce"));
        }

        @Test
        void nodesWithTheSameKeysTakeEachOthersNonces() {
            UnaryOperator<DpopPolicy> policy = dpop -> dpop.withNonceKeys(List.of(Secret.of("k".repeat(32))));
            ProvingClient one = new ProvingClient(with(policy));
            one.token(machine());
            TestServer two = with(policy);

            EndpointResponse response = new ProvingClient(two).send(one.proof(), machine());

            assertEquals(200, response.status());
        }

        @Test
        void withoutNoncesNoneIsAskedFor() {
            TestServer relaxed = with(dpop -> dpop.withNonceRequired(false));
            ProvingClient proving = new ProvingClient(relaxed);

            EndpointResponse response = proving.send(proving.proof(), machine());

            assertEquals(200, response.status());
            assertEquals("", TestServer.header(response, "DPoP-Nonce"));
        }

        @Test
        void whoSendsNoProofIsGivenNoNonce() {
            assertEquals("", TestServer.header(server.token(machine()), "DPoP-Nonce"));
        }

        /** Fetch Standard, "CORS protocol": a script has to send proofs and read nonces. */
        @Test
        void scriptsMaySendProofsAndReadNonces() {
            EndpointResponse preflight = server.send("OPTIONS", TestServer.BASE + "/token", null, Map.of(), "");
            EndpointResponse refusal = client.send(client.proof(), machine());

            assertTrue(
                    TestServer.header(preflight, "Access-Control-Allow-Headers").contains("DPoP"));
            assertTrue(
                    TestServer.header(refusal, "Access-Control-Expose-Headers").contains("DPoP-Nonce"));
        }
    }

    /** RFC 9449, section 4.3. */
    @Nested
    class WrongProofs {
        @BeforeEach
        void learnNonce() {
            client.token(machine());
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("org.mcpoauth.server.authorization.DpopTokenTest#wrongClaims")
        void wrongClaimsUseNothingUp(String what, UnaryOperator<JsonObjectBuilder> change) {
            assertRefused(List.of(client.proof(change)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "a.b.c", "....", "e30.e30.AA", "\u00e4"})
        void whatIsNoProofUsesNothingUp(String proof) {
            assertRefused(List.of(proof));
        }

        @Test
        void anOversizedProofUsesNothingUp() {
            assertRefused(List.of(client.proof(claims -> claims.add("filling", "x".repeat(20_000)))));
            assertRefused(List.of(client.proof(claims -> claims.add("jti", "x".repeat(257)))));
        }

        @Test
        void twoProofsAreOneTooMany() {
            assertRefused(List.of(client.proof(), client.proof()));
            String one = client.proof();
            assertRefused(List.of(one, one));
            assertRefused(List.of(client.proof() + ", " + client.proof()));
        }

        @Test
        void anotherTypeUsesNothingUp() {
            JsonObject claims = client.claims().build();

            assertRefused(List.of(
                    client.key().sign(client.key().header().add("typ", "JWT").build(), claims)));
            assertRefused(List.of(
                    client.key().sign(client.key().header().remove("typ").build(), claims)));
            assertRefused(List.of(
                    client.key().sign(client.key().header().remove("jwk").build(), claims)));
        }

        @Test
        void anotherSignatureUsesNothingUp() {
            String proof = client.proof();
            String foreign = new ProvingClient(server).proof();

            assertRefused(
                    List.of(proof.substring(0, proof.lastIndexOf('.')) + foreign.substring(foreign.lastIndexOf('.'))));
        }

        @Test
        void anUnsignedProofUsesNothingUp() {
            String header =
                    server.json.write(client.key().header().add("alg", "none").build());

            assertRefused(List.of(encoded(header) + "."
                    + encoded(server.json.write(client.claims().build())) + "."));
        }

        @Test
        void anAlgorithmThatIsNotOfferedUsesNothingUp() {
            TestServer picky = with(dpop -> dpop.withAlgorithms(Set.of("RS256")));

            assertEquals(
                    "invalid_dpop_proof",
                    picky.error(new ProvingClient(picky).send(new ProvingClient(picky).proof(), machine())));
        }

        /** RFC 9449, section 11.1. */
        @Test
        void aProofCountsOnce() {
            String refreshToken = server.tokens("app").getString("refresh_token");
            String proof = client.proof();
            assertEquals(200, client.send(proof, machine()).status());
            String[] refreshing = {
                "grant_type", "refresh_token", "client_id", "app", "refresh_token", refreshToken,
            };

            EndpointResponse replay = client.send(proof, refreshing);

            assertEquals(400, replay.status());
            assertEquals("invalid_dpop_proof", server.error(replay));
            assertEquals(200, client.token(refreshing).status(), "the refresh token was not used up");
        }

        @Test
        void ofEightParallelUsesOneCounts() {
            String proof = client.proof();
            List<EndpointResponse> answers = Race.of(8, () -> client.send(proof, machine()));

            assertEquals(
                    1, answers.stream().filter(answer -> answer.status() == 200).count());
        }

        @Test
        void aStoreThatCannotTellReplaysUsesNothingUp() {
            String code = server.codeOf("app");
            server.store.setBroken(true);
            EndpointResponse response = client.redeem("app", code);
            server.store.setBroken(false);

            assertEquals(503, response.status());
            assertEquals(200, client.redeem("app", code).status());
        }

        /** A retry with a nonce need not sign a new assertion (RFC 7523, section 3, {@code jti}). */
        @Test
        void aRefusedProofDoesNotSpendAClientAssertion() {
            SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
            server.addClient(
                    "signer",
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                            .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                            .jwks(JwkSet.of(List.of(key.verificationKey())).write(server.json)));
            Instant now = server.clock.instant();
            JsonObject claims = server.json
                    .object()
                    .add("iss", "signer")
                    .add("sub", "signer")
                    .add("aud", TestServer.ISSUER)
                    .add("exp", now.getEpochSecond() + 60)
                    .add("jti", "one")
                    .build();
            String[] form = {
                "grant_type",
                "client_credentials",
                "resource",
                TestServer.RESOURCE,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                        .sign(claims)
            };

            assertEquals("use_dpop_nonce", server.error(client.send(client.proof(all -> all.remove("nonce")), form)));
            assertEquals(200, client.send(client.proof(), form).status());
        }

        private void assertRefused(List<String> proofs) {
            String code = server.codeOf("app");
            EndpointResponse response = client.sendLines(proofs, ProvingClient.redemption("app", code));

            assertEquals(400, response.status());
            assertEquals("invalid_dpop_proof", server.error(response));
            assertEquals("no-store", TestServer.header(response, "Cache-Control"));
            assertEquals(200, client.redeem("app", code).status(), "the code was not used up");
        }
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("no jti", claims -> claims.remove("jti")),
                wrong("an empty jti", claims -> claims.add("jti", "")),
                wrong("a jti that is no text", claims -> claims.add("jti", 1)),
                wrong("no htm", claims -> claims.remove("htm")),
                wrong("another htm", claims -> claims.add("htm", "GET")),
                wrong("an htm in lower case", claims -> claims.add("htm", "post")),
                wrong("no htu", claims -> claims.remove("htu")),
                wrong("another htu", claims -> claims.add("htu", TestServer.ISSUER + "/oauth/authorize")),
                wrong("the htu of another server", claims -> claims.add("htu", "https://other.example/oauth/token")),
                wrong("an htu by http", claims -> claims.add("htu", "http://as.example/tenant/oauth/token")),
                wrong("no iat", claims -> claims.remove("iat")),
                wrong(
                        "an old iat",
                        claims -> claims.add(
                                "iat", Instant.parse("2026-01-01T11:58:00Z").getEpochSecond())),
                wrong(
                        "a late iat",
                        claims -> claims.add(
                                "iat", Instant.parse("2026-01-01T12:01:00Z").getEpochSecond())),
                wrong("an iat that is no number", claims -> claims.add("iat", "now")),
                wrong("a jti that is null", claims -> claims.add("jti", JsonValue.NULL)));
    }

    private static Arguments wrong(String what, UnaryOperator<JsonObjectBuilder> change) {
        return Arguments.of(what, change);
    }

    /** RFC 9449, section 10. */
    @Nested
    class CodesBoundToAKey {
        @Test
        void onlyThatKeyRedeemsTheCode() {
            String code = codeBoundTo(client.thumbprint());

            assertEquals("invalid_grant", server.error(server.redeem("app", code)), "no proof");
            assertEquals("invalid_grant", server.error(new ProvingClient(server).redeem("app", code)), "another key");
            assertEquals(200, client.redeem("app", code).status(), "nothing was used up");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                    "AAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAA"
                })
        void whatIsNoThumbprintIsRefusedAtTheClient(String thumbprint) {
            assertEquals("invalid_request", errorOf(TestServer.form("dpop_jkt", thumbprint)));
        }

        @Test
        void aThumbprintStandsThereOnce() {
            String one = TestServer.form("dpop_jkt", client.thumbprint());

            assertEquals("invalid_request", errorOf(one + "&" + one));
        }

        private String errorOf(String more) {
            EndpointResponse response =
                    new TestBrowser(server).openAuthorization(TestServer.authorizationQuery("app") + "&" + more);
            return TestBrowser.parameter(response, "error").orElse("none");
        }

        private String codeBoundTo(String thumbprint) {
            return new TestBrowser(server)
                    .authorize(TestServer.authorizationQuery("app") + "&" + TestServer.form("dpop_jkt", thumbprint));
        }
    }

    /** RFC 9449, section 5: "must be bound to the same key" for public clients. */
    @Nested
    class RefreshTokens {
        @Test
        void thatOfAPublicClientIsBoundToTheKey() {
            String token = tokens().getString("refresh_token");

            assertEquals("invalid_grant", server.error(server.refresh("app", token)), "no proof");
            assertEquals("invalid_grant", server.error(new ProvingClient(server).refresh("app", token)), "another key");

            JsonObject next = server.json(client.refresh("app", token));
            assertEquals("DPoP", next.getString("token_type"));
            assertEquals(client.thumbprint(), client.boundTo(next));
            assertEquals(
                    "invalid_grant",
                    server.error(new ProvingClient(server).refresh("app", next.getString("refresh_token"))),
                    "its successor is bound too");
            assertEquals(
                    200, client.refresh("app", next.getString("refresh_token")).status());
        }

        @Test
        void aThiefWithoutTheKeyDoesNotEndTheFamily() {
            String first = tokens().getString("refresh_token");
            String second = server.json(client.refresh("app", first)).getString("refresh_token");

            assertEquals("invalid_grant", server.error(server.refresh("app", first)));

            assertEquals(200, client.refresh("app", second).status());
        }

        @Test
        void anUnboundOneIsBoundByTheFirstProof() {
            String token = server.tokens("app").getString("refresh_token");
            String next = server.json(client.refresh("app", token)).getString("refresh_token");

            assertEquals("invalid_grant", server.error(server.refresh("app", next)));
            assertEquals(200, client.refresh("app", next).status());
        }

        @Test
        void thatOfAConfidentialClientIsBoundToTheClientAlone() {
            ProvingClient other = new ProvingClient(server);
            JsonObject first = server.json(client.token(with(ProvingClient.redemption("own", server.codeOf("own")))));
            JsonObject second = server.json(other.token(with(refreshing(first))));
            JsonObject third = server.json(server.token(with(refreshing(second))));

            assertEquals(client.thumbprint(), client.boundTo(first));
            assertEquals(other.thumbprint(), client.boundTo(second));
            assertEquals("Bearer", third.getString("token_type"));
            assertEquals("", client.boundTo(third));
        }

        private static String[] refreshing(JsonObject tokens) {
            return new String[] {
                "grant_type", "refresh_token", "client_id", "own", "refresh_token", tokens.getString("refresh_token")
            };
        }

        private static String[] with(String... form) {
            return Stream.concat(Stream.of(form), Stream.of("client_secret", TestServer.SECRET))
                    .toArray(String[]::new);
        }
    }

    @Nested
    class Policies {
        @Test
        void requiredMeansThatNobodyGetsABearerToken() {
            TestServer strict = with(dpop -> dpop.withUse(Use.REQUIRED));
            String code = strict.codeOf("app");

            assertEquals("invalid_dpop_proof", strict.error(strict.token(machine())));
            EndpointResponse refusal = strict.redeem("app", code);
            assertEquals(400, refusal.status());
            assertEquals("invalid_dpop_proof", strict.error(refusal));
            assertEquals(200, new ProvingClient(strict).redeem("app", code).status());
        }

        @Test
        void offMeansThatProofsAreNotLookedAt() {
            TestServer off = with(dpop -> dpop.withUse(Use.OFF));
            ProvingClient proving = new ProvingClient(off);
            String code = new TestBrowser(off)
                    .authorize(TestServer.authorizationQuery("app") + "&"
                            + TestServer.form("dpop_jkt", proving.thumbprint()));
            EndpointResponse response = proving.send("nonsense", ProvingClient.redemption("app", code));

            assertEquals("Bearer", off.json(response).getString("token_type"));
            assertEquals("", TestServer.header(response, "DPoP-Nonce"));
            assertTrue(off.server.metadata().dpopSigningAlgValuesSupported().isEmpty());
        }

        /** RFC 9449, section 5.1. */
        @Test
        void theMetadataNamesTheAlgorithms() {
            assertEquals(
                    List.of("RS256", "ES256", "ES384", "ES512", "PS256", "EdDSA", "Ed25519").stream()
                            .sorted()
                            .toList(),
                    server.server.metadata().dpopSigningAlgValuesSupported().stream()
                            .sorted()
                            .toList());
        }

        /** RFC 9449, section 5.2. */
        @Test
        void aClientMayRegisterForBoundTokensOnly() {
            JsonObject registered = register(server, 201);
            String clientId = registered.getString("client_id");
            String code = server.codeOf(clientId);

            assertTrue(registered.getBoolean("dpop_bound_access_tokens"));
            assertEquals("invalid_dpop_proof", server.error(server.redeem(clientId, code)));
            assertEquals(200, client.redeem(clientId, code).status());
        }

        @Test
        void nobodyRegistersForWhatIsNotOffered() {
            TestServer off = with(dpop -> dpop.withUse(Use.OFF));

            assertEquals("invalid_client_metadata", register(off, 400).getString("error"));
        }

        @Test
        void aPublishedClientMayAskForBoundTokensOnly() {
            String url = "https://192.0.2.7/app/client.json";
            server.transport.putJson(
                    url,
                    "{\"client_id\":\"" + url + "\",\"client_name\":\"a\",\"redirect_uris\":[\""
                            + TestServer.REDIRECT_URI + "\"],\"dpop_bound_access_tokens\":true}");
            String code = server.codeOf(url);

            assertEquals("invalid_dpop_proof", server.error(server.redeem(url, code)));
            assertEquals(200, client.redeem(url, code).status());
        }

        private static JsonObject register(TestServer server, int status) {
            EndpointResponse response = server.send(
                    "POST",
                    TestServer.BASE + "/register",
                    null,
                    Map.of("Content-Type", "application/json"),
                    "{\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],\"token_endpoint_auth_method\":\"none\","
                            + "\"dpop_bound_access_tokens\":true}");
            assertEquals(status, response.status());
            return server.json(response);
        }
    }

    private static String encoded(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
