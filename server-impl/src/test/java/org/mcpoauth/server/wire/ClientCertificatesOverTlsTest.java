package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.json.StrictJson;

/** Certificate-bound tokens over real TLS connections (RFC 8705, section 3) and behind proxies (RFC 9440). */
class ClientCertificatesOverTlsTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static Path client;
    private static Path other;
    private static SSLContext serverTls;
    private static KeyStore trusted;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws GeneralSecurityException, IOException {
        client = TestCertificates.store(folder, "client");
        other = TestCertificates.store(folder, "other");
        Path server = TestCertificates.store(folder, "server", "-ext", "SAN=ip:127.0.0.1");
        trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Path store : List.of(client, other, server)) {
            trusted.setCertificateEntry(store.getFileName().toString(), TestCertificates.certificate(store));
        }
        serverTls = tls(server);
    }

    private static SSLContext tls(@Nullable Path own) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : TestCertificates.keys(own), trust.getTrustManagers(), null);
        return context;
    }

    private static ServletServer server(UnaryOperator<CertificatePolicy> policy) {
        UnaryOperator<ResourceServerConfiguration.Builder> configure =
                it -> it.certificates(policy.apply(CertificatePolicy.DEFAULT));
        SSLEngineConfigurator wantsClients = new SSLEngineConfigurator(serverTls, false, false, true);
        return new ServletServer(new EchoServlet(), configure, wantsClients);
    }

    private static JsonObjectBuilder bound(X509Certificate certificate) {
        return JSON.object().add("x5t#S256", TestCertificates.thumbprint(certificate));
    }

    private static String token(ServletServer server, Path store) {
        X509Certificate certificate = TestCertificates.certificate(store);
        return server.issuer.token(claims -> claims.add("cnf", bound(certificate)));
    }

    private static HttpResponse<String> call(
            ServletServer server, @Nullable Path own, String authorization, String... headers) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(tls(own))
                    .build();
            HttpRequest.Builder request =
                    server.post(CALL).header("Authorization", authorization).timeout(Duration.ofSeconds(20));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertEquals(401, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"error\":\"invalid_token\""), response.body());
    }

    @Test
    @DisplayName("RFC 8705, section 3: the certificate of the TLS connection")
    void aBoundTokenIsForTheHolderOfItsCertificateAlone() {
        try (ServletServer server = server(it -> it)) {
            String bearer = "Bearer " + token(server, client);
            assertEquals(200, call(server, client, bearer).statusCode());
            assertRefused(call(server, other, bearer));
            assertRefused(call(server, null, bearer));
        }
    }

    @Test
    void aTokenThatIsBoundToNothingNeedsNoCertificate() {
        try (ServletServer server = server(it -> it)) {
            String bearer = "Bearer " + server.issuer.token();
            assertEquals(200, call(server, null, bearer).statusCode());
            assertEquals(200, call(server, other, bearer).statusCode());
        }
    }

    @Test
    void whereBindingIsRequiredOtherTokensAreRefused() {
        try (ServletServer server = server(it -> it.withUse(Use.REQUIRED))) {
            assertRefused(call(server, client, "Bearer " + server.issuer.token()));
            assertEquals(
                    200, call(server, client, "Bearer " + token(server, client)).statusCode());
        }
    }

    @Test
    void whereBindingIsSwitchedOffBoundTokensAreRefused() {
        try (ServletServer server = server(it -> it.withUse(Use.OFF))) {
            assertRefused(call(server, client, "Bearer " + token(server, client)));
        }
    }

    @Test
    @DisplayName("RFC 9449 and RFC 8705 at once: both must be proved")
    void aTokenThatIsBoundToKeyAndCertificateNeedsBoth() {
        try (ServletServer server = server(it -> it)) {
            ProofMaker prover = new ProofMaker(server.clock);
            X509Certificate certificate = TestCertificates.certificate(client);
            String token = server.issuer.token(
                    claims -> claims.add("cnf", bound(certificate).add("jkt", prover.thumbprint())));
            String dpop = "DPoP " + token;
            String url = TestIssuer.RESOURCE;
            assertEquals(
                    200,
                    call(server, client, dpop, "DPoP", prover.proof("POST", url, token))
                            .statusCode());
            assertRefused(call(server, other, dpop, "DPoP", prover.proof("POST", url, token)));
            assertRefused(call(server, client, "Bearer " + token));
        }
    }

    @Test
    @DisplayName("RFC 9440: Client-Cert of a trusted proxy, and of nobody else")
    void theHeaderCountsFromATrustedProxyOnly() {
        String header = TestCertificates.header(TestCertificates.certificate(client));
        try (ServletServer behindProxy = server(it -> it.withTrustedProxies(List.of("127.0.0.0/8")));
                ServletServer elsewhere = server(it -> it.withTrustedProxies(List.of("192.0.2.0/24")));
                ServletServer without = server(it -> it)) {
            String bearer = "Bearer " + token(behindProxy, client);
            assertEquals(
                    200, call(behindProxy, null, bearer, "Client-Cert", header).statusCode());
            assertEquals(
                    200, call(behindProxy, other, bearer, "Client-Cert", header).statusCode());
            assertRefused(call(behindProxy, client, bearer));
            assertRefused(call(behindProxy, client, bearer, "Client-Cert", ":AAAA:"));
            assertRefused(call(behindProxy, client, bearer, "Client-Cert", header, "Client-Cert", header));
            assertRefused(call(elsewhere, null, "Bearer " + token(elsewhere, client), "Client-Cert", header));
            assertRefused(call(without, null, "Bearer " + token(without, client), "Client-Cert", header));
        }
    }

    @Test
    void aSourceOfTheApplicationReplacesBoth() {
        X509Certificate certificate = TestCertificates.certificate(client);
        try (ServletServer server = server(it ->
                it.withSource(request -> request.headers().firstValue("X-Test").isPresent() ? certificate : null))) {
            String bearer = "Bearer " + token(server, client);
            assertEquals(200, call(server, null, bearer, "X-Test", "1").statusCode());
            assertRefused(call(server, client, bearer));
        }
    }

    @Test
    @DisplayName("RFC 9728, section 2: tls_client_certificate_bound_access_tokens")
    void theMetadataTellsThatBoundTokensAreTaken() {
        try (ServletServer on = server(it -> it);
                ServletServer off = server(it -> it.withUse(Use.OFF))) {
            assertTrue(on.resource.metadata().tlsClientCertificateBoundAccessTokens());
            assertFalse(off.resource.metadata().tlsClientCertificateBoundAccessTokens());
        }
    }
}
