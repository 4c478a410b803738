package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.security.spec.EdECPoint;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

class JwkTest {

    private static JsonObject jwk(JwsAlgorithm algorithm) {
        return Jwk.write(Tokens.key(algorithm).verificationKey(), Tokens.JSON);
    }

    private static JsonObject with(JsonObject jwk, String name, String json) {
        return with(
                jwk,
                name,
                Objects.requireNonNull(Tokens.object("{\"x\":" + json + "}").get("x")));
    }

    private static JsonObject with(JsonObject jwk, String name, JsonValue value) {
        return Tokens.JSON.object(jwk).add(name, value).build();
    }

    private static JsonObject withText(JsonObject jwk, String name, String text) {
        return Tokens.JSON.object(jwk).add(name, text).build();
    }

    private static JsonObject without(JsonObject jwk, String name) {
        return Tokens.JSON.object(jwk).remove(name).build();
    }

    private static void assertUnusable(JsonObject jwk) {
        assertThrows(MalformedException.class, () -> Jwk.publicKey(jwk), () -> Tokens.JSON.write(jwk));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(JwsAlgorithm algorithm) throws MalformedException {
        VerificationKey key = Tokens.key(algorithm).verificationKey();
        VerificationKey read = Jwk.publicKey(jwk(algorithm));

        assertEquals(key.publicKey(), read.publicKey());
        assertEquals(key.thumbprint(), read.thumbprint());
        assertEquals(key.thumbprint(), read.keyId());
        assertEquals(algorithm, read.algorithm());
        assertFalse(Jwk.holdsSecret(jwk(algorithm)));
    }

    @Test
    void keyIdAndAlgorithmMayBeAbsent() throws MalformedException {
        VerificationKey key = Jwk.publicKey(without(without(without(jwk(JwsAlgorithm.PS256), "kid"), "alg"), "use"));

        assertNull(key.keyId());
        assertNull(key.algorithm());
        assertTrue(key.fits(JwsAlgorithm.RS512));
        assertFalse(key.fits(JwsAlgorithm.ES256));
        assertFalse(Jwk.write(key, Tokens.JSON).containsKey("kid"));
    }

    @Nested
    class Members {
        private final JsonObject jwk = jwk(JwsAlgorithm.ES256);

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "kty|null",
                    "kty|1",
                    "kty|\"oct\"",
                    "kty|\"ec\"",
                    "kty|\"EC2\"",
                    "kty|\"\"",
                    "kty|\"RSA\"",
                    "kty|\"OKP\"",
                    "crv|null",
                    "crv|\"P-384\"",
                    "crv|\"p-256\"",
                    "crv|\"secp256k1\"",
                    "crv|\"Ed25519\"",
                    "x|null",
                    "x|1",
                    "x|\"\"",
                    "x|\"AA\"",
                    "x|\"=\"",
                    "kid|1",
                    "kid|null",
                    "use|\"enc\"",
                    "use|\"\"",
                    "use|1",
                    "use|null",
                    "key_ops|\"verify\"",
                    "key_ops|[]",
                    "key_ops|[\"sign\"]",
                    "key_ops|[\"verify\",\"verify\"]",
                    "key_ops|[\"verify\",1]",
                    "key_ops|null",
                    "alg|1",
                    "alg|null",
                    "alg|\"\"",
                    "alg|\"none\"",
                    "alg|\"HS256\"",
                    "alg|\"ES384\"",
                    "alg|\"RS256\"",
                    "alg|\"es256\"",
                    "alg|\"ECDH-ES\"",
                    "d|\"AAAA\"",
                    "k|\"AAAA\"",
                    "p|\"AAAA\"",
                    "d|null"
                })
        void aMemberOfAWrongTypeOrValueMakesTheKeyUnusable(String name, String json) {
            assertUnusable(with(jwk, name, json));
        }

