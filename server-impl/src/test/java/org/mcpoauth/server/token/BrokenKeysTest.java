package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.JdkHttpTransport;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * A key that is broken, foreign or for something else disables no other key of its set (RFC 7517, section
 * 5); fetched over a real connection.
 */
@Timeout(60)
class BrokenKeysTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String KID = "\"kid\":\"other\"";

    private final FaultServer server = new FaultServer();
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();
    private final MovableClock clock = new MovableClock();
    private final TestIssuer issuer = new TestIssuer(server.uri("/tenant").toString(), new ScriptedTransport(), clock);

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    static List<Arguments> brokenKeys() throws Exception {
        JsonObject ec = members(SigningKey.generate(JwsAlgorithm.ES256));
        JsonObject rsa = members(SigningKey.generate(JwsAlgorithm.RS256));
        List<Arguments> broken = new ArrayList<>();
        broken.add(Arguments.of("null", "null"));
        broken.add(Arguments.of("a number", "1"));
        broken.add(Arguments.of("a string", "\"key\""));
        broken.add(Arguments.of("an array", "[{\"kty\":\"EC\"}]"));
        broken.add(Arguments.of("an empty object", "{}"));
        broken.add(Arguments.of("no type", "{" + KID + "}"));
        broken.add(Arguments.of("unknown type", "{\"kty\":\"PQC\"," + KID + "}"));
        broken.add(Arguments.of("type of another kind", "{\"kty\":[\"EC\"]," + KID + "}"));
        broken.add(Arguments.of("kid of another kind", ec("P-256", ec.getString("x"), ec.getString("y"), "\"kid\":7")));
        broken.add(Arguments.of("off the curve", ec("P-256", ec.getString("y"), ec.getString("x"), KID)));
        broken.add(Arguments.of("the point at zero", ec("P-256", zeros(32), zeros(32), KID)));
        broken.add(Arguments.of("another curve", ec("P-384", ec.getString("x"), ec.getString("y"), KID)));
        broken.add(Arguments.of("unknown curve", ec("secp256k1", ec.getString("x"), ec.getString("y"), KID)));
        broken.add(
                Arguments.of("short coordinate", ec("P-256", ec.getString("x").substring(4), ec.getString("y"), KID)));
        broken.add(Arguments.of("padded coordinate", ec("P-256", ec.getString("x") + "=", ec.getString("y"), KID)));
        broken.add(Arguments.of("no coordinate", "{\"kty\":\"EC\",\"crv\":\"P-256\"," + KID + "}"));
        broken.add(Arguments.of(
                "private key", ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"d\":\"AAAA\"")));
        broken.add(Arguments.of(
                "for encryption", ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"use\":\"enc\"")));
        broken.add(Arguments.of(
                "for signing only",
                ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"key_ops\":[\"sign\"]")));
        broken.add(Arguments.of(
                "wrong algorithm", ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"alg\":\"RS256\"")));
        broken.add(Arguments.of("MAC", ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"alg\":\"HS256\"")));
        broken.add(Arguments.of(
                "key agreement", ec("P-256", ec.getString("x"), ec.getString("y"), KID + ",\"alg\":\"ECDH-ES\"")));
        broken.add(Arguments.of("short RSA", rsa(modulus(1024), "AQAB")));
        broken.add(Arguments.of("exponent 1", rsa(rsa.getString("n"), "AQ")));
        broken.add(Arguments.of("even exponent", rsa(rsa.getString("n"), "AAI")));
        broken.add(Arguments.of("even modulus", rsa(even(rsa.getString("n")), "AQAB")));
        broken.add(Arguments.of("no exponent", "{\"kty\":\"RSA\",\"n\":\"" + rsa.getString("n") + "\"," + KID + "}"));
        broken.add(Arguments.of("broken generator", rsa(roca(), "AQAB")));
        broken.add(Arguments.of("giant RSA", rsa(Base64Url.encode(giant()), "AQAB")));
        broken.add(Arguments.of("symmetric", "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"));
        broken.add(Arguments.of("small order", okp("Ed25519", Base64Url.encode(new byte[32]))));
        broken.add(Arguments.of("for agreement", okp("X25519", ec.getString("x"))));
        broken.add(Arguments.of("Ed448", okp("Ed448", ec.getString("x"))));
        return broken;
    }

    private static JsonObject members(SigningKey key) throws MalformedException {
        return JSON.readObject(TestIssuer.keySet(List.of(key)), JsonLimits.JWKS)
                .getJsonArray("keys")
                .getJsonObject(0);
    }

    private static String ec(String curve, String x, String y, String rest) {
        return "{\"kty\":\"EC\",\"crv\":\"" + curve + "\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"," + rest + "}";
    }

    private static String rsa(String n, String e) {
        return "{\"kty\":\"RSA\",\"n\":\"" + n + "\",\"e\":\"" + e + "\"," + KID + "}";
    }

    private static String okp(String curve, String x) {
        return "{\"kty\":\"OKP\",\"crv\":\"" + curve + "\",\"x\":\"" + x + "\"," + KID + "}";
    }

    private static String zeros(int length) {
        return Base64Url.encode(new byte[length]);
    }

    private static String modulus(int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return unsigned(((RSAPublicKey) generator.generateKeyPair().getPublic()).getModulus());
    }

    private static String even(String n) throws Exception {
        return unsigned(new BigInteger(1, Base64Url.decode(n)).clearBit(0));
    }

    private static byte[] giant() {
        byte[] octets = new byte[4096];
        octets[0] = 1;
        octets[4095] = 1;
        return octets;
    }

    /** CVE-2017-15361: a modulus that is a power of 65537 modulo every small prime. */
    private static String roca() {
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime = BigInteger.valueOf(3); prime.intValue() <= 167; prime = prime.nextProbablePrime()) {
            product = product.multiply(prime);
        }
        BigInteger residue = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(987654321), product);
        BigInteger step = product.shiftLeft(1);
        BigInteger least = BigInteger.ONE.shiftLeft(2047);
        BigInteger start = least.subtract(least.mod(step)).add(step);
        return unsigned(start.add(residue.testBit(0) ? residue : residue.add(product)));
    }

    private static String unsigned(BigInteger number) {
        byte[] octets = number.toByteArray();
        return Base64Url.encode(octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets);
    }

    private TokenVerifier verifierOf(String... keys) {
        server.on("/keys", FaultServer.json("{\"keys\":[" + String.join(",", keys) + "]}"));
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .issuers(List.of(TrustedIssuer.of(issuer.issuer()).withJwksUrl(server.uri("/keys"))))
                .tokenCache(TokenCacheLimits.OFF)
                .build();
        return new JwtVerifierFactory().verifier(configuration, TestIssuer.services(transport, clock, Runnable::run));
    }

    private static String good(SigningKey key) {
        String set = TestIssuer.keySet(List.of(key));
        return set.substring(set.indexOf('[') + 1, set.lastIndexOf(']'));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenKeys")
    void theOtherKeysWork(String name, String broken) {
        TokenVerifier verifier = verifierOf(broken, good(issuer.key()), broken);
        assertEquals(
                "alice",
                VerifierFixture.verify(verifier, issuer.token()).principal().subject(),
                name);
        assertEquals(1, server.count("/keys"));
    }

    /** The set of a broken key alone is no set: it would push out the good one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenKeys")
    void aBrokenKeyAloneIsNoSet(String name, String broken) {
        TokenVerifier verifier = verifierOf(broken);
        assertThrows(TransportException.class, () -> VerifierFixture.verify(verifier, issuer.token()), name);
    }

    // RFC 7517, section 4.5: keys may share an identifier
    @Test
    void keysThatShareAnIdentifierAreAllTried() throws Exception {
        String kid = String.valueOf(issuer.key().verificationKey().keyId());
        JsonObject other = members(SigningKey.generate(JwsAlgorithm.ES256));
        String namesake = ec("P-256", other.getString("x"), other.getString("y"), "\"kid\":\"" + kid + "\"");
        TokenVerifier verifier = verifierOf(namesake, good(issuer.key()));
        assertEquals(
                "alice",
                VerifierFixture.verify(verifier, issuer.token()).principal().subject());
        VerifierFixture.assertRejected(RejectionReason.SIGNATURE, verifierOf(namesake), issuer.token());
    }
}
