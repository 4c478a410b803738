package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.JsonLimits;

class JwkSetTest {
    private static final VerificationKey GOOD = Tokens.key(JwsAlgorithm.ES256).verificationKey();
    private static final String GOOD_JWK = Tokens.JSON.write(Jwk.write(GOOD, Tokens.JSON));

    private static JwkSet parse(String text) throws MalformedException {
        return JwkSet.parse(Tokens.object(text));
    }

    /** RFC 7517, section 5: implementations ignore what they do not understand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "1",
                "\"key\"",
                "[]",
                "[{}]",
                "{}",
                "{\"kty\":null}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"AKP\"}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"n\":\"====\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":1,\"y\":{}}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}"
            })
    void anUnusableEntryDisablesNoOther(String entry) throws MalformedException {
        for (String text : List.of(entry + "," + GOOD_JWK, GOOD_JWK + "," + entry)) {
            JwkSet set = parse("{\"keys\":[" + text + "]}");

            assertEquals(1, set.keys().size());
            assertEquals(1, set.ignored());
            assertEquals(1, set.candidates(GOOD.keyId(), JwsAlgorithm.ES256).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"keys\":null}", "{\"keys\":{}}", "{\"keys\":\"\"}", "{\"Keys\":[]}"})
    void aSetHasAnArrayOfKeys(String text) {
        assertEquals(
                Fault.SYNTAX,
                assertThrows(MalformedException.class, () -> parse(text)).fault());
    }

    @Test
    void aSetMayBeEmptyAndHaveOtherMembers() throws MalformedException {
        assertTrue(parse("{\"keys\":[],\"issuer\":\"x\"}").keys().isEmpty());
    }

    @Test
    void aSetHasAtMostAHundredKeys() throws MalformedException {
        assertEquals(100, JwkSet.parse(setOf(100)).ignored());
        assertEquals(
                Fault.TOO_LARGE,
                assertThrows(MalformedException.class, () -> JwkSet.parse(setOf(101)))
                        .fault());
    }

    private static JsonObject setOf(int entries) {
        JsonArrayBuilder keys = Tokens.JSON.array();
        for (int i = 0; i < entries; i++) {
            keys.addNull();
        }
        return Tokens.JSON.object().add("keys", keys).build();
    }

    @Test
    void severalKeysMayHaveOneKeyId() throws MalformedException {
        VerificationKey other = SigningKey.generate(JwsAlgorithm.ES256).verificationKey();
        VerificationKey one = VerificationKey.of(GOOD.publicKey(), "k", null);
        VerificationKey two = VerificationKey.of(other.publicKey(), "k", JwsAlgorithm.ES256);
        VerificationKey rsa = VerificationKey.of(
                Tokens.key(JwsAlgorithm.RS256).verificationKey().publicKey(), "k", null);
        JwkSet set = JwkSet.of(List.of(one, rsa, two));

        assertEquals(List.of(one, two), set.candidates("k", JwsAlgorithm.ES256));
        assertEquals(List.of(rsa), set.candidates("k", JwsAlgorithm.PS512));
        assertTrue(set.candidates("k", JwsAlgorithm.ES384).isEmpty());
    }

    @Test
    void aKeyIdIsMatchedExactlyAndNotByKeysWithoutOne() throws MalformedException {
        VerificationKey nameless = VerificationKey.of(GOOD.publicKey(), null, null);
        VerificationKey named = VerificationKey.of(GOOD.publicKey(), "k", null);
        JwkSet set = JwkSet.of(List.of(nameless, named));

        assertEquals(List.of(named), set.candidates("k", JwsAlgorithm.ES256));
        assertTrue(set.candidates("K", JwsAlgorithm.ES256).isEmpty());
        assertEquals(List.of(nameless, named), set.candidates(null, JwsAlgorithm.ES256));
    }

    @Test
    void aTokenCostsAtMostTenVerifications() throws MalformedException {
        JwkSet set = JwkSet.of(java.util.Collections.nCopies(100, GOOD));

        assertEquals(10, set.candidates(null, JwsAlgorithm.ES256).size());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws MalformedException {
        JwkSet set = JwkSet.of(List.of(GOOD, Tokens.key(JwsAlgorithm.EDDSA).verificationKey()));
        JwkSet read =
                JwkSet.parse(Tokens.JSON.readObject(Tokens.JSON.writeBytes(set.write(Tokens.JSON)), JsonLimits.JWKS));

        assertEquals(0, read.ignored());
        assertEquals(
                set.keys().stream().map(VerificationKey::thumbprint).toList(),
                read.keys().stream().map(VerificationKey::thumbprint).toList());
    }
}
