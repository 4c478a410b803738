package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;

/** Stores with several keys, of which one is shown to servers (RFC 8705, section 2). */
class Pkcs12Test {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeStores() throws Exception {
        for (String type : List.of("PKCS12", "JKS")) {
            keytool(type, "old");
            keytool(type, "new");
        }
    }

    private static void keytool(String type, String alias) throws Exception {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        tool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        alias,
                        "-dname",
                        "CN=" + alias,
                        "-validity",
                        "30",
                        "-storetype",
                        type,
                        "-storepass",
                        PASSWORD,
                        "-keypass",
                        PASSWORD,
                        "-keystore",
                        folder.resolve(type).toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(type + alias + ".log").toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0);
    }

    private static Pkcs12 open(String type) throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve(type))) {
            return Pkcs12.open(in, Secret.of(PASSWORD));
        }
    }

    private static X509ExtendedKeyManager manager(Pkcs12 store) throws GeneralSecurityException {
        return (X509ExtendedKeyManager) store.keyManagers()[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void withoutANameAServerMayChooseAnyKey(String type) throws Exception {
        assertEquals(2, manager(open(type)).getClientAliases("EC", null).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void theNamedKeyIsShownAndNoOther(String type) throws Exception {
        X509ExtendedKeyManager manager = manager(open(type).only("new"));
        assertArrayEquals(new String[] {"new"}, manager.getClientAliases("EC", null));
        assertEquals(
                "CN=new",
                manager.getCertificateChain("new")[0].getSubjectX500Principal().getName());
    }

    @Test
    void aNameThatIsNoneOfAKeyIsRefused() {
        assertThrows(GeneralSecurityException.class, () -> open("PKCS12").only("other"));
    }

    @Test
    void aCertificateAloneIsNoKey() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("PKCS12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.setCertificateEntry("trusted", store.getCertificate("old"));
        Path file = folder.resolve("mixed");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        assertThrows(GeneralSecurityException.class, () -> open("mixed").only("trusted"));
    }
}
