package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * Signatures by the right key that are made in another way than the name of the algorithm says (RFC 7518,
 * sections 3.3 and 3.5; RFC 8017, sections 8.1.2, 8.2.2 and 9.2).
 */
class RsaSignatureTest {
    private final JwsParser parser = JwsParser.ofTokens(Tokens.JSON);
    private final JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());

    private boolean verified(JwsAlgorithm algorithm, String input, byte[] signature) throws MalformedException {
        CompactJws jws = parser.parse(input + "." + Base64Url.encode(signature));
        return verifier.verify(jws, Tokens.key(algorithm).verificationKey());
    }

    private static String input(JwsAlgorithm algorithm) {
        return Tokens.segment("{\"alg\":\"" + algorithm.wireName() + "\"}") + "." + Tokens.segment("{\"sub\":\"a\"}");
    }

    // RFC 7518, section 3.5: the salt is as long as the hash, the mask function has the same hash
    @ParameterizedTest
    @CsvSource({
        "PS256, SHA-256, SHA-256, 32, true",
        "PS256, SHA-256, SHA-256, 0, false",
        "PS256, SHA-256, SHA-256, 20, false",
        "PS256, SHA-256, SHA-256, 31, false",
        "PS256, SHA-256, SHA-256, 33, false",
        "PS256, SHA-256, SHA-256, 190, false",
        "PS256, SHA-256, SHA-1, 32, false",
        "PS256, SHA-256, SHA-512, 32, false",
        "PS256, SHA-256, SHA-512/256, 32, false",
        "PS256, SHA-512/256, SHA-256, 32, false",
        "PS256, SHA-512/256, SHA-512/256, 32, false",
        "PS256, SHA-1, SHA-1, 20, false",
        "PS256, SHA-384, SHA-384, 48, false",
        "PS384, SHA-384, SHA-384, 48, true",
        "PS384, SHA-384, SHA-384, 0, false",
        "PS384, SHA-384, SHA-384, 32, false",
        "PS384, SHA-384, SHA-256, 48, false",
        "PS384, SHA-256, SHA-256, 32, false",
        "PS512, SHA-512, SHA-512, 64, true",
        "PS512, SHA-512, SHA-512, 0, false",
        "PS512, SHA-512, SHA-512, 63, false",
        "PS512, SHA-512, SHA-1, 64, false",
        "PS512, SHA-256, SHA-256, 32, false"
    })
    void onlyTheParametersOfTheNameAreTaken(
            JwsAlgorithm algorithm, String hash, String maskHash, int salt, boolean isTaken) throws Exception {
        String input = input(algorithm);
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(maskHash), salt, PSSParameterSpec.TRAILER_FIELD_BC));
        pss.initSign(Tokens.key(algorithm).privateKey());
        pss.update(input.getBytes(StandardCharsets.US_ASCII));

        assertTrue(verified(algorithm, input, pss.sign()) == isTaken);
    }

    // RFC 7518, section 3.3: the digest inside is that of the name
    @ParameterizedTest
    @CsvSource({
        "RS256, SHA256withRSA, true",
        "RS256, SHA1withRSA, false",
        "RS256, SHA224withRSA, false",
        "RS256, SHA384withRSA, false",
        "RS256, SHA512withRSA, false",
        "RS256, SHA512/256withRSA, false",
        "RS256, MD5withRSA, false",
        "RS384, SHA384withRSA, true",
        "RS384, SHA256withRSA, false",
        "RS512, SHA512withRSA, true",
        "RS512, SHA256withRSA, false"
    })
    void onlyTheDigestOfTheNameIsTaken(JwsAlgorithm algorithm, String jcaName, boolean isTaken) throws Exception {
        String input = input(algorithm);
        Signature rsa = Signature.getInstance(jcaName);
        rsa.initSign(Tokens.key(algorithm).privateKey());
        rsa.update(input.getBytes(StandardCharsets.US_ASCII));

        assertTrue(verified(algorithm, input, rsa.sign()) == isTaken);
    }

    /** The encoded messages of RFC 8017, section 9.2, made by hand. */
    private static final class Padded {
        private static final Map<String, String> DIGEST_INFO = Map.of(
                "SHA-256", "3031300d060960864801650304020105000420",
                "SHA-512/256", "3031300d060960864801650304020605000420",
                "SHA3-256", "3031300d060960864801650304020805000420",
                "SHA-384", "3041300d060960864801650304020205000430",
                // the digest is longer than it says, or its end is
                "too long", "3031300d060960864801650304020105000421",
                "BER length", "308131300d060960864801650304020105000420",
                "other parameters", "3032300e0609608648016503040201020100" + "0420");

        private final RSAPrivateKey key =
                (RSAPrivateKey) Tokens.key(JwsAlgorithm.RS256).privateKey();
        private final int size = (key.getModulus().bitLength() + 7) / 8;
        private final byte[] digest;

        Padded(String input) throws GeneralSecurityException {
            digest = MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.US_ASCII));
        }

        byte[] info(String name) {
            String hex = DIGEST_INFO.getOrDefault(name, "");
            return joined(HexFormat.of().parseHex(hex), digest);
        }

        static byte[] joined(byte[]... parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                all.writeBytes(part);
            }
            return all.toByteArray();
        }

        /** 00 01 FF ... FF 00 and what is given, with so many octets behind it as garbage. */
        byte[] signature(byte[] content, int garbage) {
            byte[] padding = new byte[size - content.length - garbage];
            Arrays.fill(padding, (byte) 0xff);
            padding[0] = 0;
            padding[1] = 1;
            padding[padding.length - 1] = 0;
            return power(joined(padding, content, new byte[garbage]));
        }

        byte[] power(byte[] message) {
            BigInteger value = new BigInteger(1, message).modPow(key.getPrivateExponent(), key.getModulus());
            return UnsignedInteger.octets(value, size);
        }
    }

    @Test
    void aMessageThatIsPaddedByHandIsTaken() throws Exception {
        String input = input(JwsAlgorithm.RS256);
        Padded padded = new Padded(input);

        assertTrue(verified(JwsAlgorithm.RS256, input, padded.signature(padded.info("SHA-256"), 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-512/256", "SHA3-256", "SHA-384", "too long", "BER length", "other parameters", "none"})
    void anotherDigestInfoAroundTheRightDigestIsRefused(String name) throws Exception {
        String input = input(JwsAlgorithm.RS256);
        Padded padded = new Padded(input);

        assertFalse(verified(JwsAlgorithm.RS256, input, padded.signature(padded.info(name), 0)));
    }

    // CVE-2006-4339: what stands behind the digest belongs to the message
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 190})
    void octetsBehindTheDigestAreRefused(int garbage) throws Exception {
        String input = input(JwsAlgorithm.RS256);
        Padded padded = new Padded(input);

        assertFalse(verified(JwsAlgorithm.RS256, input, padded.signature(padded.info("SHA-256"), garbage)));
    }

    // RFC 8017, section 9.2: the padding is of octets FF, for signatures of block type 1
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1, 2", "2, 254", "100, 0", "100, 254"})
    void anotherPaddingIsRefused(int position, int value) throws Exception {
        String input = input(JwsAlgorithm.RS256);
        Padded padded = new Padded(input);
        byte[] info = padded.info("SHA-256");
        byte[] message = new byte[padded.size];
        Arrays.fill(message, (byte) 0xff);
        message[0] = 0;
        message[1] = 1;
        message[padded.size - info.length - 1] = 0;
        System.arraycopy(info, 0, message, padded.size - info.length, info.length);
        assertTrue(verified(JwsAlgorithm.RS256, input, padded.power(message)));
        message[position] = (byte) value;

        assertFalse(verified(JwsAlgorithm.RS256, input, padded.power(message)));
    }
}
