package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;

/**
 * The resource as a TLS client of the introspection endpoint, over real connections (RFC 8705, sections 2
 * and 5): the metadata come from a server that asks nobody for a certificate, the alias that they name from
 * one that has no connection without the certificate it knows.
 */
class TlsClientIntrospectionTest {
    private static final String RESOURCE = "https://rs.example/mcp";
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    private static Path client;
    private static Path other;
    private static Path server;

    private FaultServer open;
    private FaultServer alias;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        client = TestCertificates.store(folder, "client");
        other = TestCertificates.store(folder, "other");
        server = TestCertificates.store(folder, "server", "-ext", "SAN=ip:127.0.0.1");
    }

    /** Shows one certificate, or none, and trusts another one. */
    private static SSLContext tls(@Nullable Path own, Path trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("it", TestCertificates.certificate(trusted));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keys(own), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(Path store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestCertificates.open(store), TestCertificates.PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    /** Sockets that have no connection with whoever shows no certificate. */
    private static ServerSocketFactory demanding(SSLContext context) {
        return new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                return createServerSocket(port, 0);
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
                SSLServerSocket socket =
                        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, backlog, address);
                socket.setNeedClientAuth(true);
                return socket;
            }
        };
    }

    @BeforeEach
    void start() {
        open = new FaultServer("https", tls(server, client).getServerSocketFactory());
        alias = new FaultServer("https", demanding(tls(server, client)));
        long exp = System.currentTimeMillis() / 1000 + 600;
        FaultServer.Behaviour active = FaultServer.json("{\"active\":true,\"iss\":\"" + issuer() + "\",\"aud\":\""
                + RESOURCE + "\",\"sub\":\"alice\",\"client_id\":\"c\",\"exp\":" + exp + "}");
        open.on(
                METADATA,
                FaultServer.json("{\"issuer\":\"" + issuer() + "\",\"response_types_supported\":[\"code\"],"
                        + "\"introspection_endpoint\":\"" + open.uri("/introspect") + "\",\"mtls_endpoint_aliases\":{"
                        + "\"introspection_endpoint\":\"" + alias.uri("/introspect") + "\"}}"));
        open.on("/introspect", active);
        alias.on("/introspect", active);
    }

    @AfterEach
    void close() throws IOException {
        open.close();
        alias.close();
    }

    private Issuer issuer() {
        return Issuer.of(open.uri("").toString());
    }

    private static IntrospectionRules rules(Issuer issuer, boolean selfSigned) {
        return IntrospectionRules.of(issuer, "the resource", new ClientAuthentication.TlsClient(selfSigned));
    }

    private static String subject(McpOAuthRuntime runtime, IntrospectionRules rules) {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(RESOURCE), List.of(rules.issuer()))
                .introspection(rules)
                .build();
        PresentedToken token = PresentedToken.bearer("opaque", "POST", URI.create(RESOURCE));
        return String.valueOf(
                runtime.verifier(configuration).verify(token).principal().subject());
    }

    private static String subject(SSLContext context, IntrospectionRules rules) {
        try (McpOAuthRuntime runtime =
                McpOAuthRuntime.builder().allowLoopback().sslContext(context).build()) {
            return subject(runtime, rules);
        }
    }

    // RFC 8705, sections 2.1 and 2.2: tls_client_auth and self_signed_tls_client_auth
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCertificateOpensTheAlias(boolean selfSigned) {
        assertEquals("alice", subject(tls(client, server), rules(issuer(), selfSigned)));
        assertEquals(0, open.count("/introspect"), "a TLS client goes to the alias");
        assertEquals(
                "token=opaque&token_type_hint=access_token&client_id=the+resource",
                alias.last("/introspect").body());
        assertEquals("", alias.last("/introspect").header("Authorization"));
    }

    @Test
    void anotherCertificateIsNotHeard() {
        assertThrows(TransportException.class, () -> subject(tls(other, server), rules(issuer(), false)));
        assertEquals(0, alias.count("/introspect"));
    }

    @Test
    void withoutCertificateNobodyIsHeard() {
        assertThrows(TransportException.class, () -> subject(tls(null, server), rules(issuer(), false)));
        assertEquals(0, alias.count("/introspect"));
    }

    @Test
    void aServerThatIsNotTrustedLearnsNoToken() {
        IntrospectionRules rules = rules(issuer(), false).withUrl(alias.uri("/introspect"));
        assertThrows(TransportException.class, () -> subject(tls(client, other), rules));
        assertEquals(0, alias.count("/introspect"));
    }

    // where nothing is said the key store of the JVM counts
    @Test
    void theCertificateOfTheJvmIsShown() throws GeneralSecurityException {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(tls(client, server));
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build()) {
            assertEquals("alice", subject(runtime, rules(issuer(), false)));
            assertEquals(1, alias.count("/introspect"));
        } finally {
            SSLContext.setDefault(before);
        }
    }
}
