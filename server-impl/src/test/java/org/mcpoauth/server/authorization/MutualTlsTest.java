package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.VerificationKey;

/** RFC 8705: client authentication by TLS certificates, and tokens bound to them. */
class MutualTlsTest {
    private static final String[] TIMES = {"-startdate", "2025/12/31", "-validity", "30"};
    private static X509Certificate certificate;
    private static X509Certificate other;
    private static X509Certificate issued;
    private static X509Certificate authority;
    private static List<X509Certificate> authorities;

    private final TestServer server = server(mutualTls -> mutualTls);

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        Path named = TestCertificates.issued(
                folder,
                "crm",
                with(
                        TIMES,
                        "-dname",
                        "CN=Crm \\, Agent, O=Example, C=DE",
                        "-ext",
                        "SAN=dns:crm.example,dns:*.wild.example,uri:https://crm.example/id,"
                                + "ip:192.0.2.10,ip:2001:db8::1,email:crm@crm.example"));
        certificate = TestCertificates.certificate(named);
        other = TestCertificates.certificate(TestCertificates.store(folder, "other", TIMES));
        Path store = TestCertificates.issued(folder, "issued", TIMES);
        issued = TestCertificates.certificate(store);
        authority = TestCertificates.authority(store);
        authorities = List.of(authority, TestCertificates.authority(named));
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    private static TestServer server(UnaryOperator<MutualTls> change, ClientAuthenticationMethod... methods) {
        List<ClientAuthenticationMethod> offered = new ArrayList<>(ClientRules.DEFAULT.authenticationMethods());
        offered.addAll(methods.length == 0 ? List.of(ClientAuthenticationMethod.TLS_CLIENT_AUTH) : List.of(methods));
        CertificatePolicy accepted = CertificatePolicy.DEFAULT.withUse(Use.ACCEPT);
        MutualTls usual = MutualTls.DEFAULT.withCertificates(accepted).withTrustAnchors(authorities);
        return new TestServer(builder -> builder.mutualTls(change.apply(usual))
                .clients(ClientRules.DEFAULT.withAuthenticationMethods(Set.copyOf(offered))));
    }

    private static void add(
            TestServer server, ClientAuthenticationMethod method, UnaryOperator<ClientMetadataBuilder> change) {
        server.addClient(
                "crm",
                null,
                metadata -> change.apply(metadata.tokenEndpointAuthMethod(method)
                        .grantTypes(List.of(
                                GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS))));
    }

    private static EndpointResponse token(TestServer server, @Nullable X509Certificate with, String... form) {
        return server.send(
                "POST",
                TestServer.BASE + "/token",
                null,
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                TestServer.form(form),
                with);
    }

    private static EndpointResponse machine(TestServer server, @Nullable X509Certificate with, String... more) {
        return token(
                server,
                with,
                with(
                        new String[] {
                            "grant_type", "client_credentials", "client_id", "crm", "resource", TestServer.RESOURCE
                        },
                        more));
    }

    private static String boundTo(TestServer server, EndpointResponse response) {
        JsonObject cnf = Jwt.claims(server, server.json(response).getString("access_token"))
                .getJsonObject("cnf");
        return cnf == null ? "" : cnf.getString("x5t#S256");
    }

    private static ClientMetadataBuilder subject(ClientMetadataBuilder metadata, String member, String name) {
        return metadata.member(member, Json.createValue(name));
    }

    private static void assertInvalidClient(TestServer server, EndpointResponse response) {
        assertEquals(401, response.status());
        assertEquals("invalid_client", server.error(response));
    }

