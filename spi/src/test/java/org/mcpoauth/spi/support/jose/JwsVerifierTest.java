package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

class JwsVerifierTest {
    private final JwsParser parser = JwsParser.ofTokens(Tokens.JSON);
    private final JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());

    private boolean verified(String token, JwsAlgorithm keyOf) throws MalformedException {
        return verifier.verify(parser.parse(token), Tokens.key(keyOf).verificationKey());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSignedIsVerifiedAndWithNoOtherKey(JwsAlgorithm algorithm) throws MalformedException {
        String token = Tokens.signed(algorithm);

        assertTrue(verified(token, algorithm));
        for (JwsAlgorithm other : JwsAlgorithm.values()) {
            assertEquals(other == algorithm, verified(token, other), other::name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOfSeveralCandidatesIsEnough(JwsAlgorithm algorithm) throws MalformedException {
        VerificationKey stranger = SigningKey.generate(algorithm).verificationKey();
        VerificationKey key = Tokens.key(algorithm).verificationKey();
        CompactJws jws = parser.parse(Tokens.signed(algorithm));

        assertTrue(verifier.verify(jws, List.of(stranger, key)));
        assertFalse(verifier.verify(jws, List.of(stranger)));
        assertFalse(verifier.verify(jws, List.of()));
    }

    /** RFC 7515, section 5.2: header and payload are what is signed; any change of a bit is seen. */
    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS256", "ES256", "EDDSA"})
    void everyChangeOfOneBitIsRefused(JwsAlgorithm algorithm) {
        String token =
                Tokens.signed(algorithm, "{\"alg\":\"" + algorithm.wireName() + "\",\"kid\":\"k\"}", "{\"sub\":\"a\"}");
        byte[] octets = token.getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(7515);
        for (int i = 0; i < 400; i++) {
            byte[] changed = octets.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertRefused(new String(changed, StandardCharsets.ISO_8859_1), algorithm);
        }
    }

    /** What is kept of one verification must not be seen by the next, whatever that is. */
    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS256", "ES256", "EDDSA"})
    void genuineAndForgedTokensInAnyOrderAreToldApart(JwsAlgorithm algorithm) throws MalformedException {
        String genuine = Tokens.signed(algorithm);
        byte[] signature = Tokens.signatureOf(genuine);
        signature[signature.length - 1] ^= 1;
        String forged = Tokens.withSignature(genuine, signature);
        Random random = new Random(7515);
        for (int i = 0; i < 60; i++) {
            boolean isGenuine = random.nextBoolean();
            assertEquals(isGenuine, verified(isGenuine ? genuine : forged, algorithm));
        }
    }

    /** RFC 7518, section 3.1: one RSA key, two algorithms and two verifiers, none in the way of another. */
    @Test
    void oneKeyServesSeveralAlgorithmsAndThreads() throws MalformedException {
        VerificationKey shared = VerificationKey.of(
                Tokens.key(JwsAlgorithm.RS256).verificationKey().publicKey(), null, null);
        String header = "{\"alg\":\"PS256\"}";
        String input = Tokens.segment(header) + "." + Tokens.segment("{}");
        byte[] pss = Tokens.SIGNATURES.sign(
                JwsAlgorithm.PS256,
                Tokens.key(JwsAlgorithm.RS256).privateKey(),
                input.getBytes(StandardCharsets.US_ASCII));
        List<CompactJws> genuine = List.of(
                parser.parse(Tokens.signed(JwsAlgorithm.RS256)), parser.parse(input + "." + Base64Url.encode(pss)));
        List<JwsVerifier> verifiers = List.of(verifier, new JwsVerifier(JcaSignatures.platform(), JwsAlgorithm.all()));

        long verified = IntStream.range(0, 2000)
                .parallel()
                .filter(i -> isVerified(verifiers.get(i % 2), genuine.get(i / 2 % 2), shared))
                .count();

        assertEquals(2000, verified);
    }

    private static boolean isVerified(JwsVerifier verifier, CompactJws jws, VerificationKey key) {
        try {
            return verifier.verify(jws, key);
        } catch (MalformedException e) {
            return false;
        }
    }

    private void assertRefused(String token, JwsAlgorithm keyOf) {
        try {
            assertFalse(verified(token, keyOf), token);
        } catch (MalformedException refused) {
            assertEquals(0, refused.getStackTrace().length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHasItsExactLength(JwsAlgorithm algorithm) throws MalformedException {
        String token = Tokens.signed(algorithm);
        byte[] signature = Tokens.signatureOf(token);

        for (int length :
                new int[] {1, signature.length - 1, signature.length + 1, signature.length + 2, 2 * signature.length}) {
            String changed = Tokens.withSignature(token, Arrays.copyOf(signature, length));
            assertFalse(verified(changed, algorithm), () -> "length " + length);
        }
        byte[] shifted = new byte[signature.length + 1];
        System.arraycopy(signature, 0, shifted, 1, signature.length);
        assertFalse(verified(Tokens.withSignature(token, shifted), algorithm));
        assertFalse(verified(Tokens.withSignature(token, new byte[signature.length]), algorithm));
    }

    @Nested
    class Algorithms {

        /** RFC 8725, section 3.1; RFC 7515, section 4.1.1: names are compared with case. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "none",
                    "None",
                    "NONE",
                    "nOnE",
                    "HS256",
                    "HS384",
                    "HS512",
                    "rs256",
                    "Rs256",
                    "RS256 ",
                    " RS256",
                    "RS1",
                    "ES256K",
                    "RSA1_5",
                    "dir",
                    "EdDsa",
                    "Ed448",
                    "ES521",
                    "PS256\u0000",
                    "SHA256withRSA"
                })
        void aNameThatIsNotOnTheListIsRefused(String name) throws MalformedException {
            CompactJws jws =
                    parser.parse(Tokens.segment(Tokens.JSON.write(
                                    Tokens.JSON.object().add("alg", name).build())) + ".e30.AA");

            MalformedException refused = assertThrows(
                    MalformedException.class,
                    () -> verifier.verify(jws, Tokens.key(JwsAlgorithm.RS256).verificationKey()));
            assertEquals(Fault.ALGORITHM, refused.fault());
        }

        @Test
        void anAlgorithmThatIsKnownButNotAllowedIsRefused() throws MalformedException {
            JwsVerifier narrow = new JwsVerifier(Tokens.SIGNATURES, Set.of(JwsAlgorithm.RS256));
            CompactJws jws = parser.parse(Tokens.signed(JwsAlgorithm.ES256));

            assertThrows(MalformedException.class, () -> narrow.algorithm(jws.header()));
            assertThrows(
                    MalformedException.class,
                    () -> narrow.verify(jws, Tokens.key(JwsAlgorithm.ES256).verificationKey()));
            assertThrows(IllegalArgumentException.class, () -> new JwsVerifier(Tokens.SIGNATURES, Set.of()));
        }

        /** The attack that takes a public key for the key of a MAC. */
        @Test
        void aMacOverThePublicKeyIsRefused() {
            VerificationKey key = Tokens.key(JwsAlgorithm.RS256).verificationKey();
            byte[] der = key.publicKey().getEncoded();
            String base64 = Base64Url.encodeStandard(der);
            List<byte[]> guesses = List.of(
                    der,
                    base64.getBytes(StandardCharsets.US_ASCII),
                    ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                            .getBytes(StandardCharsets.US_ASCII),
                    Tokens.JSON.writeBytes(Jwk.write(key, Tokens.JSON)),
                    String.valueOf(key.requiredMembers().get("n")).getBytes(StandardCharsets.US_ASCII));
            for (byte[] guess : guesses) {
                String input = Tokens.segment("{\"alg\":\"HS256\"}") + "." + Tokens.segment("{\"sub\":\"admin\"}");
                String token = input + "."
                        + Base64Url.encode(HmacAlgorithm.HS256.mac(guess, input.getBytes(StandardCharsets.US_ASCII)));
                assertThrows(MalformedException.class, () -> verified(token, JwsAlgorithm.RS256));
            }
        }

        /** RFC 7518, section 3.4: each ECDSA algorithm has its curve. */
        @Test
        void aCurveServesOneAlgorithm() {
            for (JwsAlgorithm one : List.of(JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.ES512)) {
                for (JwsAlgorithm other : JwsAlgorithm.values()) {
                    assertEquals(one == other, Tokens.key(one).verificationKey().fits(other));
                }
            }
        }

        @Test
        void aKeyWithItsOwnAlgorithmServesNoOther() throws MalformedException {
            VerificationKey forPs256 = VerificationKey.of(
                    Tokens.key(JwsAlgorithm.RS256).verificationKey().publicKey(), null, JwsAlgorithm.PS256);

            assertFalse(verifier.verify(parser.parse(Tokens.signed(JwsAlgorithm.RS256)), forPs256));
        }
    }

    @Nested
    class Ecdsa {
        private static final BigInteger ORDER = EcCurve.P_256.parameters().getOrder();

        private final String token = Tokens.signed(JwsAlgorithm.ES256);

        static List<BigInteger> outOfRange() {
            return List.of(
                    BigInteger.ZERO,
                    ORDER,
                    ORDER.add(BigInteger.ONE),
                    BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        }

        /** RFC 7518, section 3.4; the signature of zeros that a broken verifier takes for any message. */
        @ParameterizedTest
        @MethodSource("outOfRange")
        void halvesOutOfRangeAreRefused(BigInteger half) throws MalformedException {
            byte[] signature = Tokens.signatureOf(token);
            byte[] octets = UnsignedInteger.octets(half, 32);

            assertFalse(verified(halves(octets, octets), JwsAlgorithm.ES256));
            assertFalse(verified(halves(octets, Arrays.copyOfRange(signature, 32, 64)), JwsAlgorithm.ES256));
            assertFalse(verified(halves(Arrays.copyOf(signature, 32), octets), JwsAlgorithm.ES256));
        }

        /** The platform refuses them too, but other providers and older releases did not. */
        @ParameterizedTest
        @MethodSource("outOfRange")
        void halvesOutOfRangeNeverReachAProvider(BigInteger half) throws MalformedException {
            byte[] good = Tokens.signatureOf(token);
            byte[] r = good.clone();
            byte[] s = good.clone();
            System.arraycopy(UnsignedInteger.octets(half, 32), 0, r, 0, 32);
            System.arraycopy(UnsignedInteger.octets(half, 32), 0, s, 32, 32);

            assertTrue(EcdsaSignature.toDer(good, EcCurve.P_256).isPresent());
            assertTrue(EcdsaSignature.toDer(r, EcCurve.P_256).isEmpty());
            assertTrue(EcdsaSignature.toDer(s, EcCurve.P_256).isEmpty());
        }

        @Test
        void derFormIsRefused() throws MalformedException {
            byte[] der = EcdsaSignature.toDer(Tokens.signatureOf(token), EcCurve.P_256)
                    .orElseThrow();

            assertFalse(verified(Tokens.withSignature(token, der), JwsAlgorithm.ES256));
        }

        @Test
        void theWidthOfAnotherCurveIsRefused() throws MalformedException {
            byte[] signature = Tokens.signatureOf(token);
            byte[] wide = new byte[96];
            System.arraycopy(signature, 0, wide, 16, 32);
            System.arraycopy(signature, 32, wide, 64, 32);

            assertFalse(verified(Tokens.withSignature(token, wide), JwsAlgorithm.ES256));
        }

        /** RFC 7518, section 3.4 does not ask for the smaller s, and half of all signers give the larger. */
        @Test
        void bothFormsOfSAreAccepted() throws MalformedException {
            byte[] signature = Tokens.signatureOf(token);
            BigInteger s = UnsignedInteger.read(signature, 32, 32);
            byte[] other = UnsignedInteger.octets(ORDER.subtract(s), 32);

            assertTrue(verified(halves(Arrays.copyOf(signature, 32), other), JwsAlgorithm.ES256));
        }

        @ParameterizedTest
        @EnumSource
        void signaturesSurviveTheWayToDerAndBack(EcCurve curve) {
            Random random = new Random(7518);
            for (int i = 0; i < 2000; i++) {
                byte[] signature = new byte[2 * curve.size()];
                int zeros = random.nextInt(curve.size());
                byte[] half = UnsignedInteger.octets(
                        new BigInteger(8 * (curve.size() - zeros) - 7, random).add(BigInteger.ONE), curve.size());
                System.arraycopy(half, 0, signature, 0, half.length);
                signature[signature.length - 1] = 1;
                byte[] der = EcdsaSignature.toDer(signature, curve).orElse(null);
                if (der != null) {
                    assertEquals(Base64Url.encode(signature), Base64Url.encode(EcdsaSignature.fromDer(der, curve)));
                }
            }
        }

        private String halves(byte[] r, byte[] s) {
            byte[] signature = Arrays.copyOf(r, 64);
            System.arraycopy(s, 0, signature, 32, 32);
            return Tokens.withSignature(token, signature);
        }
    }

    @Nested
    class EdDsa {
        private static final BigInteger GROUP_ORDER =
                BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

        private final String token = Tokens.signed(JwsAlgorithm.EDDSA);

        // RFC 9864, section 2.2: two names of one algorithm, each for itself on the allow-list
        @ParameterizedTest
        @CsvSource({
            "EDDSA, EDDSA, true",
            "ED25519, ED25519, true",
            "EDDSA, ED25519, true",
            "ED25519, EDDSA, true",
            "ED25519,, true",
            "EDDSA,, true",
            "RS256, EDDSA, false",
            "EDDSA, RS256, false"
        })
        void bothNamesFitAKeyOfEither(JwsAlgorithm inHeader, @Nullable JwsAlgorithm ofKey, boolean accepted)
                throws MalformedException {
            SigningKey signing = Tokens.key(ofKey == JwsAlgorithm.RS256 ? ofKey : JwsAlgorithm.EDDSA);
            VerificationKey key = VerificationKey.of(signing.verificationKey().publicKey(), "k", ofKey);
            String input = Tokens.segment("{\"alg\":\"" + inHeader.wireName() + "\"}") + "." + Tokens.segment("{}");
            String signed = input + "."
                    + Base64Url.encode(Tokens.SIGNATURES.sign(
                            ofKey == JwsAlgorithm.RS256 ? ofKey : JwsAlgorithm.EDDSA,
                            signing.privateKey(),
                            input.getBytes(StandardCharsets.US_ASCII)));

            assertEquals(accepted, verifier.verify(parser.parse(signed), key));
            assertEquals(accepted, key.fits(inHeader));
        }

        @Test
        void aNameThatIsNotOnTheListIsRefusedInHeaderAndKey() throws MalformedException {
            JwsVerifier onlyNew = new JwsVerifier(Tokens.SIGNATURES, Set.of(JwsAlgorithm.ED25519));
            SigningKey signing = Tokens.key(JwsAlgorithm.ED25519);
            String fresh = Tokens.signed(JwsAlgorithm.ED25519);
            VerificationKey old = VerificationKey.of(signing.verificationKey().publicKey(), null, JwsAlgorithm.EDDSA);

            assertTrue(onlyNew.verify(parser.parse(fresh), signing.verificationKey()));
            assertFalse(onlyNew.verify(parser.parse(fresh), old));
            assertThrows(MalformedException.class, () -> onlyNew.verify(parser.parse(token), old));
        }

        /** RFC 8032, section 5.1.7. The verifier of JDK 17 takes a 65th octet for nothing. */
        @Test
        void aSignatureOf65OctetsIsRefused() throws MalformedException {
            byte[] signature = Tokens.signatureOf(token);

            assertTrue(verified(token, JwsAlgorithm.EDDSA));
            assertFalse(verified(Tokens.withSignature(token, Arrays.copyOf(signature, 65)), JwsAlgorithm.EDDSA));
        }

        @Test
        void aHalfThatIsNotReducedIsRefused() throws MalformedException {
            byte[] signature = Tokens.signatureOf(token);
            byte[] half = reversed(Arrays.copyOfRange(signature, 32, 64));
            byte[] larger =
                    reversed(UnsignedInteger.octets(UnsignedInteger.read(half).add(GROUP_ORDER), 32));
            System.arraycopy(larger, 0, signature, 32, 32);

            assertFalse(verified(Tokens.withSignature(token, signature), JwsAlgorithm.EDDSA));
        }

        private byte[] reversed(byte[] octets) {
            byte[] reversed = octets.clone();
            for (int i = 0; i < octets.length; i++) {
                reversed[i] = octets[octets.length - 1 - i];
            }
            return reversed;
        }
    }

    @Nested
    class Providers {

        @Test
        void aNamedProviderDoesWhatItCanAndThePlatformTheRest() throws MalformedException {
            JwsVerifier named = new JwsVerifier(new JcaSignatures("SunRsaSign"), JwsAlgorithm.all());
            for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
                CompactJws jws = parser.parse(Tokens.signed(algorithm));
                assertTrue(named.verify(jws, Tokens.key(algorithm).verificationKey()), algorithm::name);
            }
        }

        @Test
        void aProviderThatIsNotInstalledIsAConfigurationError() {
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> new JcaSignatures("NoSuchProvider"));
            assertEquals("mcp.oauth.crypto.provider", refused.key());
        }
    }
}
