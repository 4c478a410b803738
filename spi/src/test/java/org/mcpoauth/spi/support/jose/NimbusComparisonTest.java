package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.spi.support.codec.MalformedException;

/** What an independent implementation makes of our tokens and keys, and we of its. Ed25519 needs more jars there. */
class NimbusComparisonTest {
    private static final String ALPHABET = "AQgwZz09-_.= \n";

    private final JwsParser parser = JwsParser.ofTokens(Tokens.JSON);
    private final JwsVerifier verifier = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());

    private static JWSVerifier theirs(JwsAlgorithm algorithm) throws JOSEException {
        java.security.PublicKey key = Tokens.key(algorithm).verificationKey().publicKey();
        return key instanceof RSAPublicKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier((ECPublicKey) key);
    }

    private static boolean verifiedByThem(String token, JwsAlgorithm algorithm) {
        try {
            return JWSObject.parse(token).verify(theirs(algorithm));
        } catch (ParseException | JOSEException | IllegalArgumentException refused) {
            return false;
        }
    }

    private boolean verifiedByUs(String token, JwsAlgorithm algorithm) {
        try {
            return verifier.verify(parser.parse(token), Tokens.key(algorithm).verificationKey());
        } catch (MalformedException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EDDSA", "ED25519"})
    void theyVerifyWhatWeSign(JwsAlgorithm algorithm) {
        String token = JwsSigner.ofTokens(Tokens.JSON, Tokens.SIGNATURES, Tokens.key(algorithm), "at+jwt")
                .sign(Tokens.object("{\"sub\":\"alice\"}"));

        assertTrue(verifiedByThem(token, algorithm));
        assertTrue(verifiedByUs(token, algorithm));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EDDSA", "ED25519"})
    void weVerifyWhatTheySign(JwsAlgorithm algorithm) throws JOSEException {
        java.security.PrivateKey key = Tokens.key(algorithm).privateKey();
        JWSSigner signer = key instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key);
        JWSObject jws = new JWSObject(new JWSHeader(JWSAlgorithm.parse(algorithm.wireName())), new Payload("{}"));
        jws.sign(signer);

        assertTrue(verifiedByUs(jws.serialize(), algorithm));
    }

    @ParameterizedTest
    @EnumSource
    void theyReadTheKeysWeWriteAndFindTheSameThumbprint(JwsAlgorithm algorithm) throws ParseException, JOSEException {
        VerificationKey key = Tokens.key(algorithm).verificationKey();
        JWK theirs = JWK.parse(Tokens.JSON.write(Jwk.write(key, Tokens.JSON)));

        assertEquals(key.keyId(), theirs.getKeyID());
        assertEquals(key.thumbprint(), theirs.computeThumbprint().toString());
    }

    /** We are the stricter of the two: nothing that they refuse is accepted here. */
    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS384", "ES256"})
    void whatWeAcceptTheyAcceptToo(JwsAlgorithm algorithm) {
        String token = Tokens.signed(algorithm);
        Random random = new Random(8725);
        assertTrue(verifiedByUs(token, algorithm) && verifiedByThem(token, algorithm));
        for (int i = 0; i < 500; i++) {
            String changed = changed(token, random);
            if (verifiedByUs(changed, algorithm)) {
                assertEquals(token, changed, "the change put the same character back");
                assertTrue(verifiedByThem(changed, algorithm));
            }
        }
    }

    private static String changed(String token, Random random) {
        StringBuilder text = new StringBuilder(token);
        int at = random.nextInt(token.length());
        char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        switch (random.nextInt(4)) {
            case 0 -> text.setCharAt(at, c);
            case 1 -> text.insert(at, c);
            case 2 -> text.append(c);
            default -> text.deleteCharAt(at);
        }
        return text.toString();
    }
}
