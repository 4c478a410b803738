package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.server.OpenIdRules;

/** OpenID Connect Core 1.0, section 5.3, for tokens that are bound to keys (RFC 8705, section 3; RFC 9449, section 7). */
class UserInfoPossessionTest {
    private static final String[] TIMES = {"-startdate", "2025/12/31", "-validity", "30"};
    private static final String ALIAS = "https://mtls.as.example/tenant/oauth/userinfo";
    private static String certificate = "";
    private static String other = "";

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        certificate = forwarded(folder, "crm");
        other = forwarded(folder, "other");
    }

    private static String forwarded(Path folder, String name) {
        return TestCertificates.header(TestCertificates.certificate(TestCertificates.store(folder, name, TIMES)));
    }

    private static TestServer server(UnaryOperator<MutualTls> change) {
        CertificatePolicy behindProxy =
                CertificatePolicy.DEFAULT.withUse(Use.ACCEPT).withTrustedProxies(List.of("192.0.2.0/24"));
        TestServer server = new TestServer(builder -> builder.openId(OpenIdRules.OFF.withOffered(true))
                .mutualTls(change.apply(MutualTls.DEFAULT.withCertificates(behindProxy))));
        server.addClient(
                "bound",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .tlsClientCertificateBoundAccessTokens(true));
        server.addPublicClient("app");
        return server;
    }

    private static String code(TestServer server, String clientId) {
        return new TestBrowser(server)
                .authorize(TestServer.authorizationQuery(clientId).replace("scope=mcp%3Atools", "scope=openid"));
    }

    private static EndpointResponse userInfo(TestServer server, String token, @Nullable String clientCert) {
        Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + token));
        if (clientCert != null) {
            headers.put("Client-Cert", clientCert);
        }
        return server.get(TestServer.BASE + "/userinfo", null, headers);
    }

    @Test
    void theCertificateOfABoundTokenComesFromWhereAllDo() {
        TestServer server = server(mutualTls -> mutualTls);
        String form = TestServer.form(ProvingClient.redemption("bound", code(server, "bound")));
        String token = server.json(server.post("/token", Map.of("Client-Cert", certificate), form))
                .getString("access_token");

        assertEquals(200, userInfo(server, token, certificate).status());
        assertEquals(401, userInfo(server, token, other).status());
        assertEquals(401, userInfo(server, token, null).status());
    }

    @Test
    void whereAllTokensAreBoundNoOtherCounts() {
        TestServer lax = server(mutualTls -> mutualTls);
        String unbound = lax.json(lax.redeem("app", code(lax, "app"))).getString("access_token");
        assertEquals(200, userInfo(lax, unbound, certificate).status());
        TestServer strict = server(
                mutualTls -> mutualTls.withCertificates(mutualTls.certificates().withUse(Use.REQUIRED)));
        String form = TestServer.form(ProvingClient.redemption("app", code(strict, "app")));
        String bound = strict.json(strict.post("/token", Map.of("Client-Cert", certificate), form))
                .getString("access_token");

        assertEquals(200, userInfo(strict, bound, certificate).status());
        assertEquals(401, userInfo(strict, bound, null).status());
    }

    /** RFC 8705, section 5; RFC 9449, section 4.3, check 9. */
    @Test
    void aProofMayNameTheUrlForMutualTls() {
        TestServer server = server(mutualTls -> mutualTls.withBaseUrl(URI.create("https://mtls.as.example/tenant")));
        ProvingClient client = new ProvingClient(server);
        String token = server.json(client.redeem("app", code(server, "app"))).getString("access_token");

        assertEquals(
                URI.create(ALIAS),
                server.server
                        .metadata()
                        .mtlsEndpointAliases()
                        .orElseThrow()
                        .userinfoEndpoint()
                        .orElseThrow());
        for (String url : List.of(ALIAS, TestServer.ISSUER + "/oauth/userinfo")) {
            String proof = client.key().proof("GET", url, token);
            assertEquals(200, proven(server, token, proof).status());
            assertEquals(401, proven(server, token, proof).status(), "a proof counts once");
        }
        String elsewhere = client.key().proof("GET", "https://mtls.as.example/oauth/userinfo", token);
        assertEquals(401, proven(server, token, elsewhere).status());
    }

    private static EndpointResponse proven(TestServer server, String token, String proof) {
        return server.get(TestServer.BASE + "/userinfo", null, Map.of("Authorization", "DPoP " + token, "DPoP", proof));
    }
}
