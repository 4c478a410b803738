package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

class HmacVerifierTest {
    private static final Secret SECRET = Secret.of("0123456789abcdef".repeat(4));

    private final JwsParser parser = JwsParser.ofTokens(Tokens.JSON);
    private final HmacVerifier verifier = new HmacVerifier(EnumSet.allOf(HmacAlgorithm.class));

    private static String token(Secret secret, HmacAlgorithm algorithm) {
        return JwsSigner.ofClientSecret(Tokens.JSON, secret, algorithm).sign(Tokens.object("{\"sub\":\"client\"}"));
    }

    @ParameterizedTest
    @EnumSource
    void theSecretOfTheClientVerifiesWhatItSigned(HmacAlgorithm algorithm) throws MalformedException {
        CompactJws jws = parser.parse(token(SECRET, algorithm));

        assertTrue(verifier.verify(jws, SECRET));
        assertFalse(verifier.verify(jws, Secret.of("x" + SECRET.reveal())));
    }

    @Test
    void aShortenedOrProlongedMacIsRefused() throws MalformedException {
        String token = token(SECRET, HmacAlgorithm.HS256);
        byte[] mac = Tokens.signatureOf(token);

        assertFalse(
                verifier.verify(parser.parse(Tokens.withSignature(token, java.util.Arrays.copyOf(mac, 16))), SECRET));
        assertFalse(
                verifier.verify(parser.parse(Tokens.withSignature(token, java.util.Arrays.copyOf(mac, 33))), SECRET));
    }

    @Test
    void anAlgorithmOffTheListIsRefused() throws MalformedException {
        HmacVerifier narrow = new HmacVerifier(Set.of(HmacAlgorithm.HS256));
        CompactJws mac = parser.parse(token(SECRET, HmacAlgorithm.HS512));
        CompactJws signature = parser.parse(Tokens.signed(JwsAlgorithm.RS256));

        assertEquals(
                Fault.ALGORITHM,
                assertThrows(MalformedException.class, () -> narrow.verify(mac, SECRET))
                        .fault());
        assertEquals(
                Fault.ALGORITHM,
                assertThrows(MalformedException.class, () -> verifier.verify(signature, SECRET))
                        .fault());
        assertThrows(IllegalArgumentException.class, () -> new HmacVerifier(Set.of()));
    }

    /** RFC 7518, section 3.2: a key at least as long as the hash. */
    @Test
    void aShortSecretIsRefusedOnBothSides() throws MalformedException {
        Secret brief = Secret.of("a".repeat(31));
        CompactJws jws = parser.parse(token(SECRET, HmacAlgorithm.HS256));

        assertThrows(
                IllegalArgumentException.class,
                () -> JwsSigner.ofClientSecret(Tokens.JSON, brief, HmacAlgorithm.HS256));
        assertEquals(
                Fault.KEY,
                assertThrows(MalformedException.class, () -> verifier.verify(jws, brief))
                        .fault());
        assertTrue(HmacAlgorithm.HS256.accepts(Secret.of("\u00e9".repeat(16))));
    }
}
