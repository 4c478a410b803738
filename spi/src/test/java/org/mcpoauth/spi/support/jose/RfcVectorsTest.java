package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** The examples of RFC 7515, 7517, 7520, 7638, 8037 and 9449. */
class RfcVectorsTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final JcaSignatures SIGNATURES = JcaSignatures.platform();

    private final JwsParser parser = JwsParser.ofTokens(JSON);
    private final JwsVerifier verifier = new JwsVerifier(SIGNATURES, JwsAlgorithm.all());

    record Vector(String source, JsonObject key, String token, String payload, boolean reproducible) {
        @Override
        public String toString() {
            return source;
        }
    }

    static Stream<Vector> vectors() throws IOException, MalformedException {
        try (InputStream file = Objects.requireNonNull(RfcVectorsTest.class.getResourceAsStream("rfc-vectors.json"))) {
            JsonObject document = JSON.readObject(file.readAllBytes(), JsonLimits.METADATA);
            return document.getJsonArray("vectors").getValuesAs(JsonObject.class).stream()
                    .map(vector -> new Vector(
                            vector.getString("source"),
                            vector.getJsonObject("key"),
                            vector.getString("token"),
                            vector.getString("payload"),
                            vector.getBoolean("reproducible")));
        }
    }

    static Stream<Vector> signatures() throws IOException, MalformedException {
        return vectors().filter(vector -> !isMac(vector));
    }

    static Stream<Vector> macs() throws IOException, MalformedException {
        return vectors().filter(RfcVectorsTest::isMac);
    }

    private static boolean isMac(Vector vector) {
        return vector.key().getString("kty").equals("oct");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void aPublishedSignatureIsVerified(Vector vector) throws MalformedException {
        CompactJws jws = parser.parse(vector.token());
        JwsAlgorithm algorithm = verifier.algorithm(jws.header());
        SigningKey key = Jwk.signingKey(vector.key(), algorithm);

        assertTrue(verifier.verify(jws, key.verificationKey()));
        assertEquals(vector.payload(), new String(jws.payload(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void whatWeSignWithAPublishedKeyIsVerifiedAndTheSameWhereSigningIsDeterministic(Vector vector)
            throws MalformedException {
        CompactJws published = parser.parse(vector.token());
        SigningKey key = Jwk.signingKey(vector.key(), verifier.algorithm(published.header()));
        byte[] signature = SIGNATURES.sign(key.algorithm(), key.privateKey(), Tokens.signingInput(published));

        assertTrue(
                SIGNATURES.verify(key.algorithm(), key.verificationKey(), Tokens.signingInput(published), signature));
        if (vector.reproducible()) {
            assertEquals(Base64Url.encode(published.signature()), Base64Url.encode(signature));
        }
    }

    @ParameterizedTest
    @MethodSource("macs")
    void aPublishedMacIsTheOneWeMake(Vector vector) throws MalformedException {
        CompactJws jws = parser.parse(vector.token());
        byte[] key = Base64Url.decode(vector.key().getString("k"));

        assertEquals(
                Base64Url.encode(jws.signature()),
                Base64Url.encode(HmacAlgorithm.HS256.mac(key, Tokens.signingInput(jws))));
    }

    /** RFC 7515, appendix A.5. */
    @Test
    void theUnsecuredExampleIsRefused() {
        String token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQo"
                + "gImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

        assertThrows(MalformedException.class, () -> parser.parse(token));
    }

    /** RFC 7515, appendix E: an extension that is critical and not understood. */
    @Test
    void theExampleWithACriticalExtensionIsRefused() {
        String token = "eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0s"
                + "DQogImh0dHA6Ly9leGFtcGxlLmNvbS9VTkRFRklORUQiOnRydWUNCn0.RkFJTA.AA";

        MalformedException refused = assertThrows(MalformedException.class, () -> parser.parse(token));
        assertEquals(MalformedException.Fault.HEADER, refused.fault());
    }

    /** RFC 7517, appendix A.1: a set of an encryption key and an RSA key. */
    @Test
    void theSigningKeyOfTheExampleSetIsUsableAndTheEncryptionKeyIsNot() throws MalformedException {
        JsonObject set = JSON.readObject("""
                {"keys":[
                 {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                  "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},
                 {"kty":"RSA","n":"%s","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]}""".formatted(MODULUS), JsonLimits.JWKS);
        JwkSet keys = JwkSet.parse(set);

        assertEquals(1, keys.keys().size());
        assertEquals(1, keys.ignored());
        assertEquals(1, keys.candidates("2011-04-29", JwsAlgorithm.RS256).size());
        assertTrue(keys.candidates("2011-04-29", JwsAlgorithm.PS256).isEmpty());
        assertTrue(keys.candidates("1", JwsAlgorithm.ES256).isEmpty());
    }

    /** RFC 7638, section 3.1. */
    @Test
    void theThumbprintOfTheExampleKeyIsThePublishedOne() throws MalformedException {
        JsonObject jwk = JSON.readObject(
                "{\"kty\":\"RSA\",\"n\":\"" + MODULUS + "\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}",
                JsonLimits.TOKEN);

        assertEquals(
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
                Jwk.publicKey(jwk).thumbprint());
    }

    /** RFC 8037, appendix A.3. */
    @Test
    void theThumbprintOfTheEd25519ExampleIsThePublishedOne() throws MalformedException {
        JsonObject jwk = JSON.readObject(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                JsonLimits.TOKEN);

        assertEquals(
                "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                Jwk.publicKey(jwk).thumbprint());
    }

    /** RFC 9449, figures 2, 8, 13 and 14. */
    @Test
    void theExampleProofsAreVerifiedWithTheKeyTheyBring() throws MalformedException {
        JwsParser proofs = JwsParser.ofProofs(JSON);
        String header = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwi"
                + "eCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5"
                + "IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNy"
                + "diI6IlAtMjU2In19";
        CompactJws token = proofs.parse(header
                + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUu"
                + "Y29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiO"
                + "SsX0x7NVY-FNyJK70nfbV37xRZT3Lg");
        CompactJws resource = proofs.parse(header
                + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxl"
                + "Lm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhX"
                + "WG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1d"
                + "qd-jfxSYoMxhAJpLjA");
        VerificationKey key = token.header().embeddedKey();

        assertTrue(token.header().hasType("dpop+jwt"));
        assertTrue(verifier.verify(token, key));
        assertTrue(verifier.verify(resource, key));
        assertEquals("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", key.thumbprint());
        assertEquals(
                Sha256.base64Url("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
                proofs.claims(resource).requiredText("ath"));
        assertFalse(proofs.claims(token).has("ath"));
    }

    private static final String MODULUS =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi"
                    + "FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8"
                    + "KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ"
                    + "-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
}
