package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy.Options;

@Timeout(60)
class JdkHttpTransportTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static SSLContext forLocalhost;
    private static SSLContext forOtherHost;

    @BeforeAll
    static void makeKeys() throws Exception {
        forLocalhost = context("localhost.p12", "DNS:localhost,IP:127.0.0.1");
        forOtherHost = context("other.p12", "DNS:other.example");
    }

    // One context serves and trusts the same self-signed certificate
    private static SSLContext context(String file, String name) throws Exception {
        Path store = folder.resolve(file);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "tls",
                        "-dname",
                        "CN=test",
                        "-validity",
                        "30",
                        "-ext",
                        "SAN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("tls", keys.getCertificate("tls"));
        return context(keys, anchors);
    }

    private static SSLContext context(KeyStore keys, KeyStore anchors) throws Exception {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static FaultServer serve(SSLContext context) {
        return new FaultServer("https", context.getServerSocketFactory()).on("/m", FaultServer.json("{}"));
    }

    private static byte[] fetch(URI uri, JdkHttpTransport.Builder settings) {
        try (JdkHttpTransport transport = settings.build()) {
            return GuardedHttp.builder(
                            transport, new StrictEndpointPolicy(Options.strict().withLoopback()))
                    .build()
                    .getJson(uri, FetchKind.JWKS.withTimeout(Duration.ofSeconds(20)))
                    .orThrow()
                    .body();
        }
    }

    private static void assertRefused(FaultServer server, JdkHttpTransport.Builder settings) {
        URI uri = server.uri("/m");
        TransportException e = assertThrows(TransportException.class, () -> fetch(uri, settings));
        assertEquals(FailureCode.CONNECTION_FAILED, e.code());
        assertEquals(0, server.count("/m"));
    }

    @Test
    void aTrustedServerIsCalled() throws IOException {
        try (FaultServer server = serve(forLocalhost)) {
            byte[] body = fetch(server.uri("/m"), JdkHttpTransport.builder().sslContext(forLocalhost));
            assertEquals(2, body.length);
        }
    }

    @Test
    void aServerThatIsNotTrustedSeesNoRequest() throws IOException {
        try (FaultServer server = serve(forLocalhost)) {
            assertRefused(server, JdkHttpTransport.builder());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws IOException {
        try (FaultServer server = serve(forOtherHost)) {
            assertRefused(server, JdkHttpTransport.builder().sslContext(forOtherHost));
        }
    }
}
