package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.server.authorization.Jwt;
import org.mcpoauth.server.authorization.TestServer;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * RFC 8705 at the authorization server over real TLS connections. The handshake shows that a client has the key of its
 * certificate and believes every issuer, as it must where certificates are self-signed; the server judges the rest.
 */
class MutualTlsOverTlsTest {
    private static final String[] TIMES = {"-startdate", "2025/12/31", "-validity", "30"};
    private static final ClientAuthenticationMethod[] METHODS = {
        ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH
    };

    private static Path issued;
    private static Path impostor;
    private static Path own;
    private static Path foreign;
    private static SSLContext serverTls;

    private TestServer server;
    private TlsServer listening;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        issued = TestCertificates.issued(folder, "crm", TIMES);
        impostor = TestCertificates.issued(folder, "impostor", "-startdate", "2025/12/31", "-dname", "CN=crm");
        own = TestCertificates.store(folder, "own", TIMES);
        foreign = TestCertificates.store(folder, "foreign", TIMES);
        serverTls = tls(TestCertificates.store(folder, "server", "-ext", "SAN=ip:127.0.0.1"));
    }

    @BeforeEach
    void start() {
        server = new TestServer(builder -> builder.mutualTls(MutualTls.DEFAULT
                        .withCertificates(CertificatePolicy.DEFAULT.withUse(Use.ACCEPT))
                        .withTrustAnchors(List.of(TestCertificates.authority(issued)))
                        .withBaseUrl(URI.create("https://mtls.as.example/tenant")))
                .clients(ClientRules.DEFAULT.withAuthenticationMethods(
                        Set.of(METHODS[0], METHODS[1], ClientAuthenticationMethod.NONE))));
        listening = new TlsServer(server.server, serverTls);
    }

    @AfterEach
    void stop() {
        listening.close();
    }

    private static SSLContext tls(@Nullable Path store) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    store == null ? null : TestCertificates.keys(store), new TrustManager[] {new EveryIssuer()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(String clientId, UnaryOperator<ClientMetadataBuilder> change) {
        List<GrantType> grants =
                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
        server.addClient(
                clientId,
                null,
                metadata -> change.apply(metadata.grantTypes(grants).tlsClientCertificateBoundAccessTokens(true)));
    }

    private void addIssued() {
        add(
                "crm",
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                        .member("tls_client_auth_subject_dn", Json.createValue("CN=crm")));
    }

    private void addSelfSigned() {
        add(
                "crm",
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                        .jwks(JwkSet.of(List.of(key(own))).write(server.json)));
    }

    private static VerificationKey key(Path store) {
        try {
            return VerificationKey.of(TestCertificates.certificate(store).getPublicKey(), null, null);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> post(URI uri, @Nullable Path store, String[] headers, String... form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(TestServer.form(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls(store))
                .build();
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> token(@Nullable Path store, String... form) {
        return post(listening.mutual(TestServer.BASE + "/token"), store, new String[0], form);
    }

    private static String[] machine() {
        return new String[] {"grant_type", "client_credentials", "client_id", "crm", "resource", TestServer.RESOURCE};
    }

    private JsonObject json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return Json.createReader(new StringReader(response.body())).readObject();
    }

    private static void assertRefused(int status, String error, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"error\":\"" + error + "\""), response.body());
    }

    private void assertBoundTo(Path store, HttpResponse<String> response) {
        JsonObject confirmation =
                Jwt.claims(server, json(response).getString("access_token")).getJsonObject("cnf");
        assertEquals(
                TestCertificates.thumbprint(TestCertificates.certificate(store)), confirmation.getString("x5t#S256"));
    }

    @Test
    @DisplayName("RFC 8705, sections 2.1 and 3: the registered subject, by a trusted issuer")
    void aCertificateOfATrustedIssuerAuthenticates() {
        addIssued();
        assertBoundTo(issued, token(issued, machine()));
    }

    @Test
    @DisplayName("RFC 8705, section 2.1: the same subject by another issuer, another subject, no certificate")
    void anyOtherCertificateDoesNot() {
        addIssued();
        assertRefused(401, "invalid_client", token(impostor, machine()));
        assertRefused(401, "invalid_client", token(own, machine()));
        assertRefused(401, "invalid_client", token(null, machine()));
    }

    @Test
    @DisplayName("RFC 5280, section 4.1.2.5: a certificate has an end")
    void aCertificateThatIsOverDoesNot() {
        addIssued();
        assertEquals(200, token(issued, machine()).statusCode());
        server.pass(Duration.ofDays(40));
        assertRefused(401, "invalid_client", token(issued, machine()));
    }

    @Test
    @DisplayName("RFC 8705, sections 2.2 and 3: a registered key")
    void aSelfSignedCertificateWithARegisteredKeyAuthenticates() {
        addSelfSigned();
        assertBoundTo(own, token(own, machine()));
        assertRefused(401, "invalid_client", token(foreign, machine()));
        assertRefused(401, "invalid_client", token(issued, machine()));
        assertRefused(401, "invalid_client", token(null, machine()));
    }

    @Test
    @DisplayName("RFC 9440, section 3: the header of a proxy counts from a trusted proxy only")
    void aHeaderIsNoHandshake() {
        addSelfSigned();
        String[] header = {"Client-Cert", TestCertificates.header(TestCertificates.certificate(own))};
        URI endpoint = listening.mutual(TestServer.BASE + "/token");

        assertRefused(401, "invalid_client", post(endpoint, null, header, machine()));
        assertRefused(401, "invalid_client", post(endpoint, foreign, header, machine()));
    }

    @Test
    @DisplayName("RFC 8705, section 5: certificates are asked for at the aliases")
    void theAliasesAreWhereCertificatesAreAskedFor() {
        addSelfSigned();
        URI alias = Objects.requireNonNull(server.server
                .metadata()
                .mtlsEndpointAliases()
                .orElseThrow()
                .endpoints()
                .get("token_endpoint"));

        assertEquals(URI.create("https://mtls.as.example" + TestServer.BASE + "/token"), alias);
        assertEquals(
                200,
                post(listening.mutual(alias.getRawPath()), own, new String[0], machine())
                        .statusCode());
        assertRefused(401, "invalid_client", post(listening.usual(alias.getRawPath()), own, new String[0], machine()));
    }

    @Test
    @DisplayName("RFC 8705, section 4: the certificate takes the place of authentication of a public client")
    void aPublicClientRefreshesWithItsCertificateOnly() {
        add(
                "app",
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)));
        HttpResponse<String> first = token(
                own,
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "code",
                server.codeOf("app"),
                "redirect_uri",
                TestServer.REDIRECT_URI,
                "code_verifier",
                TestServer.VERIFIER);
        String[] refreshing = {
            "grant_type",
            "refresh_token",
            "client_id",
            "app",
            "refresh_token",
            json(first).getString("refresh_token")
        };

        assertBoundTo(own, first);
        assertRefused(400, "invalid_grant", token(foreign, refreshing));
        assertRefused(400, "invalid_request", token(null, refreshing));
        assertBoundTo(own, token(own, refreshing));
    }

    @Test
    @DisplayName("RFC 8705, section 3.2; RFC 7662, section 2.1; RFC 7009, section 2.1")
    void introspectionAndRevocationAreForTheHolderOfTheCertificate() {
        addSelfSigned();
        String[] form = {
            "client_id", "crm", "token", json(token(own, machine())).getString("access_token")
        };
        URI introspection = listening.mutual(TestServer.BASE + "/introspect");
        URI revocation = listening.mutual(TestServer.BASE + "/revoke");
        JsonObject introspected = json(post(introspection, own, new String[0], form));

        assertEquals(
                TestCertificates.thumbprint(TestCertificates.certificate(own)),
                introspected.getJsonObject("cnf").getString("x5t#S256"));
        assertRefused(401, "invalid_client", post(introspection, foreign, new String[0], form));
        assertRefused(401, "invalid_client", post(revocation, null, new String[0], form));
        assertEquals(200, post(revocation, own, new String[0], form).statusCode());
        assertFalse(json(post(introspection, own, new String[0], form)).getBoolean("active"));
    }

    /** Takes every certificate, as a server does that leaves the judgement to what is behind it. */
    private static final class EveryIssuer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