        @ParameterizedTest
        @ValueSource(strings = {"kty", "crv", "x", "y"})
        void aMissingMemberMakesTheKeyUnusable(String name) {
            assertUnusable(without(jwk, name));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "use|\"sig\"",
                    "key_ops|[\"verify\"]",
                    "key_ops|[\"sign\",\"verify\"]",
                    "x5c|[\"junk\"]",
                    "x5u|1",
                    "ext|true",
                    "oth2|{}"
                })
        void otherMembersDoNot(String name, String json) throws MalformedException {
            assertEquals(
                    Tokens.key(JwsAlgorithm.ES256).verificationKey().thumbprint(),
                    Jwk.publicKey(with(jwk, name, json)).thumbprint());
        }

        @ParameterizedTest
        @CsvSource({"oct,true", "EC,false"})
        void aSymmetricKeyIsASecret(String type, boolean expected) {
            assertEquals(
                    expected,
                    Jwk.holdsSecret(Tokens.JSON.object().add("kty", type).build()));
        }
    }

    /** RFC 7518, section 6.2.1. */
    @Nested
    class EllipticCurves {

        @Test
        void aPointOffTheCurveIsRefused() {
            JsonObject jwk = jwk(JwsAlgorithm.ES256);
            assertUnusable(withText(jwk, "y", jwk.getString("x")));
            assertUnusable(withText(jwk, "x", Base64Url.encode(new byte[32])));
            assertUnusable(
                    withText(withText(jwk, "x", Base64Url.encode(new byte[32])), "y", Base64Url.encode(new byte[32])));
        }

        @Test
        void aCoordinateHasTheWidthOfTheCurve() throws MalformedException {
            JsonObject jwk = jwk(JwsAlgorithm.ES256);
            byte[] x = Base64Url.decode(jwk.getString("x"));
            byte[] wide = new byte[33];
            System.arraycopy(x, 0, wide, 1, 32);

            assertUnusable(withText(jwk, "x", Base64Url.encode(wide)));
            assertUnusable(withText(jwk, "x", Base64Url.encode(java.util.Arrays.copyOf(x, 31))));
        }

        @Test
        void aCoordinateBeyondTheFieldIsRefused() {
            BigInteger p = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
            assertFalse(EcCurve.P_256.contains(new ECPoint(p, BigInteger.ONE)));
            assertFalse(EcCurve.P_256.contains(ECPoint.POINT_INFINITY));
            assertTrue(EcCurve.P_256.contains(EcCurve.P_256.parameters().getGenerator()));
        }

        @Test
        void aKeyOfAnotherCurveOfTheSameWidthIsRefused() {
            JsonObject secp256k1Generator = Tokens.object("""
                    {"kty":"EC","crv":"P-256","x":"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g",
                     "y":"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"}""");

            assertUnusable(secp256k1Generator);
        }

        @ParameterizedTest
        @EnumSource
        void thePublicPointOfAPrivateKeyIsOnTheCurve(EcCurve curve) {
            BigInteger order = curve.parameters().getOrder();

            assertEquals(curve.parameters().getGenerator(), curve.publicPoint(BigInteger.ONE));
            assertTrue(curve.contains(curve.publicPoint(order.subtract(BigInteger.ONE))));
            assertEquals(
                    curve.parameters().getGenerator().getAffineX(),
                    curve.publicPoint(order.subtract(BigInteger.ONE)).getAffineX());
        }
    }

    /** RFC 8037, section 2; RFC 8032, section 5.1.3. */
    @Nested
    class Edwards {
        private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

        @Test
        void everyPublicKeyOfThePlatformIsUsable() throws MalformedException {
            for (int i = 0; i < 10; i++) {
                VerificationKey key = SigningKey.generate(JwsAlgorithm.EDDSA).verificationKey();
                assertEquals(
                        key.publicKey(),
                        Jwk.publicKey(Jwk.write(key, Tokens.JSON)).publicKey());
            }
        }

        @Test
        void pointsOfSmallOrderAreRefused() {
            BigInteger orderEight =
                    new BigInteger("2707385501144840649318225287225658788936804267575313519463743609750303402022");
            for (BigInteger y : new BigInteger[] {
                BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), orderEight, P.subtract(orderEight)
            }) {
                assertFalse(Ed25519.isPublicKey(new EdECPoint(false, y)), y::toString);
                assertFalse(Ed25519.isPublicKey(new EdECPoint(true, y)), y::toString);
            }
        }

        @Test
        void coordinatesThatAreNotReducedAreRefused() {
            assertFalse(Ed25519.isPublicKey(new EdECPoint(false, P)));
            assertFalse(Ed25519.isPublicKey(new EdECPoint(false, P.add(BigInteger.valueOf(4)))));
            assertFalse(Ed25519.isPublicKey(new EdECPoint(false, BigInteger.valueOf(-4))));
        }

        @Test
        void aboutHalfOfAllNumbersAreNoPoint() {
            int points = 0;
            Random random = new Random(8032);
            for (int i = 0; i < 60; i++) {
                points += Ed25519.isPublicKey(new EdECPoint(false, new BigInteger(254, random))) ? 1 : 0;
            }
            assertTrue(points > 12 && points < 48, "points: " + points);
        }

        @Test
        void aKeyHas32OctetsAndTheRightCurve() {
            JsonObject jwk = jwk(JwsAlgorithm.EDDSA);
            assertUnusable(withText(jwk, "x", Base64Url.encode(new byte[31])));
            assertUnusable(withText(jwk, "x", Base64Url.encode(new byte[33])));
            assertUnusable(withText(jwk, "crv", "X25519"));
            assertUnusable(withText(jwk, "crv", "Ed448"));
        }
    }

    /** RFC 7518, sections 3.3 and 6.3.1. */
    @Nested
    class Rsa {
        private final JsonObject jwk = jwk(JwsAlgorithm.RS256);

        private JsonObject of(BigInteger modulus, BigInteger exponent) {
            return withText(withText(jwk, "n", UnsignedInteger.text(modulus)), "e", UnsignedInteger.text(exponent));
        }

        private BigInteger odd(int bits) {
            return new BigInteger(bits - 1, new Random(bits)).setBit(bits - 1).setBit(0);
        }

        @ParameterizedTest
        @ValueSource(ints = {512, 1024, 2047, 16385})
        void aModulusHas2048To16384Bits(int bits) {
            assertUnusable(of(odd(bits), BigInteger.valueOf(65537)));
        }

        @Test
        void theModulusIsOdd() throws MalformedException {
            assertTrue(Jwk.publicKey(of(odd(2048), BigInteger.valueOf(65537))).fits(JwsAlgorithm.RS256));
            assertUnusable(of(odd(2048).clearBit(0), BigInteger.valueOf(65537)));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 2, 4, 65536})
        void theExponentIsOddAndAboveOne(long exponent) {
            assertUnusable(of(odd(2048), BigInteger.valueOf(exponent)));
        }

        @Test
        void aHugeExponentIsRefused() {
            assertUnusable(of(odd(2048), odd(65)));
        }

        @Test
        void anExponentOfThreeIsUsable() throws MalformedException {
            assertTrue(Jwk.publicKey(of(odd(2048), BigInteger.valueOf(3))).fits(JwsAlgorithm.RS256));
        }

        @Test
        void aLeadingZeroBeforeTheModulusIsTolerated() throws MalformedException {
            byte[] modulus = Base64Url.decode(jwk.getString("n"));
            byte[] zeroFirst = new byte[modulus.length + 1];
            System.arraycopy(modulus, 0, zeroFirst, 1, modulus.length);

            assertEquals(
                    Jwk.publicKey(jwk).thumbprint(),
                    Jwk.publicKey(withText(jwk, "n", Base64Url.encode(zeroFirst)))
                            .thumbprint());
            assertUnusable(withText(jwk, "n", ""));
            assertUnusable(withText(jwk, "e", ""));
        }

        /** CVE-2017-15361: a modulus that is a power of 65537 modulo the product of small primes. */
        @Test
        void aModulusOfTheBrokenGeneratorIsRefused() {
            BigInteger product = BigInteger.ONE;
            for (BigInteger prime = BigInteger.valueOf(3);
                    prime.bitLength() < 8 || prime.intValue() <= 167;
                    prime = prime.nextProbablePrime()) {
                product = product.multiply(prime);
            }
            BigInteger residue = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(123456789), product);
            BigInteger step = product.shiftLeft(1);
            BigInteger start = odd(2048).subtract(odd(2048).mod(step)).add(step);
            BigInteger modulus = start.add(residue.testBit(0) ? residue : residue.add(product));

            assertTrue(Roca.isSuspect(modulus));
            assertFalse(Roca.isSuspect(modulus.add(BigInteger.TWO)));
            assertUnusable(of(modulus, BigInteger.valueOf(65537)));
        }

        @Test
        void soundKeysAreNotSuspected() {
            Random random = new Random(15361);
            for (int i = 0; i < 2000; i++) {
                assertFalse(Roca.isSuspect(new BigInteger(2048, random)));
            }
        }
    }

    @Nested
    class PrivateKeys {
        private final JsonObject rsa = published("RFC 7515, appendix A.2");
        private final JsonObject ec = published("RFC 7515, appendix A.3");
        private final JsonObject okp = published("RFC 8037, appendix A.4");

        private static JsonObject published(String source) {
            try {
                return RfcVectorsTest.vectors()
                        .filter(vector -> vector.source().equals(source))
                        .findFirst()
                        .orElseThrow()
                        .key();
            } catch (java.io.IOException | MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void assertRefused(JsonObject jwk, JwsAlgorithm algorithm) {
            assertThrows(MalformedException.class, () -> Jwk.signingKey(jwk, algorithm));
        }

        @Test
        void theAlgorithmComesFromTheKeyOrTheCaller() throws MalformedException {
            assertEquals(
                    JwsAlgorithm.PS256, Jwk.signingKey(rsa, JwsAlgorithm.PS256).algorithm());
            assertEquals(
                    JwsAlgorithm.RS384,
                    Jwk.signingKey(withText(rsa, "alg", "RS384"), null).algorithm());
            assertThrows(MalformedException.class, () -> Jwk.signingKey(rsa, null));
            assertRefused(withText(rsa, "alg", "RS384"), JwsAlgorithm.RS256);
            assertRefused(rsa, JwsAlgorithm.ES256);
            assertRefused(ec, JwsAlgorithm.ES384);
        }

        @Test
        void theKeyIdIsThatOfTheJwkOrTheThumbprint() throws MalformedException {
            SigningKey plain = Jwk.signingKey(ec, JwsAlgorithm.ES256);

            assertEquals(
                    plain.verificationKey().thumbprint(),
                    plain.verificationKey().keyId());
            assertEquals(
                    "mine",
                    Jwk.signingKey(withText(ec, "kid", "mine"), JwsAlgorithm.ES256)
                            .verificationKey()
                            .keyId());
        }

        @Test
        void anRsaKeyMayHaveItsPrivateExponentAlone() throws MalformedException {
            JsonObject bare = rsa;
            for (String name : new String[] {"p", "q", "dp", "dq", "qi"}) {
                bare = without(bare, name);
            }
            assertEquals(
                    JwsAlgorithm.RS256, Jwk.signingKey(bare, JwsAlgorithm.RS256).algorithm());
            assertRefused(without(rsa, "q"), JwsAlgorithm.RS256);
            assertRefused(with(rsa, "oth", "[]"), JwsAlgorithm.RS256);
        }

        @Test
        void halvesThatDoNotBelongTogetherAreRefused() {
            JsonObject other = jwk(JwsAlgorithm.ES256);
            assertRefused(
                    withText(withText(ec, "x", other.getString("x")), "y", other.getString("y")), JwsAlgorithm.ES256);
            assertRefused(withText(okp, "x", jwk(JwsAlgorithm.EDDSA).getString("x")), JwsAlgorithm.EDDSA);
            assertRefused(withText(rsa, "n", jwk(JwsAlgorithm.RS256).getString("n")), JwsAlgorithm.RS256);
        }

        @Test
        void aPrivateKeyOutOfRangeIsRefused() {
            BigInteger order = EcCurve.P_256.parameters().getOrder();
            assertRefused(withText(ec, "d", Base64Url.encode(new byte[32])), JwsAlgorithm.ES256);
            assertRefused(withText(ec, "d", Base64Url.encode(UnsignedInteger.octets(order, 32))), JwsAlgorithm.ES256);
            assertRefused(withText(okp, "d", Base64Url.encode(new byte[31])), JwsAlgorithm.EDDSA);
        }

        @Test
        void aKeyThatIsNotForSigningIsRefused() {
            assertRefused(withText(ec, "use", "enc"), JwsAlgorithm.ES256);
            assertRefused(with(ec, "key_ops", "[\"verify\"]"), JwsAlgorithm.ES256);
            assertRefused(Tokens.object("{\"kty\":\"oct\",\"k\":\"AAAA\"}"), JwsAlgorithm.ES256);
        }

        @Test
        void theTextFormShowsNoPrivateKey() throws MalformedException {
            SigningKey key = Jwk.signingKey(ec, JwsAlgorithm.ES256);

            assertEquals("SigningKey[ES256, " + key.verificationKey().thumbprint() + "]", key.toString());
            assertTrue(Jwk.holdsSecret(ec));
            assertFalse(Jwk.holdsSecret(Jwk.write(key.verificationKey(), Tokens.JSON)));
        }
    }

    @Test
    void aRefusalNamesTheKeyAsItsFault() {
        MalformedException refused = assertThrows(
                MalformedException.class,
                () -> Jwk.publicKey(Tokens.JSON.object().build()));
        assertEquals(Fault.KEY, refused.fault());
    }
}
