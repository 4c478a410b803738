package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.http.Connections;

/**
 * Keys of clients in every form in which they may be configured (RFC 7468; RFC 7517; RFC 7292), made by the
 * keytool of the JDK.
 */
class ClientKeyFormsTest {
    private static final String CRM = "mcp.oauth.client.crm.";
    private static final String PASSWORD = "changeit";
    private static final String MESSAGE = "message";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeStores() throws Exception {
        keytool("EC", "EC", "-groupname", "secp256r1");
        keytool("RSA", "RSA", "-keysize", "2048");
        keytool("Ed25519", "Ed25519");
        keytoolOf("JKS", "JKS", "RSA", "-keysize", "2048");
    }

    private static void keytool(String store, String... algorithm) throws Exception {
        keytoolOf(store, "PKCS12", algorithm);
    }

    private static void keytoolOf(String store, String type, String... algorithm) throws Exception {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(tool.toString(), "-genkeypair", "-keyalg"));
        command.addAll(List.of(algorithm));
        command.addAll(List.of("-alias", "it", "-dname", "CN=it", "-validity", "30", "-storetype", type));
        command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD, "-keystore", file(store)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(store + ".log").toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0);
    }

    private static String file(String store) {
        return folder.resolve(store + ".p12").toString();
    }

    private static KeyStore open(String store) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(Path.of(file(store)))) {
            KeyStore opened = KeyStore.getInstance("PKCS12");
            opened.load(in, PASSWORD.toCharArray());
            return opened;
        }
    }

    private static PrivateKey privateKey(String store) throws GeneralSecurityException, IOException {
        return (PrivateKey) open(store).getKey("it", PASSWORD.toCharArray());
    }

    private static PublicKey publicKey(String store) throws GeneralSecurityException, IOException {
        return open(store).getCertificate("it").getPublicKey();
    }

    private static String pem(String store) throws GeneralSecurityException, IOException {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(privateKey(store).getEncoded()) + "\n-----END PRIVATE KEY-----";
    }

    private static String jwk(String store) throws GeneralSecurityException, IOException {
        PrivateKey key = privateKey(store);
        if (key instanceof ECPrivateKey ec) {
            ECPublicKey half = (ECPublicKey) publicKey(store);
            return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"own\",\"d\":\"" + number(ec.getS(), 32) + "\",\"x\":\""
                    + number(half.getW().getAffineX(), 32) + "\",\"y\":\""
                    + number(half.getW().getAffineY(), 32) + "\"}";
        }
        if (key instanceof RSAPrivateCrtKey rsa) {
            return "{\"kty\":\"RSA\",\"kid\":\"own\",\"n\":\"" + number(rsa.getModulus(), 256) + "\",\"e\":\""
                    + number(rsa.getPublicExponent(), 3) + "\",\"d\":\"" + number(rsa.getPrivateExponent(), 256)
                    + "\",\"p\":\"" + number(rsa.getPrimeP(), 128) + "\",\"q\":\"" + number(rsa.getPrimeQ(), 128)
                    + "\",\"dp\":\"" + number(rsa.getPrimeExponentP(), 128) + "\",\"dq\":\""
                    + number(rsa.getPrimeExponentQ(), 128) + "\",\"qi\":\"" + number(rsa.getCrtCoefficient(), 128)
                    + "\"}";
        }
        byte[] spki = publicKey(store).getEncoded();
        byte[] point = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"own\",\"d\":\""
                + base64(((EdECPrivateKey) key).getBytes().orElseThrow()) + "\",\"x\":\"" + base64(point) + "\"}";
    }

    private static String number(BigInteger value, int size) {
        byte[] signed = value.toByteArray();
        byte[] octets = new byte[size];
        int length = Math.min(size, signed.length);
        System.arraycopy(signed, signed.length - length, octets, size - length, length);
        return base64(octets);
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static ClientConfiguration read(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Samples.CLIENT);
        more.forEach((name, value) -> keys.put(CRM + name, value));
        return ClientConfigurations.read(Keys.config(keys), "crm", builder -> {});
    }

    private static Map<String, String> configured(String form, String store) throws Exception {
        return switch (form) {
            case "PEM" -> Map.of("client-key", pem(store));
            case "JWK" ->
                Map.of(
                        "client-key-file",
                        Files.writeString(folder.resolve(store + ".jwk"), jwk(store))
                                .toString());
            default -> Map.of("client-key-store", file(store), "client-key-store-password", PASSWORD);
        };
    }

    /** The algorithm follows the key, and what it signs is verified with the certificate's half. */
    @ParameterizedTest
    @CsvSource({
        "PEM, EC, ES256, SHA256withECDSA",
        "JWK, EC, ES256, SHA256withECDSA",
        "PKCS12, EC, ES256, SHA256withECDSA",
        "PEM, RSA, RS256, SHA256withRSA",
        "JWK, RSA, RS256, SHA256withRSA",
        "PKCS12, RSA, RS256, SHA256withRSA",
        "PEM, Ed25519, EdDSA, Ed25519",
        "JWK, Ed25519, EdDSA, Ed25519",
        "PKCS12, Ed25519, EdDSA, Ed25519"
    })
    void everyFormOfEveryKeyIsRead(String form, String store, String algorithm, String jca) throws Exception {
        SigningKey key = Objects.requireNonNull(read(configured(form, store)).clientKey())
                .current();
        assertEquals(algorithm, key.algorithm());
        Signature signature = Signature.getInstance(jca);
        signature.initSign(key.key());
        signature.update(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        byte[] signed = signature.sign();
        signature.initVerify(publicKey(store));
        signature.update(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(signed));
        if (form.equals("JWK")) {
            assertEquals("own", key.keyId());
        } else {
            assertNull(key.keyId());
        }
    }

    /** The JDK tells the two forms apart. */
    @Test
    void theOlderFormOfTheJdkIsReadToo() throws Exception {
        SigningKey key = Objects.requireNonNull(
                        read(configured("PKCS12", "JKS")).clientKey())
                .current();
        assertEquals("RS256", key.algorithm());
        assertTrue(connections(Map.of("key-store", file("JKS"), "key-store-password", PASSWORD))
                .clientCertificate());
    }

    @Test
    void anAlgorithmThatIsNamedWins() throws Exception {
        Map<String, String> keys = new HashMap<>(configured("PKCS12", "RSA"));
        keys.put("client-key-algorithm", "PS256");
        keys.put("client-key-id", "mine");
        keys.put("client-key-store-alias", "it");
        SigningKey key = Objects.requireNonNull(read(keys).clientKey()).current();
        assertEquals("PS256", key.algorithm());
        assertEquals("mine", key.keyId());
    }

    /** What is wrong is said by the name of the key, never by password or content. */
    @ParameterizedTest
    @CsvSource({
        "client-key-store-password, wrong-password, client-key-store",
        "client-key-store-alias, other, client-key-store",
        "client-key-algorithm, ES256, client-key-store",
        "client-key-store, /nowhere/at/all.p12, client-key-store"
    })
    void aStoreThatDoesNotFitIsAProblem(String changed, String value, String reported) throws Exception {
        Map<String, String> keys = new HashMap<>(configured("PKCS12", "RSA"));
        keys.put(changed, value);
        String message = String.valueOf(
                assertThrows(ConfigurationException.class, () -> read(keys)).getMessage());
        assertTrue(message.contains(CRM + reported + ": "), message);
        assertFalse(message.contains(PASSWORD) || message.contains("wrong-password"), message);
    }

    @Test
    void aStoreNeedsItsPassword() {
        String message = String.valueOf(assertThrows(
                        ConfigurationException.class, () -> read(Map.of("client-key-store", file("EC"))))
                .getMessage());
        assertTrue(message.contains(CRM + "client-key-store-password"), message);
    }

    /** RFC 9449, section 4.2: the key of the proofs, the same on all nodes. */
    @ParameterizedTest
    @CsvSource({"EC, ES256", "RSA, RS256", "Ed25519, EdDSA"})
    void theKeyOfProofsIsReadFromAFile(String store, String algorithm) throws Exception {
        Path file = Files.writeString(folder.resolve(store + ".pem"), pem(store));
        DPoPKey key = Objects.requireNonNull(read(Map.of("dpop.key-file", file.toString()))
                        .possession()
                        .key())
                .current();
        assertEquals(algorithm, key.algorithm());
        assertEquals(publicKey(store), key.keyPair().getPublic());
        assertThrows(
                ConfigurationException.class,
                () -> read(Map.of("dpop.key-file", file.toString(), "dpop.algorithm", "ES512")));
    }

    /** RFC 8705, section 2: the certificate for TLS. */
    @Test
    void theCertificateAndTheAnchorsAreReadFromStores() {
        Connections connections = connections(Map.of(
                "key-store",
                file("EC"),
                "key-store-password",
                PASSWORD,
                "trust-store",
                file("RSA"),
                "trust-store-password",
                PASSWORD));
        assertTrue(connections.clientCertificate());
        assertTrue(connections.toString().startsWith("Connections[tls=own, clientCertificate=true, "));
        assertFalse(connections(Map.of("trust-store", file("RSA"), "trust-store-password", PASSWORD))
                .clientCertificate());
        assertNull(connections(Map.of()).tls());
    }

    @ParameterizedTest
    @CsvSource({
        "key-store-password, wrong-password",
        "key-store, /nowhere.p12",
        "key-store-alias, other",
        "connect-timeout, PT2M"
    })
    void whatDoesNotOpenIsAProblem(String changed, String value) {
        Map<String, String> keys = new HashMap<>(Map.of("key-store", file("EC"), "key-store-password", PASSWORD));
        keys.put(changed, value);
        String message = String.valueOf(assertThrows(ConfigurationException.class, () -> connections(keys))
                .getMessage());
        assertFalse(message.contains(PASSWORD) || message.contains("wrong-password"), message);
    }

    @Test
    void theKeyThatIsShownIsNamed() {
        Map<String, String> keys = new HashMap<>(Map.of("key-store", file("EC"), "key-store-password", PASSWORD));
        keys.put("key-store-alias", "it");
        assertTrue(connections(keys).clientCertificate());
        keys.put("key-store-alias", "other");
        assertEquals(
                List.of("mcp.oauth.http.key-store-alias: is the name of a key in http.key-store"),
                Keys.problems(() -> connections(keys)));
    }

    @Test
    void aNameOfAKeyNeedsAStore() {
        assertEquals(
                List.of("mcp.oauth.http.key-store-alias: is for a key of http.key-store, which is missing"),
                Keys.problems(() -> connections(Map.of("key-store-alias", "it"))));
    }

    private static Connections connections(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>();
        more.forEach((name, value) -> keys.put("mcp.oauth.http." + name, value));
        return RuntimeSettings.read(Keys.config(keys), Credentials.NONE).connections();
    }
}
