package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

class JwsParserTest {
    private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k\"}";
    private static final String PAYLOAD = "{\"sub\":\"alice\"}";
    private static final String TOKEN = Tokens.segment(HEADER) + "." + Tokens.segment(PAYLOAD) + ".AA";

    private final JwsParser parser = JwsParser.ofTokens(Tokens.JSON);

    private Fault refused(String token) {
        return assertThrows(MalformedException.class, () -> parser.parse(token)).fault();
    }

    private Fault refusedHeader(String header) {
        return refused(Tokens.segment(header) + "." + Tokens.segment(PAYLOAD) + ".AA");
    }

    @Test
    void thePartsOfATokenAreGiven() throws MalformedException {
        CompactJws jws = parser.parse(TOKEN);

        assertEquals("ES256", jws.header().algorithm());
        assertEquals("at+jwt", jws.header().type());
        assertEquals("k", jws.header().keyId());
        assertEquals(PAYLOAD, new String(jws.payload(), StandardCharsets.UTF_8));
        assertArrayEquals(new byte[1], jws.signature());
        assertEquals("alice", parser.claims(jws).requiredText("sub"));
        assertNotSame(jws.payload(), jws.payload());
        assertFalse((jws + jws.header().toString() + parser.claims(jws)).contains("alice"));
    }

