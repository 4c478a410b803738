package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

@DisplayName("RFC 9449, section 4.3")
class DpopProofVerifierTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String URL = "https://mcp.example/mcp";
    private static final String TOKEN = "the-token";
    private static final Duration MAX_AGE = Duration.ofSeconds(60);
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final ProofMaker client = new ProofMaker(clock);
    private final DpopNonces nonces =
            new DpopNonces(Changing.of(List.of(Secret.of("key-of-thirty-two-characters-or-more"))), URL, clock);

    private DpopProofVerifier verifier(Set<JwsAlgorithm> algorithms, boolean nonceRequired) {
        return new DpopProofVerifier(
                JwsParser.ofProofs(JSON),
                new JwsVerifier(JcaSignatures.platform(), algorithms),
                new ProofAge(clock, MAX_AGE, SKEW),
                nonceRequired ? nonces : null);
    }

    private ExpectedProof expected() {
        return new ExpectedProof("POST", URI.create(URL), Secret.of(TOKEN), client.thumbprint());
    }

    private DpopProof verify(String... lines) {
        return verifier(JwsAlgorithm.all(), false).verify(List.of(lines), expected());
    }

    private DpopProof verifyWithNonce(String proof) {
        return verifier(JwsAlgorithm.all(), true).verify(List.of(proof), expected());
    }

    private String proof(UnaryOperator<JsonObjectBuilder> change) {
        return client.proof("POST", URL, TOKEN, change);
    }

    private String proofWithHeader(UnaryOperator<JsonObjectBuilder> change) {
        return client.sign(
                change.apply(client.header()).build(),
                client.claims("POST", URL, TOKEN).build());
    }

    private void assertRefused(String... lines) {
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verify(lines));
        assertEquals(RejectionReason.DPOP_PROOF, e.reason());
        assertEquals(ErrorCode.INVALID_DPOP_PROOF, e.error());
    }

    @Test
    void aRightProofGivesItsKeyAndTheEndOfItsLife() {
        DpopProof proof = verify(proof(claims -> claims.add("jti", "id-1")));
        assertEquals(
                new DpopProof(
                        client.thumbprint(),
                        "id-1",
                        clock.instant().plus(MAX_AGE).plus(SKEW)),
                proof);
        assertFalse(proof.toString().contains("id-1"), "a peer's text");
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmOfTheListIsVerified(JwsAlgorithm algorithm) {
        ProofMaker other = new ProofMaker(algorithm, clock);
        DpopProof proof = verifier(EnumSet.of(algorithm), false)
                .verify(
                        List.of(other.proof("POST", URL, TOKEN)),
                        new ExpectedProof("POST", URI.create(URL), Secret.of(TOKEN), other.thumbprint()));
        assertEquals(other.thumbprint(), proof.thumbprint());
    }

    @Test
    @DisplayName("RFC 9449, sections 5 and 7.1, figures 5, 12 and 13: the examples")
    void theExamplesAreAccepted() {
        String header = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwi"
                + "eCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5"
                + "IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNy"
                + "diI6IlAtMjU2In19";
        String atTokenEndpoint = header
                + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUu"
                + "Y29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiO"
                + "SsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        String atResource = header
                + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxl"
                + "Lm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhX"
                + "WG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1d"
                + "qd-jfxSYoMxhAJpLjA";
        String thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
        DpopProofVerifier then = new DpopProofVerifier(
                JwsParser.ofProofs(JSON),
                new JwsVerifier(JcaSignatures.platform(), EnumSet.of(JwsAlgorithm.ES256)),
                new ProofAge(() -> Instant.ofEpochSecond(1562262620), MAX_AGE, SKEW),
                null);

        DpopProof first = then.verify(
                List.of(atTokenEndpoint),
                ExpectedProof.withoutToken("POST", List.of(URI.create("https://server.example.com/token"))));
        DpopProof second = then.verify(
                List.of(atResource),
                new ExpectedProof(
                        "GET",
                        URI.create("https://resource.example.org/protectedresource"),
                        Secret.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
                        thumbprint));

        assertEquals(List.of(thumbprint, "-BwC3ESc6acc2lTc"), List.of(first.thumbprint(), first.id()));
        assertEquals(List.of(thumbprint, "e1j3V_bKic8-LAEB"), List.of(second.thumbprint(), second.id()));
    }

    // check 1
    @Test
    void thereIsExactlyOneHeaderLine() {
        String proof = client.proof("POST", URL, TOKEN);
        assertRefused();
        assertRefused(proof, proof);
        assertRefused(proof, client.proof("POST", URL, TOKEN));
        assertRefused(proof + ", " + proof);
        assertRefused(proof + "," + proof);
    }

    // check 2
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a.b", "a.b.c", "a.b.c.d", "{}"})
    void whatIsNoJwtIsRefused(String line) {
        assertRefused(line);
    }

    // check 2
    @Test
    void aProofIsOneCanonicalJwtAndNothingElse() {
        String proof = client.proof("POST", URL, TOKEN);
        for (String changed : List.of(
                proof + "=",
                proof + " ",
                " " + proof,
                proof + "\t",
                proof.replace(".", ". "),
                proof.substring(0, proof.length() - 1),
                proof.substring(0, proof.lastIndexOf('.') + 1))) {
            assertRefused(changed);
        }
        assertRefused(client.sign("[]", "{}"));
        assertRefused(client.sign(JSON.write(client.header().build()), "[]"));
        assertRefused(
                client.sign(JSON.write(client.header().build()), "{\"jti\":\"1\",\"jti\":\"2\",\"htm\":\"POST\"}"));
    }

    @Test
    void anOversizedProofIsRefused() {
        assertRefused(proof(claims -> claims.add("filler", "x".repeat(20_000))));
    }

    // check 3
    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat", "ath"})
    void aMissingClaimIsRefused(String name) {
        assertRefused(proof(claims -> claims.remove(name)));
    }

    // check 3
    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat", "ath"})
    void aClaimOfAnotherTypeIsRefused(String name) {
        for (JsonValue other :
                List.of(JsonValue.NULL, JsonValue.TRUE, JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_ARRAY)) {
            assertRefused(proof(claims -> claims.add(name, other)));
        }
        assertRefused(proof(claims -> claims.add(name, "")));
        assertRefused(proof(claims -> name.equals("iat") ? claims.add(name, "1") : claims.add(name, 1)));
    }

    @Test
    void anIdentifierHasABoundedLength() {
        assertEquals(
                "x".repeat(256),
                verify(proof(claims -> claims.add("jti", "x".repeat(256)))).id());
        assertRefused(proof(claims -> claims.add("jti", "x".repeat(257))));
    }

    // check 4
    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "dpop", "dpop+jwt ", "xdpop+jwt", "application/at+jwt"})
    void anotherTypeIsRefused(String type) {
        assertRefused(proofWithHeader(header -> header.add("typ", type)));
    }

    // check 4
    @Test
    void aMissingTypeIsRefused() {
        assertRefused(proofWithHeader(header -> header.remove("typ")));
        assertRefused(proofWithHeader(header -> header.add("typ", JsonValue.NULL)));
    }

    // check 5
    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "ES384", "RS256", "es256", "ES256K", "dir", ""})
    void anotherAlgorithmIsRefused(String algorithm) {
        assertRefused(proofWithHeader(header -> header.add("alg", algorithm)));
    }

    // check 5
    @Test
    void anAlgorithmThatIsNotOnTheListIsRefused() {
        DpopProofVerifier verifier = verifier(EnumSet.of(JwsAlgorithm.EDDSA), false);
        String proof = client.proof("POST", URL, TOKEN);
        assertThrows(TokenRejectedException.class, () -> verifier.verify(List.of(proof), expected()));
    }

    // check 5
    @Test
    void anUnsignedProofIsRefused() {
        JsonObject header = client.header().add("alg", "none").build();
        String signed = client.sign(header, client.claims("POST", URL, TOKEN).build());
        assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
        assertRefused(signed);
    }

    static Stream<UnaryOperator<JsonObjectBuilder>> unusableKeys() {
        String octets = Base64Url.encode(new byte[32]);
        return Stream.of(
                jwk -> jwk.add("d", octets),
                jwk -> jwk.add("d", JsonValue.NULL),
                jwk -> jwk.add("k", octets),
                jwk -> jwk.add("p", octets),
                jwk -> jwk.remove("x"),
                jwk -> jwk.remove("y"),
                jwk -> jwk.remove("kty"),
                jwk -> jwk.remove("crv"),
                jwk -> jwk.add("x", octets),
                jwk -> jwk.add("crv", "P-384"),
                jwk -> jwk.add("crv", "secp256k1"),
                jwk -> jwk.add("kty", "oct").add("k", octets),
                jwk -> jwk.add("kty", "RSA"),
                jwk -> jwk.add("use", "enc"),
                jwk -> jwk.add("alg", "RS256"));
    }

    // checks 6 and 7
    @ParameterizedTest
    @MethodSource("unusableKeys")
    void aKeyThatIsNotPublicSoundAndOfTheAlgorithmIsRefused(UnaryOperator<JsonObjectBuilder> change) {
        assertRefused(proofWithHeader(header -> header.add("jwk", change.apply(client.jwk()))));
    }

    // check 6
    @Test
    void aHeaderWithoutKeyIsRefused() {
        assertRefused(proofWithHeader(header -> header.remove("jwk")));
        assertRefused(proofWithHeader(header -> header.add("jwk", JsonValue.NULL)));
        assertRefused(proofWithHeader(header -> header.add("jwk", "key")));
        assertRefused(proofWithHeader(header -> header.remove("jwk").add("jku", "https://mcp.example/keys")));
    }

    // check 6: the secret of a MAC is no public key
    @Test
    void aMacOverAKeyThatEverybodyKnowsIsRefused() {
        JsonObject header = client.header()
                .add("alg", "HS256")
                .add("jwk", JSON.object().add("kty", "oct").add("k", Base64Url.encode(new byte[32])))
                .build();
        assertRefused(client.sign(header, client.claims("POST", URL, TOKEN).build()));
    }

    // check 7
    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        ProofMaker thief = new ProofMaker(clock);
        assertRefused(thief.sign(
                client.header().build(), client.claims("POST", URL, TOKEN).build()));
    }

    // check 7
    @Test
    void aChangedClaimBreaksTheSignature() {
        String proof = client.proof("POST", URL, TOKEN);
        String claims = JSON.write(client.claims("POST", URL, TOKEN).build());
        String other = Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8));
        assertRefused(proof.substring(0, proof.indexOf('.') + 1) + other + proof.substring(proof.lastIndexOf('.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "b64", "zip", "enc"})
    void anExtensionOfTheHeaderIsRefused(String name) {
        assertRefused(proofWithHeader(header -> header.add(name, JSON.array().add("x"))));
    }

    // check 8
    @ParameterizedTest
    @ValueSource(strings = {"GET", "post", "Post", "POST ", "PUT"})
    void anotherMethodIsRefused(String method) {
        assertRefused(proof(claims -> claims.add("htm", method)));
    }

    // check 9
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mcp.example/mcp",
                "https://mcp.example/mcp/",
                "https://mcp.example/mcp2",
                "https://mcp.example/",
                "https://other.example/mcp",
                "https://mcp.example:8443/mcp",
                "/mcp",
                "mcp",
                "https://mcp.example@evil.example/mcp",
                "https://u@mcp.example/mcp"
            })
    void anotherUriIsRefused(String uri) {
        assertRefused(proof(claims -> claims.add("htu", uri)));
    }

    // check 9
    @ParameterizedTest
    @ValueSource(
            strings = {"HTTPS://MCP.EXAMPLE:443/mcp", "https://mcp.example/mcp?x=1#y", "https://mcp.example/%6dcp"})
    void anotherSpellingOfTheUriIsAccepted(String uri) {
        verify(proof(claims -> claims.add("htu", uri)));
    }

    // check 10
    @Test
    void aProofWithAFreshNonceIsAccepted() {
        String nonce = nonces.current();
        verifyWithNonce(proof(claims -> claims.add("nonce", nonce)));
        clock.move(DpopNonces.WINDOW);
        verifyWithNonce(proof(claims -> claims.add("nonce", nonce)));
    }

    // check 10
    @Test
    void aProofWithoutAFreshNonceIsToldSo() {
        String old = nonces.current();
        clock.move(DpopNonces.WINDOW.multipliedBy(2));
        for (String proof : List.of(
                client.proof("POST", URL, TOKEN),
                proof(claims -> claims.add("nonce", old)),
                proof(claims -> claims.add("nonce", "made-up")))) {
            TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifyWithNonce(proof));
            assertEquals(RejectionReason.DPOP_NONCE, e.reason());
            assertEquals(ErrorCode.USE_DPOP_NONCE, e.error());
        }
    }

    // check 10: a nonce would not help a proof that is wrong otherwise
    @Test
    void aWrongProofIsNotAskedForANonce() {
        ProofMaker thief = new ProofMaker(clock);
        for (String proof : List.of(
                proof(claims -> claims.add("htm", "GET")),
                proof(claims -> claims.add("nonce", 1)),
                thief.sign(
                        client.header().build(),
                        client.claims("POST", URL, TOKEN).build()))) {
            TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifyWithNonce(proof));
            assertEquals(RejectionReason.DPOP_PROOF, e.reason());
        }
    }

    @Test
    void aNonceThatNobodyAskedForIsIgnored() {
        verify(proof(claims -> claims.add("nonce", "of-another-server")));
    }

    // check 11
    @Test
    void aProofIsAcceptedUpToItsLargestAge() {
        String proof = client.proof("POST", URL, TOKEN);
        clock.move(MAX_AGE.plus(SKEW).minusMillis(1));
        verify(proof);
        clock.move(Duration.ofMillis(1));
        assertRefused(proof);
    }

    // check 11
    @Test
    void aProofOfTheFutureIsRefusedBeyondTheSkew() {
        long now = clock.instant().getEpochSecond();
        verify(proof(claims -> claims.add("iat", now + 30)));
        assertRefused(proof(claims -> claims.add("iat", now + 31)));
        assertRefused(proof(claims -> claims.add("iat", 253_402_300_800L)));
        assertRefused(proof(claims -> claims.add("iat", -1)));
    }

    @Test
    @DisplayName("RFC 7519, sections 4.1.4 and 4.1.5")
    void timesThatAProofBringsOfItsOwnAreObeyed() {
        long now = clock.instant().getEpochSecond();
        verify(proof(claims -> claims.add("exp", now + 1).add("nbf", now)));
        assertRefused(proof(claims -> claims.add("exp", now - 30)));
        assertRefused(proof(claims -> claims.add("nbf", now + 31)));
        assertRefused(proof(claims -> claims.add("exp", "soon")));
        assertEquals(
                clock.instant().plus(MAX_AGE).plus(SKEW),
                verify(proof(claims -> claims.add("exp", now + 3600))).goodUntil(),
                "no longer than we allow");
    }

    // check 12
    @Test
    void aProofForAnotherTokenIsRefused() {
        assertRefused(client.proof("POST", URL, "another-token"));
        assertRefused(proof(claims -> claims.add("ath", Sha256.base64Url(TOKEN) + "=")));
        assertRefused(proof(claims -> claims.add("ath", Sha256.hex(TOKEN))));
        assertRefused(proof(claims -> claims.add("ath", TOKEN)));
    }

    // check 12
    @Test
    void aProofWithAnotherKeyThanTheTokenNamesIsRefused() {
        assertRefused(new ProofMaker(clock).proof("POST", URL, TOKEN));
    }

    @Test
    @DisplayName("RFC 9449, section 5: at a token endpoint")
    void withoutTokenNeitherHashNorKeyIsCompared() {
        ProofMaker anybody = new ProofMaker(clock);
        String proof = anybody.proof("POST", URL, TOKEN, claims -> claims.remove("ath"));
        DpopProof verified = verifier(JwsAlgorithm.all(), false)
                .verify(List.of(proof), ExpectedProof.withoutToken("POST", List.of(URI.create(URL))));
        assertEquals(anybody.thumbprint(), verified.thumbprint());
    }
}
