package org.mcpoauth.server.authorization.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.SharedStore;
import org.mcpoauth.server.authorization.RecordingStore;
import org.mcpoauth.server.authorization.TestServer;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.SigningKeyOrigin;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** The keys that sign tokens (RFC 7517, RFC 7468; RFC 9068, section 2.1). */
class SigningKeySourcesTest {
    private static final SigningKey FIRST = SigningKey.generate(JwsAlgorithm.ES256);
    private static final SigningKey SECOND = SigningKey.generate(JwsAlgorithm.EDDSA);
    private static final SigningKey RSA = SigningKey.generate(JwsAlgorithm.RS256);

    private final TestServer environment = new TestServer();

    @TempDir
    private Path directory;

    private static String pem(SigningKey key) {
        return pem("PRIVATE KEY", key.privateKey().getEncoded());
    }

    private static String pem(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static String jwk(SigningKey key) {
        StrictJson json = StrictJson.create();
        return json.write(Jwk.write(key.verificationKey(), json));
    }

    private KeySource source(SigningKeyOrigin origin) {
        return source(TokenIssuance.DEFAULT.withKeys(origin), environment.services);
    }

    private static KeySource source(TokenIssuance tokens, McpOAuthServices services) {
        return SigningKeySources.of(
                AuthorizationServerConfiguration.builder(
                                Issuer.of(TestServer.ISSUER), List.of(ResourceIdentifier.of(TestServer.RESOURCE)))
                        .tokens(tokens)
                        .build(),
                services);
    }

    private static SigningKeyOrigin.Text text(String keys) {
        return new SigningKeyOrigin.Text(Secret.of(keys));
    }

    private static List<String> ids(KeySource source) {
        return source.verificationKeys().stream().map(VerificationKey::keyId).toList();
    }

    private static String id(SigningKey key) {
        return key.verificationKey().thumbprint();
    }

    @Test
    void theFirstPemBlockSignsAndAllVerify() {
        KeySource keys = source(text("current\n" + pem(FIRST) + "next\n" + pem(SECOND) + "past\n"
                + pem(RSA.verificationKey().publicKey())));

        assertEquals(id(FIRST), keys.signingKey().keyId());
        assertEquals("ES256", keys.signingKey().algorithm());
        assertEquals(List.of(id(FIRST), id(SECOND), id(RSA)), ids(keys));
        assertEquals(
                List.of("ES256", "EdDSA", "RS256"),
                keys.verificationKeys().stream().map(VerificationKey::algorithm).toList());
    }

    @ParameterizedTest
    @CsvSource({"RS256", "RS512", "PS256", "PS384"})
    void anRsaKeySignsWithTheAlgorithmThatIsConfigured(String algorithm) {
        KeySource keys = source(
                TokenIssuance.DEFAULT.withSigningAlgorithm(algorithm).withKeys(text(pem(RSA) + pem(SECOND))),
                environment.services);

        assertEquals(algorithm, keys.signingKey().algorithm());
        assertEquals("EdDSA", keys.verificationKeys().get(1).algorithm());
    }

    @Test
    void aSigningKeyForAnotherAlgorithmIsRefused() {
        assertRefused(TokenIssuance.DEFAULT.withSigningAlgorithm("RS256").withKeys(text(pem(FIRST))), "signing-keys");
    }

    @Test
    void aJwkSetKeepsItsIdsAndTheOrder() {
        String d = privateMember();
        KeySource keys = source(text("{\"keys\":[" + d + "," + jwk(SECOND) + "]}"));

        assertEquals("now", keys.signingKey().keyId());
        assertEquals(List.of("now", id(SECOND)), ids(keys));
        assertEquals("now", source(text(d)).signingKey().keyId());
    }

    private static String privateMember() {
        // RFC 8037, appendix A.1
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"now\",\"alg\":\"EdDSA\","
                + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no key",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[1]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"d\":\"AAAA\"}]}",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertRefused(TokenIssuance.DEFAULT.withKeys(text(text)), "signing-keys");
    }

    @Test
    void weakPublicRepeatedAndTooManyKeysAreRefused() throws Exception {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        String small = pem("PRIVATE KEY", weak.generateKeyPair().getPrivate().getEncoded());
        for (String text : List.of(
                small,
                pem(FIRST) + small,
                pem(FIRST.verificationKey().publicKey()),
                jwk(FIRST),
                pem(FIRST) + pem(FIRST),
                manyKeys(17))) {
            assertRefused(TokenIssuance.DEFAULT.withKeys(text(text)), "signing-keys");
        }
    }

    private static String manyKeys(int count) {
        return Stream.generate(() -> pem(SigningKey.generate(JwsAlgorithm.ES256)))
                .limit(count)
                .collect(Collectors.joining());
    }

    @Test
    void aFileIsReadAnewWhenItChangesAtABoundedPace() throws IOException {
        Path file = directory.resolve("keys.pem");
        Files.writeString(file, pem(FIRST));
        KeySource keys = source(new SigningKeyOrigin.KeyFile(file));
        assertEquals(id(FIRST), keys.signingKey().keyId());

        Files.writeString(file, pem(SECOND) + pem(FIRST));
        environment.pass(Duration.ofSeconds(9));
        assertEquals(id(FIRST), keys.signingKey().keyId(), "nobody looks yet");

        environment.pass(Duration.ofSeconds(1));
        assertEquals(id(SECOND), keys.signingKey().keyId());
        assertEquals(List.of(id(SECOND), id(FIRST)), ids(keys));
    }

    @Test
    void aFileThatStaysTheSameGivesTheSameObjects() throws IOException {
        Path file = directory.resolve("keys.pem");
        Files.writeString(file, pem(FIRST));
        KeySource keys = source(new SigningKeyOrigin.KeyFile(file));
        List<VerificationKey> before = keys.verificationKeys();

        environment.pass(Duration.ofMinutes(1));

        assertSame(before, keys.verificationKeys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
    void aBrokenFileKeepsTheOldKeysUntilItIsMended(String broken) throws IOException {
        Path file = directory.resolve("keys.pem");
        Files.writeString(file, pem(FIRST));
        KeySource keys = source(new SigningKeyOrigin.KeyFile(file));

        Files.writeString(file, broken);
        for (int i = 0; i < 3; i++) {
            environment.pass(Duration.ofSeconds(10));
            assertEquals(id(FIRST), keys.signingKey().keyId());
        }
        Files.delete(file);
        environment.pass(Duration.ofSeconds(10));
        assertEquals(id(FIRST), keys.signingKey().keyId());

        Files.writeString(file, pem(SECOND));
        environment.pass(Duration.ofSeconds(10));
        assertEquals(id(SECOND), keys.signingKey().keyId());
    }

    @Test
    void aFileThatCannotBeReadAtFirstIsRefused() throws IOException {
        Path large = directory.resolve("large");
        Files.writeString(large, pem(FIRST) + " ".repeat(64 * 1024));
        // the second says it is empty, and never ends
        for (Path file : List.of(large, Path.of("/dev/zero"), directory.resolve("missing"), directory)) {
            assertRefused(TokenIssuance.DEFAULT.withKeys(new SigningKeyOrigin.KeyFile(file)), "signing-keys-file");
        }
    }

    @Test
    void aKeyStoreSignsWithTheNamedKeyAndPublishesAll() throws Exception {
        Path store = keyStore("one", "two");
        KeySource keys = source(new SigningKeyOrigin.KeyStoreFile(store, Secret.of("changeit"), "two"));
        KeySource others = source(new SigningKeyOrigin.KeyStoreFile(store, Secret.of("changeit"), "one"));

        assertEquals(2, keys.verificationKeys().size());
        assertEquals(keys.signingKey().keyId(), ids(keys).get(0));
        assertNotEquals(keys.signingKey().keyId(), others.signingKey().keyId());
        assertEquals(ids(keys).get(0), ids(others).get(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyStoreAndItsPasswordAreExchangedInAnyOrder(boolean isPasswordFirst) throws Exception {
        Path store = keyStore("old");
        Path other = keyStore("next");
        reprotect(other, "exchanged");
        Exchanged<Secret> password = new Exchanged<>(Secret.of("changeit"));
        KeySource keys = source(new SigningKeyOrigin.KeyStoreFile(store, password, null));
        String before = keys.signingKey().keyId();
        List<Runnable> steps =
                new ArrayList<>(List.of(() -> password.set(Secret.of("exchanged")), () -> move(other, store)));
        if (!isPasswordFirst) {
            Collections.reverse(steps);
        }

        steps.get(0).run();
        environment.pass(Duration.ofSeconds(10));
        assertEquals(before, keys.signingKey().keyId());
        steps.get(1).run();
        environment.pass(Duration.ofSeconds(10));
        assertNotEquals(before, keys.signingKey().keyId());
    }

    private static void reprotect(Path file, String password) throws Exception {
        char[] old = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance(file.toFile(), old);
        KeyStore copy = KeyStore.getInstance("PKCS12");
        copy.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
            copy.setKeyEntry(alias, store.getKey(alias, old), password.toCharArray(), store.getCertificateChain(alias));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            copy.store(out, password.toCharArray());
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKeyStoreOfSeveralKeysNeedsAName() throws Exception {
        Path store = keyStore("one", "two");
        for (SigningKeyOrigin.KeyStoreFile origin : List.of(
                new SigningKeyOrigin.KeyStoreFile(store, Secret.of("changeit"), null),
                new SigningKeyOrigin.KeyStoreFile(store, Secret.of("changeit"), "three"),
                new SigningKeyOrigin.KeyStoreFile(store, Secret.of("wrong one"), "one"))) {
            assertRefused(TokenIssuance.DEFAULT.withKeys(origin), "signing-key-store");
        }
        assertEquals(
                1,
                source(new SigningKeyOrigin.KeyStoreFile(keyStore("only"), Secret.of("changeit"), null))
                        .verificationKeys()
                        .size());
    }

    private Path keyStore(String... aliases) throws Exception {
        Path store = directory.resolve(String.join("-", aliases) + ".p12");
        for (String alias : aliases) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            alias,
                            "-dname",
                            "CN=" + alias,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertEquals(0, process.waitFor());
        }
        return store;
    }

    private void assertRefused(TokenIssuance tokens, String key) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> source(tokens, environment.services));
        assertEquals(key, refused.key());
        assertNull(refused.getCause(), "a cause could hold what was read");
    }

    /** Keys that the server makes and an encrypted store keeps. */
    @Nested
    class Generated {
        private static final Duration TURN = Duration.ofDays(90);
        private static final Duration PACE = Duration.ofMinutes(1);

        private final TokenIssuance tokens = TokenIssuance.DEFAULT.withSigningAlgorithm("ES256");
        private final RecordingStore raw =
                new RecordingStore(new InMemoryStateStore(environment.clock, StoreLimits.defaults()));
        private McpOAuthServices services = environment.services;

        @BeforeEach
        void encrypt() {
            StateStore store = StateStores.encrypted(raw, List.of(Secret.of("0123456789abcdef0123456789abcdef")));
            services = environment.services.withStateStore(store);
        }

        @Test
        void allNodesHaveTheSameKeys() {
            KeySource one = source(tokens, services);
            KeySource other = source(tokens, services);

            assertEquals(one.signingKey().keyId(), other.signingKey().keyId());
            assertEquals(ids(one), ids(other));
        }

        @Test
        void aProcessThatHasTheStoreAloneHasItsOwn() {
            KeySource one = source(tokens, environment.services);
            KeySource other = source(tokens, environment.services);

            assertNotEquals(one.signingKey().keyId(), other.signingKey().keyId());
            assertEquals(0, environment.store.count("signing-keys"));
        }

        /** Each node would refuse the tokens of the others. */
        @Test
        void nodesOfAReadableStoreNeedKeys() {
            McpOAuthServices shared = environment.services.withStateStore(new SharedStore(raw));
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> source(tokens, shared));

            assertEquals("signing-keys-file", refused.key());
            assertTrue(String.valueOf(refused.getMessage()).contains("store.keys"), refused.getMessage());
        }

        @Test
        void theNextKeyIsPublishedADayBeforeItSigns() {
            KeySource one = source(tokens, services);
            KeySource other = source(tokens, services);
            String first = one.signingKey().keyId();

            environment.pass(TURN.minusDays(1));
            assertEquals(2, ids(one).size());
            environment.pass(PACE);
            assertEquals(ids(one), ids(other));
            assertEquals(first, one.signingKey().keyId());
            String second = ids(one).get(1);

            environment.pass(Duration.ofDays(1).minus(PACE));
            assertEquals(second, one.signingKey().keyId());
            assertEquals(second, other.signingKey().keyId());
            assertTrue(ids(one).contains(first), "it verifies as long as its tokens live");

            environment.pass(tokens.accessTokenTtl().plusMinutes(6));
            assertEquals(List.of(second), ids(one));
        }

        @Test
        void anotherAlgorithmIsAnnouncedBeforeItIsUsed() {
            source(tokens, services);
            KeySource changed = source(tokens.withSigningAlgorithm("EdDSA"), services);
            assertEquals("ES256", changed.signingKey().algorithm());
            assertEquals(2, ids(changed).size());

            environment.pass(Duration.ofDays(1));
            assertEquals("EdDSA", changed.signingKey().algorithm());
        }

        @Test
        void aStoreThatFailsLeavesTheKeys() {
            KeySource keys = source(tokens, services);
            List<String> before = ids(keys);

            raw.setBroken(true);
            environment.pass(TURN);
            assertEquals(before, ids(keys));

            raw.setBroken(false);
            environment.pass(PACE);
            assertEquals(2, ids(keys).size());
        }

        @Test
        void aLongPauseBringsANewKeyAtOnce() {
            String before = source(tokens, services).signingKey().keyId();
            environment.pass(TURN.multipliedBy(3));

            assertNotEquals(before, source(tokens, services).signingKey().keyId());
        }

        @Test
        void aTurnHasABound() {
            assertThrows(ConfigurationException.class, () -> new SigningKeyOrigin.Generated(Duration.ofMinutes(59)));
            KeySource keys = source(tokens.withKeys(new SigningKeyOrigin.Generated(Duration.ofHours(1))), services);
            environment.pass(Duration.ofMinutes(45));
            assertEquals(2, ids(keys).size(), "longer than the five minutes for which the key set may be kept");
        }

        @Test
        void manyThreadsLookOnce() throws InterruptedException {
            KeySource keys = source(tokens, services);
            environment.pass(TURN);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(new Thread(keys::signingKey));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(2, ids(keys).size());
        }
    }
}
