package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;

import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.proof.DpopProof;
import org.mcpoauth.server.proof.ProofReplays;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.OriginPolicy;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/** DPoP-bound tokens as they stand on the wire (RFC 9449, sections 4.3, 7 and 9; SEP-1932). */
class DpopOverHttpTest {
    private static final String URL = TestIssuer.RESOURCE;
    private static final String METADATA = "http://127.0.0.1/.well-known/oauth-protected-resource/mcp";

    private RestServer server;
    private ProofMaker client;

    @BeforeEach
    void start() {
        server = server(it -> it);
        client = new ProofMaker(server.clock);
    }

    private static RestServer server(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        return new RestServer(
                it -> configure.apply(it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))));
    }

    private void restart(UnaryOperator<DpopPolicy> policy) {
        restartWith(it -> it.dpop(policy.apply(DpopPolicy.DEFAULT)));
    }

    private void restartWith(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        server.close();
        server = server(configure);
        client = new ProofMaker(server.clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String boundToken() {
        return boundToken(claims -> claims);
    }

    private String boundToken(UnaryOperator<JsonObjectBuilder> change) {
        return server.issuer.token(claims -> change.apply(claims.add("cnf", client.cnf())));
    }

    private String proof(String token) {
        return client.proof("POST", URL, token);
    }

    private HttpResponse<String> call(String token, String... proofs) {
        HttpRequest.Builder request = server.post(CALL).header("Authorization", "DPoP " + token);
        for (String proof : proofs) {
            request.header("DPoP", proof);
        }
        return send(request);
    }

    private static Challenge onlyChallenge(HttpResponse<String> response) {
        List<Challenge> all = Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                .all();
        assertEquals(1, all.size(), all.toString());
        return all.get(0);
    }

    private void assertRefused(HttpResponse<String> response, String error) {
        assertEquals(401, response.statusCode(), response.body());
        Challenge challenge = onlyChallenge(response);
        assertTrue(challenge.isScheme("DPoP"));
        assertEquals(Optional.of(error), challenge.parameter("error"));
        assertEquals(Optional.of(METADATA), challenge.resourceMetadata());
        assertEquals(Optional.of(Scopes.of("mcp:tools")), challenge.scopes());
        assertTrue(challenge.algs().contains("ES256"), "which proofs are taken");
        assertTrue(response.body().contains("\"error\":\"" + error + "\""), response.body());
        assertEquals(0, server.endpoint.runs.get(), "the application must not run");
    }

    private static void assertAccepted(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    @DisplayName("RFC 9449, section 7.1: the scheme DPoP")
    void aBoundTokenWithItsProofReachesTheApplication() {
        String token = boundToken();
        HttpResponse<String> response = call(token, proof(token));
        assertAccepted(response);
        assertEquals("alice session=null scheme=DPoP role=true " + CALL, response.body());
    }

    @Test
    void theSchemeHasNoCase() {
        String token = boundToken();
        assertAccepted(
                send(server.post(CALL).header("Authorization", "dpop " + token).header("dpop", proof(token))));
    }

    @Test
    @DisplayName("RFC 9449, section 4.3, checks 8 and 9: query and fragment are ignored, the method is not")
    void aProofIsForTheMethodAndUriOfTheRequest() {
        String token = boundToken();
        HttpRequest.Builder get = server.get("/mcp?cursor=1").header("Authorization", "DPoP " + token);
        assertAccepted(send(get.copy().header("DPoP", client.proof("GET", URL, token))));
        assertAccepted(send(get.copy().header("DPoP", client.proof("GET", URL + "?cursor=1", token))));
        server.endpoint.runs.set(0);
        assertRefused(send(get.copy().header("DPoP", client.proof("POST", URL, token))), "invalid_dpop_proof");
        assertRefused(send(get.copy().header("DPoP", client.proof("GET", URL + "/x", token))), "invalid_dpop_proof");
    }

    @Test
    @DisplayName("RFC 9449, section 4.3, check 9: the public URL counts, not what a header says")
    void theUriIsTheConfiguredOne() {
        String token = boundToken();
        assertRefused(call(token, client.proof("POST", server.uri("/mcp").toString(), token)), "invalid_dpop_proof");
        HttpRequest.Builder request = server.post(CALL)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", client.proof("POST", "https://evil.example/mcp", token))
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example;proto=https");
        assertRefused(send(request), "invalid_dpop_proof");
    }

    @Test
    @DisplayName("RFC 9449, section 4.3, check 1: exactly one DPoP header")
    void noneOrSeveralProofsAreInvalid() {
        String token = boundToken();
        assertRefused(call(token), "invalid_dpop_proof");
        assertRefused(call(token, proof(token), proof(token)), "invalid_dpop_proof");
        assertRefused(call(token, proof(token) + ", " + proof(token)), "invalid_dpop_proof");
        String empty = server.raw("GET /mcp HTTP/1.1", "Host: 127.0.0.1", "Authorization: DPoP " + token, "DPoP:");
        assertTrue(empty.startsWith("HTTP/1.1 401") && empty.contains("invalid_dpop_proof"), empty);
    }

    private List<String> wrongProofs(String token) {
        ProofMaker thief = new ProofMaker(server.clock);
        List<String> wrong = new ArrayList<>();
        wrong.add("proof");
        wrong.add("a.b.c");
        wrong.add(proof(token) + "=");
        wrong.add(token);
        wrong.add(client.proof("POST", URL, token, claims -> claims.add("filler", "x".repeat(1000)))
                .repeat(2));
        for (String claim : List.of("jti", "htm", "htu", "iat", "ath")) {
            wrong.add(client.proof("POST", URL, token, claims -> claims.remove(claim)));
            wrong.add(client.proof("POST", URL, token, claims -> claims.add(claim, true)));
        }
        wrong.add(client.proof("POST", URL, boundToken(claims -> claims.add("jti", "other"))));
        wrong.add(client.proof("POST", URL, token, claims -> claims.add("iat", 1)));
        wrong.add(client.proof("POST", URL, token, claims -> claims.add("jti", "x".repeat(257))));
        wrong.add(client.sign(
                client.header().add("typ", "JWT").build(),
                client.claims("POST", URL, token).build()));
        wrong.add(client.sign(
                client.header().add("alg", "none").build(),
                client.claims("POST", URL, token).build()));
        wrong.add(client.sign(
                client.header().add("jwk", client.jwk().add("d", "AAAA")).build(),
                client.claims("POST", URL, token).build()));
        wrong.add(thief.proof("POST", URL, token));
        wrong.add(thief.sign(
                client.header().build(), client.claims("POST", URL, token).build()));
        return wrong;
    }

    @Test
    @DisplayName("RFC 9449, section 4.3; the answer does not tell which check failed")
    void everyWrongProofGetsOneAnswer() {
        String token = boundToken();
        HttpResponse<String> first = call(token);
        for (String wrong : wrongProofs(token)) {
            HttpResponse<String> response = call(token, wrong);
            assertRefused(response, "invalid_dpop_proof");
            assertEquals(first.body(), response.body());
            assertEquals(
                    first.headers().allValues("WWW-Authenticate"),
                    response.headers().allValues("WWW-Authenticate"));
            assertFalse(
                    wrong.length() > 20 && response.headers().map().toString().contains(wrong));
        }
    }

    @Test
    @DisplayName("RFC 9449, section 11.1: a proof is used once")
    void aReplayedProofIsInvalid() {
        String token = boundToken();
        String proof = proof(token);
        assertAccepted(call(token, proof));
        server.endpoint.runs.set(0);
        assertRefused(call(token, proof), "invalid_dpop_proof");
        server.clock.move(Duration.ofSeconds(89));
        assertRefused(call(token, proof), "invalid_dpop_proof");
        server.clock.move(Duration.ofMinutes(10));
        assertRefused(call(boundToken(), proof), "invalid_dpop_proof");
    }

    @Test
    void aProofIsNotUsedUpByARefusedToken() {
        String expired = boundToken(claims -> claims.add("exp", 1));
        assertRefused(call(expired, proof(expired)), "invalid_token");
        String token = boundToken();
        String proof = proof(token);
        String otherToken = boundToken(claims -> claims.add("jti", "id-2"));
        assertRefused(call(otherToken, proof), "invalid_dpop_proof");
        assertAccepted(call(token, proof));
    }

    @Test
    @DisplayName("RFC 9449, section 7.1: the token must be bound to a key")
    void aTokenThatIsBoundToNothingIsInvalidInThisScheme() {
        String token = server.issuer.token();
        assertRefused(call(token, proof(token)), "invalid_token");
    }

    @Test
    @DisplayName("RFC 9449, section 7.2; both schemes are offered, with the error in each")
    void aBoundTokenIsInvalidAsABearerToken() {
        String token = boundToken();
        for (HttpResponse<String> response : List.of(
                server.call(token, CALL),
                send(RestServer.with(token, server.post(CALL)).header("DPoP", proof(token))))) {
            assertEquals(401, response.statusCode());
            List<String> lines = response.headers().allValues("WWW-Authenticate");
            assertTrue(lines.get(0).startsWith("Bearer ") && lines.get(1).startsWith("DPoP "), lines.toString());
            for (Challenge challenge : Challenges.parse(lines)) {
                assertEquals(Optional.of("invalid_token"), challenge.parameter("error"));
                assertEquals(Optional.of(METADATA), challenge.resourceMetadata());
            }
        }
        assertEquals(0, server.endpoint.runs.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "kid", "jku", "x5t#S256", "unknown"})
    @DisplayName("RFC 7800, section 3.1: what is not understood cannot be proved")
    void anotherConfirmationIsInvalidInBothSchemes(String method) {
        String token = boundToken(claims -> claims.add("cnf", client.cnf().add(method, "value")));
        assertRefused(call(token, proof(token)), "invalid_token");
        assertEquals(401, server.call(token, CALL).statusCode());
        assertEquals(0, server.endpoint.runs.get());
    }

    @Test
    @DisplayName("RFC 9449, section 7.2, figure 17: both schemes without credentials")
    void withoutCredentialsBothSchemesAreOffered() {
        Challenges challenges =
                Challenges.parse(send(server.post(CALL)).headers().allValues("WWW-Authenticate"));
        assertEquals(
                List.of("bearer", "dpop"),
                challenges.all().stream().map(Challenge::scheme).toList());
        for (Challenge challenge : challenges) {
            assertEquals(Optional.empty(), challenge.error());
            assertEquals(Optional.of(METADATA), challenge.resourceMetadata());
        }
        Challenge dpop = challenges.first("dpop").orElseThrow();
        assertEquals(List.of("RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"), dpop.algs());
    }

    @Test
    void aMissingScopeIsChallengedInTheSchemeOfTheRequest() {
        String token = boundToken(claims -> claims.add("scope", "other"));
        HttpResponse<String> response = call(token, proof(token));
        assertEquals(403, response.statusCode());
        Challenge challenge = onlyChallenge(response);
        assertTrue(challenge.isScheme("DPoP"));
        assertEquals(Optional.of("insufficient_scope"), challenge.parameter("error"));
        assertEquals(Optional.of(Scopes.of("mcp:tools")), challenge.scopes());
    }

    @Test
    @DisplayName("RFC 9728, section 2: dpop_bound_access_tokens_required")
    void whereProofsAreRequiredBearerTokensAreInvalid() {
        restart(it -> it.withUse(Use.REQUIRED));
        assertRefused(server.call(server.issuer.token(), CALL), "invalid_token");
        Challenge challenge = onlyChallenge(send(server.post(CALL)));
        assertTrue(challenge.isScheme("DPoP") && challenge.error().isEmpty());
        String token = boundToken();
        assertAccepted(call(token, proof(token)));
        String metadata =
                send(server.get("/.well-known/oauth-protected-resource/mcp")).body();
        assertTrue(metadata.contains("\"dpop_bound_access_tokens_required\":true"), metadata);
        assertTrue(metadata.contains("\"dpop_signing_alg_values_supported\":[\"RS256\","), metadata);
    }

    @Test
    void whereProofsAreSwitchedOffTheSchemeIsNotTakenNorOffered() {
        restart(it -> it.withUse(Use.OFF));
        String token = boundToken();
        HttpResponse<String> response = call(token, proof(token));
        assertEquals(401, response.statusCode());
        assertTrue(onlyChallenge(response).isScheme("Bearer"));
        assertEquals(401, server.call(token, CALL).statusCode(), "nor is it a bearer token");
        assertAccepted(server.call(server.issuer.token(), CALL));
        String metadata =
                send(server.get("/.well-known/oauth-protected-resource/mcp")).body();
        assertFalse(metadata.contains("dpop"), metadata);
    }

    @Test
    void onlyAlgorithmsOfThePolicyAreTaken() {
        restart(it -> it.withAlgorithms(Set.of("EdDSA")));
        String token = boundToken();
        assertEquals(401, call(token, proof(token)).statusCode());
        ProofMaker edwards = new ProofMaker(JwsAlgorithm.EDDSA, server.clock);
        String bound = server.issuer.token(claims -> claims.add("cnf", edwards.cnf()));
        assertAccepted(call(bound, edwards.proof("POST", URL, bound)));
    }

    private static String nonce(HttpResponse<String> response) {
        List<String> lines = response.headers().allValues("DPoP-Nonce");
        assertEquals(1, lines.size(), "one nonce");
        return lines.get(0);
    }

    private String proofWithNonce(String token, String nonce) {
        return client.proof("POST", URL, token, claims -> claims.add("nonce", nonce));
    }

    @Test
    @DisplayName("RFC 9449, section 9: the life of a nonce")
    void aNonceIsAskedForUsedAndRenewed() {
        restart(it -> it.withNonceRequired(true));
        String token = boundToken();
        HttpResponse<String> first = call(token, proof(token));
        assertRefused(first, "use_dpop_nonce");
        assertEquals(Optional.of("no-store"), first.headers().firstValue("Cache-Control"));
        String nonce = nonce(first);

        HttpResponse<String> second = call(token, proofWithNonce(token, nonce));
        assertAccepted(second);
        assertTrue(second.headers().allValues("DPoP-Nonce").isEmpty(), "it is still the newest");

        server.clock.move(Duration.ofSeconds(150));
        HttpResponse<String> third = call(token, proofWithNonce(token, nonce));
        assertAccepted(third);
        String next = nonce(third);
        assertFalse(next.equals(nonce), "section 8.2: a new one before the old one ends");

        server.clock.move(Duration.ofSeconds(150));
        server.endpoint.runs.set(0);
        assertRefused(call(token, proofWithNonce(token, nonce)), "use_dpop_nonce");
        assertAccepted(call(token, proofWithNonce(token, next)));
    }

    /** RFC 9449, section 8.2: a nonce out of a cache would be a stale one. */
    @Test
    void anAnswerWithANonceIsNotCachedUnlessTheApplicationSaysHow() {
        UnaryOperator<ResourceServerConfiguration.Builder> nonces =
                it -> it.dpop(DpopPolicy.DEFAULT.withNonceRequired(true));
        restartWith(nonces);
        assertEquals(List.of("no-store"), cachingOfRenewal("/mcp"));
        server.close();
        server = new RestServer(new RestApplication(CachedEndpoint.class), nonces);
        client = new ProofMaker(server.clock);
        assertEquals(List.of("private, max-age=60"), cachingOfRenewal("/mcp/cached"));
    }

    /** How the answer to an accepted request may be cached that brings a new nonce. */
    private List<String> cachingOfRenewal(String path) {
        String token = boundToken();
        String url = "http://127.0.0.1" + path;
        HttpRequest.Builder first = server.get(path).header("Authorization", "DPoP " + token);
        String nonce = nonce(send(first.header("DPoP", client.proof("GET", url, token))));
        server.clock.move(Duration.ofSeconds(150));
        HttpResponse<String> renewed = send(server.get(path)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", client.proof("GET", url, token, claims -> claims.add("nonce", nonce))));
        assertEquals(200, renewed.statusCode(), renewed::body);
        assertEquals(43, nonce(renewed).length());
        return renewed.headers().allValues("Cache-Control");
    }

    @Path("mcp/cached")
    public static final class CachedEndpoint {
        /** What a client may keep for itself. */
        @GET
        public Response cached() {
            return Response.ok("cached")
                    .header("Cache-Control", "private, max-age=60")
                    .build();
        }
    }

    @Test
    void aWrongProofIsInvalidWhateverItsNonce() {
        restart(it -> it.withNonceRequired(true));
        String token = boundToken();
        String nonce = nonce(call(token, proof(token)));
        String wrong = client.proof("GET", URL, token, claims -> claims.add("nonce", nonce));
        assertRefused(call(token, wrong), "invalid_dpop_proof");
        assertRefused(call(token, client.proof("GET", URL, token)), "invalid_dpop_proof");
        assertRefused(call(token, proofWithNonce(token, "made-up")), "use_dpop_nonce");
    }

    @Test
    void aNonceDoesNotMakeAProofUsableTwice() {
        restart(it -> it.withNonceRequired(true));
        String token = boundToken();
        String proof = proofWithNonce(token, nonce(call(token, proof(token))));
        assertAccepted(call(token, proof));
        server.endpoint.runs.set(0);
        assertRefused(call(token, proof), "invalid_dpop_proof");
    }

    @Test
    void aPageOfAnAllowedOriginCanReadTheNonce() {
        restartWith(it -> it.dpop(DpopPolicy.DEFAULT.withNonceRequired(true))
                .origins(OriginPolicy.DEFAULT.withCorsOrigins(Set.of("https://app.example"))));
        String token = boundToken();
        HttpResponse<String> response = send(server.post(CALL)
                .header("Origin", "https://app.example")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof(token)));
        assertEquals(401, response.statusCode());
        assertEquals(43, nonce(response).length());
        assertTrue(response.headers()
                .firstValue("Access-Control-Expose-Headers")
                .orElse("")
                .contains("DPoP-Nonce"));
    }

    @Test
    void withoutNoncesNoneIsOffered() {
        String token = boundToken();
        assertTrue(call(token).headers().allValues("DPoP-Nonce").isEmpty());
        assertTrue(call(token, proof(token)).headers().allValues("DPoP-Nonce").isEmpty());
    }

    @Test
    void aRefusedProofOpensNoStreamEither() {
        String token = boundToken();
        HttpRequest.Builder get = server.get("/mcp")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", client.proof("POST", URL, token));
        assertRefused(send(get), "invalid_dpop_proof");
        assertRefused(
                send(server.get("/mcp")
                        .method("DELETE", BodyPublishers.noBody())
                        .header("Authorization", "DPoP " + token)),
                "invalid_dpop_proof");
    }

    /** The last hexadecimal digit of the hash of a key is its part of the store. */
    private static int part(ProofMaker key) {
        return key.thumbprint().hashCode() & 15;
    }

    private void fill(ProofMaker key) {
        ProofReplays replays =
                new ProofReplays(server.services.stateStore(), URL, server.clock, Duration.ofSeconds(30));
        assertThrows(StorageException.class, () -> {
            for (int i = 0; i <= 100_000; i++) {
                Instant end = server.clock.instant().plusSeconds(90);
                replays.requireFirstUse(new DpopProof(key.thumbprint(), "used-" + i, end));
            }
        });
    }

    @Test
    @DisplayName("RFC 9449, section 11.1: one key cannot use up the room for the proofs of all")
    void aKeyThatFillsItsRoomLeavesThatOfOthers() {
        ProofMaker greedy = client;
        fill(greedy);
        String token = boundToken();
        HttpResponse<String> refused = call(token, proof(token));
        assertEquals(503, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());

        while (part(client) == part(greedy)) {
            client = new ProofMaker(server.clock);
        }
        String others = boundToken();
        assertAccepted(call(others, proof(others)));

        client = greedy;
        server.clock.move(Duration.ofMinutes(2));
        assertAccepted(call(token, proof(token)));
    }
}