    /** RFC 8705, section 2.1. */
    @Nested
    class BySubject {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "tls_client_auth_subject_dn | CN=Crm \\, Agent,O=Example,C=DE",
                    "tls_client_auth_subject_dn | cn=crm \\,  AGENT, o=example, c=de",
                    "tls_client_auth_subject_dn | CN=\"Crm , Agent\",O=Example,C=DE",
                    "tls_client_auth_subject_dn | 2.5.4.3=Crm \\, Agent,2.5.4.10=Example,2.5.4.6=DE",
                    "tls_client_auth_san_dns | crm.example",
                    "tls_client_auth_san_dns | CRM.example",
                    "tls_client_auth_san_dns | *.wild.example",
                    "tls_client_auth_san_uri | https://crm.example/id",
                    "tls_client_auth_san_ip | 192.0.2.10",
                    "tls_client_auth_san_ip | 2001:db8::1",
                    "tls_client_auth_san_ip | 2001:0DB8:0:0:0:0:0:1",
                    "tls_client_auth_san_email | crm@crm.example",
                })
        void theRegisteredNameAuthenticates(String member, String name) {
            add(server, ClientAuthenticationMethod.TLS_CLIENT_AUTH, metadata -> subject(metadata, member, name));

            assertEquals(200, machine(server, certificate).status());
            assertInvalidClient(server, machine(server, other));
            assertInvalidClient(server, machine(server, null));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "tls_client_auth_subject_dn | CN=Crm \\, Agent",
                    "tls_client_auth_subject_dn | C=DE,O=Example,CN=Crm \\, Agent",
                    "tls_client_auth_subject_dn | CN=Crm,CN=Agent,O=Example,C=DE",
                    "tls_client_auth_subject_dn | nonsense",
                    "tls_client_auth_san_dns | sub.crm.example",
                    "tls_client_auth_san_dns | any.wild.example",
                    "tls_client_auth_san_dns | https://crm.example/id",
                    "tls_client_auth_san_uri | https://crm.example/ID",
                    "tls_client_auth_san_uri | crm.example",
                    "tls_client_auth_san_ip | 192.0.2.1",
                    "tls_client_auth_san_ip | 192.0.2.010",
                    "tls_client_auth_san_ip | crm.example",
                    "tls_client_auth_san_ip | ::ffff:192.0.2.10",
                    "tls_client_auth_san_email | CRM@crm.example",
                })
        void anyOtherNameDoesNot(String member, String name) {
            add(server, ClientAuthenticationMethod.TLS_CLIENT_AUTH, metadata -> subject(metadata, member, name));

            assertInvalidClient(server, machine(server, certificate));
        }

        /** RFC 8705, section 2.1.2: "exactly one". */
        @Test
        void twoNamesOrNoneAuthenticateNobody() {
            TestServer second = server(mutualTls -> mutualTls);
            add(server, ClientAuthenticationMethod.TLS_CLIENT_AUTH, metadata -> metadata);
            add(
                    second,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example")
                            .member("tls_client_auth_san_uri", Json.createValue("https://crm.example/id")));

            assertInvalidClient(server, machine(server, certificate));
            assertInvalidClient(second, machine(second, certificate));
        }

        @Test
        void aCertificateThatIsOverDoesNotCount() {
            add(
                    server,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example"));
            server.pass(Duration.ofDays(40));

            assertInvalidClient(server, machine(server, certificate));
        }

        @Test
        void anAuthorityIsBelievedAsLongAsItIsThere() {
            Exchanged<List<X509Certificate>> trusted = new Exchanged<>(List.of(authority));
            TestServer exchanging = server(mutualTls -> mutualTls.withTrustAnchors(trusted));
            add(
                    exchanging,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_subject_dn", "CN=issued"));
            assertEquals(200, machine(exchanging, issued).status());

            trusted.set(List.of(authorities.get(1)));
            assertInvalidClient(exchanging, machine(exchanging, issued));
            trusted.set(authorities);
            assertEquals(200, machine(exchanging, issued).status());
        }

        @Test
        void onlyATrustedAuthorityIsBelieved() {
            TestServer strict = server(mutualTls -> mutualTls.withTrustAnchors(List.of(authority)));
            add(
                    strict,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_subject_dn", "CN=issued"));
            TestServer forged = server(mutualTls -> mutualTls.withTrustAnchors(List.of(authority)));
            add(
                    forged,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_subject_dn", "CN=other"));

            assertEquals(200, machine(strict, issued).status());
            assertInvalidClient(forged, machine(forged, other));
        }
    }

    /** RFC 8705, section 2.2. */
    @Nested
    class SelfSigned {
        private final TestServer server =
                server(mutualTls -> mutualTls, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

        @Test
        void aRegisteredKeyAuthenticates() {
            add(
                    server,
                    ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                    metadata -> metadata.jwks(keys(other, certificate)));

            assertEquals(200, machine(server, certificate).status());
            assertEquals(200, machine(server, other).status());
            assertInvalidClient(server, machine(server, issued));
            assertInvalidClient(server, machine(server, null));
        }

        @Test
        void aKeyInACertificateThatIsOverDoesNotCount() {
            add(
                    server,
                    ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                    metadata -> metadata.jwks(keys(certificate)));
            server.pass(Duration.ofDays(40));

            assertInvalidClient(server, machine(server, certificate));
        }

        @Test
        void theKeysAreFetched() {
            add(
                    server,
                    ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                    metadata -> metadata.jwksUri(URI.create("https://192.0.2.7/jwks")));

            assertEquals(503, machine(server, certificate).status(), "nobody answers there");
            server.transport.putJson("https://192.0.2.7/jwks", server.json.write(keys(certificate)));
            server.pass(Duration.ofSeconds(5));
            assertEquals(200, machine(server, certificate).status());
        }

        /** RFC 8705, section 2.2.2: certificates are changed by changing the set. */
        @Test
        void aNewCertificateIsFetchedAtOnce() {
            add(
                    server,
                    ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                    metadata -> metadata.jwksUri(URI.create("https://192.0.2.7/jwks")));
            server.transport.putJson("https://192.0.2.7/jwks", server.json.write(keys(certificate)));
            assertEquals(200, machine(server, certificate).status());
            server.transport.putJson("https://192.0.2.7/jwks", server.json.write(keys(other)));

            assertEquals(200, machine(server, other).status());
            assertInvalidClient(server, machine(server, certificate));
        }

        @Test
        void aPublishedClientMayUseIt() {
            String url = "https://192.0.2.7/app/client.json";
            server.transport.putJson(
                    url,
                    "{\"client_id\":\"" + url + "\",\"client_name\":\"a\",\"redirect_uris\":[\""
                            + TestServer.REDIRECT_URI + "\"],"
                            + "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\",\"jwks\":"
                            + server.json.write(keys(certificate)) + "}");
            String[] form = ProvingClient.redemption(url, server.codeOf(url));

            assertInvalidClient(server, token(server, other, form));
            assertEquals(200, token(server, certificate, form).status());
        }

        private JsonObject keys(X509Certificate... certificates) {
            return JwkSet.of(Stream.of(certificates).map(MutualTlsTest::key).toList())
                    .write(server.json);
        }
    }

    private static VerificationKey key(X509Certificate certificate) {
        try {
            return VerificationKey.of(certificate.getPublicKey(), null, null);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 6749, section 2.3: one method, the registered one. */
    @Nested
    class AmongOtherMethods {
        @Test
        void aCertificateBesideASecretDoesNotCount() {
            server.addConfidentialClient("poster", ClientAuthenticationMethod.CLIENT_SECRET_POST);
            String[] form = {"grant_type", "client_credentials", "client_id", "poster", "resource", TestServer.RESOURCE
            };

            assertEquals(
                    200,
                    token(server, certificate, with(form, "client_secret", TestServer.SECRET))
                            .status());
            assertInvalidClient(server, token(server, certificate, form));
        }

        @Test
        void aSecretBesideACertificateIsAnotherMethod() {
            add(
                    server,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example"));

            assertInvalidClient(server, machine(server, certificate, "client_secret", TestServer.SECRET));
        }

        @Test
        void aMethodThatIsNotOfferedDoesNotCount() {
            TestServer usual = new TestServer();
            add(
                    usual,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example"));

            assertInvalidClient(usual, machine(usual, certificate));
        }

        /** Whoever may make any certificate could take any subject. */
        @Test
        void subjectsNeedTrustAnchors() {
            ClientAuthenticationMethod[] both = {
                ClientAuthenticationMethod.TLS_CLIENT_AUTH, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH
            };
            UnaryOperator<MutualTls> unanchored = mutualTls -> mutualTls.withTrustAnchors(List.of());

            for (ClientAuthenticationMethod[] methods : List.of(both, Arrays.copyOf(both, 1))) {
                ConfigurationException refusal =
                        assertThrows(ConfigurationException.class, () -> server(unanchored, methods));
                assertEquals("mtls.trust-anchors-file", refusal.key());
            }
            server(unanchored, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
            TestServer anchored = server(mutualTls -> mutualTls, both);
            assertTrue(anchored.server
                    .metadata()
                    .tokenEndpointAuthMethodsSupported()
                    .containsAll(List.of(both)));
        }

        @Test
        void aProxyMayForwardTheCertificate() {
            TestServer behind = server(mutualTls ->
                    mutualTls.withCertificates(mutualTls.certificates().withTrustedProxies(List.of("192.0.2.0/24"))));
            add(
                    behind,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example"));
            String form = TestServer.form(
                    "grant_type", "client_credentials", "client_id", "crm", "resource", TestServer.RESOURCE);

            assertEquals(
                    200,
                    behind.post("/token", Map.of("Client-Cert", TestCertificates.header(certificate)), form)
                            .status());
            assertInvalidClient(behind, machine(behind, certificate));
        }
    }

    /** RFC 8705, sections 3 and 4. */
    @Nested
    class BoundTokens {
        @Test
        void theTokensOfAClientThatWantsItAreBound() {
            add(
                    server,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example")
                            .tlsClientCertificateBoundAccessTokens(true));
            EndpointResponse response = machine(server, certificate);
            JsonObject introspected = server.json(server.send(
                    "POST",
                    TestServer.BASE + "/introspect",
                    null,
                    Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                    TestServer.form(
                            "client_id", "crm", "token", server.json(response).getString("access_token")),
                    certificate));

            assertEquals("Bearer", server.json(response).getString("token_type"));
            assertEquals(TestCertificates.thumbprint(certificate), boundTo(server, response));
            assertEquals(
                    TestCertificates.thumbprint(certificate),
                    introspected.getJsonObject("cnf").getString("x5t#S256"));
        }

        @Test
        void thoseOfOthersAreNot() {
            add(
                    server,
                    ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                    metadata -> subject(metadata, "tls_client_auth_san_dns", "crm.example"));

            assertEquals("", boundTo(server, machine(server, certificate)));
        }

        /** RFC 8705, section 4: for a public client the certificate takes the place of authentication. */
        @Test
        void aPublicClientNeedsItsCertificateToRefresh() {
            addPublic(server);
            String[] form = ProvingClient.redemption("app", server.codeOf("app"));

            EndpointResponse refused = token(server, null, form);
            assertEquals(400, refused.status());
            assertEquals("invalid_request", server.error(refused));
            EndpointResponse first = token(server, certificate, form);
            assertEquals(200, first.status(), "the code was not used up");
            String[] refreshing = {
                "grant_type",
                "refresh_token",
                "client_id",
                "app",
                "refresh_token",
                server.json(first).getString("refresh_token")
            };
            assertEquals("invalid_grant", server.error(token(server, other, refreshing)));
            assertEquals("invalid_request", server.error(token(server, null, refreshing)));
            EndpointResponse second = token(server, certificate, refreshing);
            assertEquals(TestCertificates.thumbprint(certificate), boundTo(server, second));
        }

        @Test
        void aConfidentialClientMayChangeItsCertificate() {
            TestServer selfSigned =
                    server(mutualTls -> mutualTls, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
            add(
                    selfSigned,
                    ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                    metadata -> metadata.tlsClientCertificateBoundAccessTokens(true)
                            .jwks(JwkSet.of(List.of(key(certificate), key(other)))
                                    .write(selfSigned.json)));
            EndpointResponse first =
                    token(selfSigned, certificate, ProvingClient.redemption("crm", selfSigned.codeOf("crm")));
            EndpointResponse second = token(
                    selfSigned,
                    other,
                    "grant_type",
                    "refresh_token",
                    "client_id",
                    "crm",
                    "refresh_token",
                    selfSigned.json(first).getString("refresh_token"));

            assertEquals(TestCertificates.thumbprint(certificate), boundTo(selfSigned, first));
            assertEquals(TestCertificates.thumbprint(other), boundTo(selfSigned, second));
        }

        @Test
        void tokensMayBeBoundToBoth() {
            addPublic(server);
            ProvingClient client = new ProvingClient(server);
            String[] form = ProvingClient.redemption("app", server.codeOf("app"));
            client.send(client.proof(), form);

            EndpointResponse response = client.sendLines(List.of(client.proof()), certificate, form);

            assertEquals("DPoP", server.json(response).getString("token_type"));
            assertEquals(TestCertificates.thumbprint(certificate), boundTo(server, response));
            assertEquals(client.thumbprint(), client.boundTo(server.json(response)));
        }

        @Test
        void requiredMeansThatAllAreBound() {
            TestServer strict = server(mutualTls ->
                    mutualTls.withCertificates(mutualTls.certificates().withUse(Use.REQUIRED)));
            strict.addPublicClient("app");
            String[] form = ProvingClient.redemption("app", strict.codeOf("app"));

            assertEquals("invalid_request", strict.error(token(strict, null, form)));
            assertEquals(TestCertificates.thumbprint(certificate), boundTo(strict, token(strict, certificate, form)));
        }

        @Test
        void whereBindingIsOffWhoNeedsItGetsNothing() {
            TestServer off = server(MutualTlsTest::off);
            addPublic(off);

            EndpointResponse response = token(off, certificate, ProvingClient.redemption("app", off.codeOf("app")));

            assertEquals("invalid_request", off.error(response));
        }

        private static void addPublic(TestServer server) {
            server.addClient(
                    "app",
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                            .tlsClientCertificateBoundAccessTokens(true));
        }
    }

    private static MutualTls off(MutualTls mutualTls) {
        return mutualTls.withCertificates(mutualTls.certificates().withUse(Use.OFF));
    }

    /** RFC 8705, sections 2.1.2, 3.3, 3.4 and 5. */
    @Nested
    class Published {
        @Test
        void theMetadataSayWhatIsOffered() {
            assertTrue(server.server
                    .metadata()
                    .tokenEndpointAuthMethodsSupported()
                    .contains(ClientAuthenticationMethod.TLS_CLIENT_AUTH));
            assertTrue(server.server.metadata().tlsClientCertificateBoundAccessTokens());
            assertTrue(server.server.metadata().mtlsEndpointAliases().isEmpty());
            assertFalse(new TestServer().server.metadata().tlsClientCertificateBoundAccessTokens());
        }

        @Test
        void endpointsMayHaveUrlsForMutualTls() {
            TestServer split = server(mutualTls -> mutualTls.withBaseUrl(URI.create("https://mtls.as.example/tenant")));

            assertEquals(
                    Map.of(
                            "token_endpoint", URI.create("https://mtls.as.example/tenant/oauth/token"),
                            "revocation_endpoint", URI.create("https://mtls.as.example/tenant/oauth/revoke"),
                            "introspection_endpoint", URI.create("https://mtls.as.example/tenant/oauth/introspect")),
                    split.server.metadata().mtlsEndpointAliases().orElseThrow().endpoints());
        }

        /** A token that is bound to a certificate can be used only where the certificate is seen. */
        @Test
        void everyEndpointThatLooksAtCertificatesHasSuchAUrl() {
            TestServer split = new TestServer(builder -> builder.openId(OpenIdRules.OFF.withOffered(true))
                    .endpoints(EndpointPaths.DEFAULT.withPar("/par"))
                    .mutualTls(MutualTls.DEFAULT
                            .withCertificates(CertificatePolicy.DEFAULT)
                            .withBaseUrl(URI.create("https://mtls.as.example/tenant"))));

            assertEquals(
                    Set.of(
                            "token_endpoint",
                            "revocation_endpoint",
                            "introspection_endpoint",
                            "pushed_authorization_request_endpoint",
                            "userinfo_endpoint"),
                    split.server
                            .metadata()
                            .mtlsEndpointAliases()
                            .orElseThrow()
                            .endpoints()
                            .keySet());
        }

        /** RFC 9449, section 4.3, check 9: {@code htu} is the URL that the client called. */
        @Test
        void aProofMayNameTheUrlForMutualTls() {
            TestServer split = server(mutualTls -> mutualTls.withBaseUrl(URI.create("https://mtls.as.example/tenant")));
            split.addConfidentialClient("own", ClientAuthenticationMethod.CLIENT_SECRET_POST);
            ProvingClient client = new ProvingClient(split);
            String[] form = {
                "grant_type",
                "client_credentials",
                "client_id",
                "own",
                "client_secret",
                TestServer.SECRET,
                "resource",
                TestServer.RESOURCE
            };
            client.send(client.proof(), form);

            assertEquals(
                    200,
                    client.send(
                                    client.proof(
                                            claims -> claims.add("htu", "https://mtls.as.example/tenant/oauth/token")),
                                    form)
                            .status());
            assertEquals(
                    "invalid_dpop_proof",
                    split.error(client.send(
                            client.proof(claims -> claims.add("htu", "https://mtls.as.example/oauth/token")), form)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://mtls.as.example",
                    "https://mtls.as.example/",
                    "https://mtls.as.example?a=b",
                    "https://mtls.as.example#a",
                    "https://user@mtls.as.example",
                    "https:///tenant"
                })
        void aBaseUrlIsHttpsAndPlain(String url) {
            assertThrows(ConfigurationException.class, () -> MutualTls.DEFAULT.withBaseUrl(URI.create(url)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"tls_client_auth_subject_dn\":\"CN=a\"",
                    "\"tls_client_auth_san_ip\":\"192.0.2.1\"",
                    "\"tls_client_auth_san_dns\":\"a.example\",\"tls_client_certificate_bound_access_tokens\":true"
                })
        void whatIsRegisteredIsKept(String members) {
            JsonObject registered = server.json(register(server, members, 201));

            for (String member : members.split(",", -1)) {
                String name = member.substring(1, member.indexOf('"', 1));
                assertTrue(registered.containsKey(name), name);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"client_name\":\"a\"",
                    "\"tls_client_auth_subject_dn\":\"nonsense\"",
                    "\"tls_client_auth_subject_dn\":\"CN=a\",\"tls_client_auth_san_dns\":\"a.example\"",
                    "\"tls_client_auth_san_ip\":\"a.example\"",
                    "\"tls_client_auth_san_dns\":\"a b\"",
                    "\"tls_client_auth_san_email\":1"
                })
        void whatCannotBeComparedIsNotRegistered(String members) {
            assertEquals("invalid_client_metadata", server.error(register(server, members, 400)));
        }

        @Test
        void nobodyRegistersForWhatIsNotOffered() {
            TestServer off = server(MutualTlsTest::off);
            String bound =
                    "\"tls_client_auth_subject_dn\":\"CN=a\",\"tls_client_certificate_bound_access_tokens\":true";

            assertEquals("invalid_client_metadata", off.error(register(off, bound, 400)));
            assertEquals(
                    "invalid_client_metadata",
                    server.error(register(new TestServer(), "\"tls_client_auth_subject_dn\":\"CN=a\"", 400)));
        }

        private static EndpointResponse register(TestServer server, String members, int status) {
            EndpointResponse response = server.send(
                    "POST",
                    TestServer.BASE + "/register",
                    null,
                    Map.of("Content-Type", "application/json"),
                    "{\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],"
                            + "\"token_endpoint_auth_method\":\"tls_client_auth\"," + members + "}");
            assertEquals(status, response.status());
            return response;
        }
    }
}
