package org.mcpoauth.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/** Key stores with self-signed certificates, made by the keytool of the running JDK. */
public final class TestCertificates {
    /** The password of every store. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "it";
    private static final String AUTHORITY = "authority";

    private TestCertificates() {}

    /** Makes a store with one key and its certificate. */
    public static Path store(Path folder, String name, String... more) {
        Path store = folder.resolve(name + ".p12");
        generate(store, ALIAS, name, more);
        return store;
    }

    /** Makes a store with one key and its certificate, which an authority in the same store has issued. */
    public static Path issued(Path folder, String name, String... more) {
        Path store = folder.resolve(name + ".p12");
        generate(store, AUTHORITY, "authority of " + name, "-ext", "bc:c", "-startdate", "2025/12/31");
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("-signer", AUTHORITY));
        generate(store, ALIAS, name, all.toArray(String[]::new));
        return store;
    }

    private static void generate(Path store, String alias, String name, String... more) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(
                List.of(tool.toString(), "-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-validity", "30", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
        command.addAll(List.of(more));
        if (!command.contains("-dname")) {
            command.addAll(List.of("-dname", "CN=" + name));
        }
        run(command, store.resolveSibling(alias + "-" + name + ".log"));
    }

    private static void run(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a store. */
    public static KeyStore open(Path store) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore opened = KeyStore.getInstance("PKCS12");
            opened.load(in, PASSWORD.toCharArray());
            return opened;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What presents the certificate of a store in a handshake. */
    public static KeyManager[] keys(Path store) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(withoutAuthority(open(store)), PASSWORD.toCharArray());
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of an authority is not for handshakes. */
    private static KeyStore withoutAuthority(KeyStore opened) throws GeneralSecurityException {
        if (opened.containsAlias(AUTHORITY)) {
            opened.deleteEntry(AUTHORITY);
        }
        return opened;
    }

    /** The certificate of a store. */
    public static X509Certificate certificate(Path store) {
        return certificate(store, ALIAS);
    }

    /** The certificate of the authority of a store. */
    public static X509Certificate authority(Path store) {
        return certificate(store, AUTHORITY);
    }

    private static X509Certificate certificate(Path store, String alias) {
        try {
            return (X509Certificate) open(store).getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 8705, section 3.1: what a token names it by. */
    public static String thumbprint(X509Certificate certificate) {
        return Base64Url.encode(Sha256.digest(der(certificate)));
    }

    /** RFC 9440, section 2.2: as a proxy sends it. */
    public static String header(X509Certificate certificate) {
        return ":" + Base64Url.encodeStandard(der(certificate)) + ":";
    }

    /** Its encoding. */
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
