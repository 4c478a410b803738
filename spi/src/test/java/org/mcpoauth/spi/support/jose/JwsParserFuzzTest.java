package org.mcpoauth.spi.support.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/** Any text is either refused as malformed, or a token that is spelt in its one way and signed by nobody we know. */
class JwsParserFuzzTest {
    private static final JwsVerifier VERIFIER = new JwsVerifier(Tokens.SIGNATURES, JwsAlgorithm.all());
    private static final List<VerificationKey> STRANGERS = List.of(
            SigningKey.generate(JwsAlgorithm.RS256).verificationKey(),
            SigningKey.generate(JwsAlgorithm.ES256).verificationKey(),
            SigningKey.generate(JwsAlgorithm.EDDSA).verificationKey());

    @FuzzTest(maxDuration = "1m")
    void anyTextIsATokenOrRefused(byte[] octets) {
        String text = new String(octets, UTF_8);
        examine(JwsParser.ofTokens(Tokens.JSON), text);
        examine(JwsParser.ofProofs(Tokens.JSON), text);
    }

    private static void examine(JwsParser parser, String text) {
        try {
            CompactJws jws = parser.parse(text);
            assertEquals(text, new String(Tokens.signingInput(jws), UTF_8) + "." + Base64Url.encode(jws.signature()));
            readClaims(parser.claims(jws));
            assertFalse(VERIFIER.verify(jws, STRANGERS));
            VERIFIER.verify(jws, jws.header().embeddedKey());
        } catch (MalformedException refused) {
            assertEquals(0, refused.getStackTrace().length);
        }
    }

    private static void readClaims(JwtClaims claims) throws MalformedException {
        claims.audience();
        claims.scope();
        claims.text("sub");
        claims.object("cnf");
        new JwtTimes(() -> Instant.EPOCH, Duration.ofMinutes(5)).check(claims);
    }
}