    @Nested
    class Structure {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "..",
                    "...",
                    "a",
                    "a.b",
                    "a.b.",
                    ".b.c",
                    "a.b.c.d",
                    "a.b.c.",
                    ".a.b.c",
                    "a.b.c.d.e",
                    "....",
                    "e30.e30.e30.e30"
                })
        void aTokenHasThreeParts(String token) {
            assertTrue(Set.of(Fault.SYNTAX, Fault.HEADER).contains(refused(token)));
        }

        /** RFC 7515, section 7.1: a JWS has three parts, a JWE five (RFC 7516, section 7.1). */
        @Test
        void anEncryptedTokenIsRefusedByItsFiveParts() {
            String header = "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}";

            assertEquals(Fault.SYNTAX, refused(Tokens.segment(header) + ".AAAA.AAAA.AAAA.AAAA"));
        }

        @Test
        void aStrippedSignatureIsRefused() {
            assertEquals(Fault.SYNTAX, refused(TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1)));
            assertEquals(Fault.SYNTAX, refused(TOKEN.substring(0, TOKEN.lastIndexOf('.'))));
        }

        /** RFC 7515, section 5.2: no line breaks, white space or other additional characters. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\n", "\r\n", " ", "\t", "\u0000", "\u200b", "~", "=", "==", ",", "+", "/", "\u00a0", "%20", "&"
                })
        void nothingMayStandBeforeBetweenOrAfterTheParts(String foreign) {
            int first = TOKEN.indexOf('.');
            int second = TOKEN.lastIndexOf('.');

            refused(foreign + TOKEN);
            refused(TOKEN + foreign);
            refused(TOKEN.substring(0, first) + foreign + TOKEN.substring(first));
            refused(TOKEN.substring(0, first + 1) + foreign + TOKEN.substring(first + 1));
            refused(TOKEN.substring(0, second) + foreign + TOKEN.substring(second));
            refused(TOKEN.substring(0, second + 1) + foreign + TOKEN.substring(second + 1));
        }

        /** RFC 4648, section 3.5: one value has one spelling, so that a denied token cannot come back as another text. */
        @Test
        void trailingBitsAreRefused() {
            assertEquals(Fault.SYNTAX, refused(TOKEN.substring(0, TOKEN.length() - 1) + "B"));
        }

        @Test
        void aTokenThatIsTooLongIsRefusedBeforeItIsRead() throws MalformedException {
            JwsParser small = JwsParser.ofTokens(Tokens.JSON, TOKEN.length());

            assertEquals("ES256", small.parse(TOKEN).header().algorithm());
            MalformedException refused = assertThrows(MalformedException.class, () -> small.parse(TOKEN + "AA"));
            assertEquals(Fault.TOO_LARGE, refused.fault());
            assertEquals(Fault.TOO_LARGE, refused(".".repeat(JwsParser.DEFAULT_MAX_LENGTH + 1)));
        }
    }

    @Nested
    class Header {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"crit\":[]",
                    "\"crit\":[\"exp\"]",
                    "\"crit\":[\"b64\"],\"b64\":true",
                    "\"crit\":\"exp\"",
                    "\"crit\":null",
                    "\"crit\":[\"b64\",\"b64\"]",
                    "\"crit\":[\"alg\"]",
                    "\"crit\":[\"\"]",
                    "\"crit\":[1]",
                    "\"b64\":false",
                    "\"b64\":true",
                    "\"b64\":null",
                    "\"zip\":\"DEF\"",
                    "\"enc\":\"A128GCM\"",
                    "\"jwk\":{}",
                    "\"jwk\":null",
                    "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                    "\"cty\":\"JWT\"",
                    "\"cty\":\"application/jwt\"",
                    "\"kid\":1",
                    "\"kid\":null",
                    "\"kid\":\"\"",
                    "\"kid\":[\"k\"]",
                    "\"typ\":1",
                    "\"typ\":\"\"",
                    "\"typ\":{}",
                    "\"cty\":1"
                })
        void aMemberThatIsNotSupportedOrOfAWrongTypeIsRefused(String member) {
            assertEquals(Fault.HEADER, refusedHeader("{\"alg\":\"ES256\"," + member + "}"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"alg\":\"\"}",
                    "{\"alg\":null}",
                    "{\"alg\":1}",
                    "{\"alg\":[\"ES256\"]}",
                    "{\"typ\":\"JWT\"}"
                })
        void theAlgorithmMustBeThere(String header) {
            assertEquals(Fault.HEADER, refusedHeader(header));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "\"ES256\"",
                    "{\"alg\":\"ES256\",}",
                    "{\"alg\":\"ES256\",\"alg\":\"none\"}",
                    "{\"alg\":\"ES256\",\"\\u0061lg\":\"none\"}",
                    "{\"alg\":\"ES256\"} ]",
                    "{\"alg\":\"ES256\"}{}",
                    "\ufeff{\"alg\":\"ES256\"}",
                    "{alg:\"ES256\"}",
                    "{\"alg\":\"ES256\",\"x\":{\"a\":1,\"a\":1}}"
                })
        void theHeaderIsOneStrictJsonObject(String header) {
            assertEquals(Fault.SYNTAX, refusedHeader(header));
        }

        @Test
        void aHeaderThatIsNotUtf8IsRefused() {
            byte[] header = "{\"alg\":\"ES256\",\"x\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
            header[20] = (byte) 0xff;

            assertEquals(Fault.SYNTAX, refused(Base64Url.encode(header) + ".e30.AA"));
        }

        @Test
        void aHeaderThatIsNestedDeeplyIsRefused() {
            assertEquals(
                    Fault.TOO_LARGE,
                    refusedHeader("{\"alg\":\"ES256\",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"));
        }

        /** RFC 8725, section 3.10: never followed; RFC 7515, section 4.1: unknown members are ignored. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"jku\":\"http://127.0.0.1:1/jwks\"",
                    "\"x5u\":\"http://127.0.0.1:1/cert\"",
                    "\"x5c\":[\"AAAA\"]",
                    "\"x5t\":\"AAAA\"",
                    "\"x5t#S256\":\"AAAA\"",
                    "\"nonce\":\"x\"",
                    "\"cty\":\"json\""
                })
        void membersThatLeadToOtherKeysAreIgnored(String member) throws MalformedException {
            String token = Tokens.signed(JwsAlgorithm.ES256, "{\"alg\":\"ES256\"," + member + "}", PAYLOAD);
            JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, Set.of(JwsAlgorithm.ES256));
            VerificationKey other = SigningKey.generate(JwsAlgorithm.ES256).verificationKey();

            assertTrue(verifier.verify(
                    parser.parse(token), Tokens.key(JwsAlgorithm.ES256).verificationKey()));
            assertFalse(verifier.verify(parser.parse(token), other));
        }

        /** RFC 7515, section 4.1.9. */
        @ParameterizedTest
        @CsvSource({
            "at+jwt,true",
            "AT+JWT,true",
            "application/at+jwt,true",
            "Application/AT+jwt,true",
            "jwt,false",
            "at+jwt ,true",
            "'at+jwt ',false",
            "at+jwt2,false",
            "application/,false",
            "application,false",
            "text/at+jwt,false",
            "application/application/at+jwt,false"
        })
        void theTypeIsComparedAsAMediaType(String type, boolean expected) throws MalformedException {
            CompactJws jws = parser.parse(Tokens.segment("{\"alg\":\"ES256\",\"typ\":\"" + type + "\"}") + ".e30.AA");

            assertEquals(expected, jws.header().hasType("at+jwt"));
        }

        @Test
        void aTypeWithLettersThatOnlyFoldToAsciiIsAnotherType() throws MalformedException {
            CompactJws jws = parser.parse(Tokens.segment("{\"alg\":\"ES256\",\"typ\":\"\u212a\u017f\"}") + ".e30.AA");

            assertFalse(jws.header().hasType("ks"));
        }

        @Test
        void aMissingTypeIsNoType() throws MalformedException {
            CompactJws jws = parser.parse(Tokens.segment("{\"alg\":\"ES256\"}") + ".e30.AA");

            assertNull(jws.header().type());
            assertFalse(jws.header().hasType("at+jwt"));
            assertThrows(MalformedException.class, () -> jws.header().embeddedKey());
        }
    }

    @Nested
    class Claims {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "\"eyJhbGciOiJFUzI1NiJ9.e30.AA\"",
                    "eyJhbGciOiJFUzI1NiJ9.e30.AA",
                    "{\"sub\":\"a\",}",
                    "{\"sub\":\"a\",\"sub\":\"b\"}",
                    "{\"exp\":01}",
                    "{\"sub\":\"a\n\"}",
                    "{\"sub\":\"a\"}x",
                    "\ufeff{}",
                    "{\"sub\":\"a\"}\u0000",
                    "{\"exp\":1e99999}"
                })
        void thePayloadIsOneStrictJsonObject(String payload) throws MalformedException {
            CompactJws jws = parser.parse(Tokens.segment(HEADER) + "." + Tokens.segment(payload) + ".AA");

            assertThrows(MalformedException.class, () -> parser.claims(jws));
        }
    }

    /** RFC 9449, section 4.2. */
    @Nested
    class Proofs {
        private final JwsParser proofs = JwsParser.ofProofs(Tokens.JSON);

        @Test
        void aProofBringsItsKey() throws MalformedException {
            SigningKey key = Tokens.key(JwsAlgorithm.ES256);
            String proof =
                    JwsSigner.ofProofs(Tokens.JSON, Tokens.SIGNATURES, key).sign(Tokens.object("{\"jti\":\"1\"}"));
            CompactJws jws = proofs.parse(proof);
            JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());

            assertTrue(jws.header().hasType("dpop+jwt"));
            assertNull(jws.header().keyId());
            assertEquals(
                    key.verificationKey().thumbprint(),
                    jws.header().embeddedKey().thumbprint());
            assertTrue(verifier.verify(jws, jws.header().embeddedKey()));
            assertThrows(MalformedException.class, () -> parser.parse(proof));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",\"jwk\":null", ",\"jwk\":\"x\"", ",\"jwk\":[{}]"})
        void aProofWithoutAKeyIsRefused(String member) {
            String token = Tokens.segment("{\"alg\":\"ES256\"" + member + "}") + ".e30.AA";

            assertThrows(MalformedException.class, () -> proofs.parse(token));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}"
                })
        void aProofWithAnUnusableKeyIsRefused(String jwk) throws MalformedException {
            CompactJws jws = proofs.parse(Tokens.segment("{\"alg\":\"ES256\",\"jwk\":" + jwk + "}") + ".e30.AA");

            assertThrows(MalformedException.class, () -> jws.header().embeddedKey());
        }

        @Test
        void aProofWithAPrivateKeyIsRefused() throws MalformedException {
            String jwk = Tokens.JSON.write(Tokens.JSON
                    .object(Jwk.write(Tokens.key(JwsAlgorithm.ES256).verificationKey(), Tokens.JSON))
                    .add("d", "AAAA")
                    .build());
            CompactJws jws = proofs.parse(Tokens.segment("{\"alg\":\"ES256\",\"jwk\":" + jwk + "}") + ".e30.AA");

            assertThrows(MalformedException.class, () -> jws.header().embeddedKey());
        }
    }

    @Nested
    class RememberedHeaders {
        private final JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());
        private final VerificationKey key = Tokens.key(JwsAlgorithm.ES256).verificationKey();

        @Test
        void theHeaderOfAVerifiedTokenIsReadOnce() throws MalformedException {
            String token = Tokens.signed(JwsAlgorithm.ES256);
            CompactJws first = parser.parse(token);
            CompactJws second = parser.parse(token);
            assertNotSame(first.header(), second.header());

            assertTrue(verifier.verify(first, key));
            assertSame(first.header(), parser.parse(token).header());
        }

        @Test
        void theHeaderOfAForgedTokenIsNotRemembered() throws MalformedException {
            String forged = Tokens.withSignature(Tokens.signed(JwsAlgorithm.ES256), new byte[64]);
            CompactJws first = parser.parse(forged);

            assertFalse(verifier.verify(first, key));
            assertNotSame(first.header(), parser.parse(forged).header());
        }

        @Test
        void thereAreNeverMoreThanSixtyFour() throws MalformedException {
            HeaderCache cache = new HeaderCache();
            JwsHeader header = parser.parse(TOKEN).header();
            for (int i = 0; i < 1000; i++) {
                byte[] encoded = ("header" + i).getBytes(StandardCharsets.US_ASCII);
                cache.keep(encoded, encoded.length, header);
                assertTrue(cache.size() <= 64);
            }
            assertSame(header, cache.get("header999.claims".getBytes(StandardCharsets.US_ASCII), 9));
            assertNull(cache.get("header999.claims".getBytes(StandardCharsets.US_ASCII), 8));
            assertNull(cache.get("header998".getBytes(StandardCharsets.US_ASCII), 8));
        }
    }
}
