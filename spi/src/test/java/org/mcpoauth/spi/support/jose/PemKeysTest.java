package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.MalformedException;

class PemKeysTest {
    private static final String ED25519_PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;
    private static final String ED25519_PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\r', '\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\r\n" + body + "\r\n-----END " + label + "-----\r\n";
    }

    /** RFC 8410, sections 10.1 and 10.3. */
    @Test
    void thePublishedEd25519KeysAreReadAndBelongTogether() throws MalformedException {
        SigningKey key = PemKeys.signingKey(ED25519_PRIVATE, null, JwsAlgorithm.EDDSA);

        assertEquals(
                PemKeys.verificationKey(ED25519_PUBLIC, null, null).thumbprint(),
                key.verificationKey().thumbprint());
    }

    @ParameterizedTest
    @EnumSource
    void thePublicHalfOfAPrivateKeyIsWorkedOut(JwsAlgorithm algorithm) throws MalformedException {
        SigningKey key = SigningKey.generate(algorithm);
        SigningKey read = PemKeys.signingKey(pem("PRIVATE KEY", key.privateKey().getEncoded()), "mine", algorithm);
        String publicPem = pem("PUBLIC KEY", key.verificationKey().publicKey().getEncoded());

        assertEquals(key.verificationKey().publicKey(), read.verificationKey().publicKey());
        assertEquals("mine", read.verificationKey().keyId());
        assertEquals(
                key.verificationKey().thumbprint(),
                PemKeys.verificationKey(publicPem, "mine", algorithm).thumbprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "junk",
                "-----BEGIN PRIVATE KEY-----",
                "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nA A=\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void whatIsNotOneBlockWithAKeyIsRefused(String pem) {
        assertThrows(MalformedException.class, () -> PemKeys.signingKey(pem, null, JwsAlgorithm.RS256));
        assertThrows(
                MalformedException.class, () -> PemKeys.verificationKey(pem.replace("PRIVATE", "PUBLIC"), null, null));
    }

    @Test
    void twoBlocksAreRefused() {
        assertThrows(
                MalformedException.class,
                () -> PemKeys.signingKey(ED25519_PRIVATE + ED25519_PRIVATE, null, JwsAlgorithm.EDDSA));
    }

    @Test
    void aKeyThatDoesNotFitTheAlgorithmIsRefused() {
        assertThrows(MalformedException.class, () -> PemKeys.signingKey(ED25519_PRIVATE, null, JwsAlgorithm.ES256));
        assertThrows(MalformedException.class, () -> PemKeys.verificationKey(ED25519_PUBLIC, null, JwsAlgorithm.RS256));
    }
}
