package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretBasic;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * A server with the policy of a runtime asks nobody inside the network, whoever names the address
 * (draft-ietf-oauth-client-id-metadata-document, section 6.5; MCP security best practices, "Server-Side Request
 * Forgery"). Nothing is connected to: the transport of the test records what was let through.
 */
class InnerAddressesTest {
    /** Public, and an address so that nothing is looked up. */
    private static final String PUBLIC = "https://8.8.8.8";

    private static final String REDIRECT = "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"]";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final SigningKey KEY = SigningKey.generate(JwsAlgorithm.ES256);
    private static final EndpointPolicy POLICY = policyOfARuntime();

    private static EndpointPolicy policyOfARuntime() {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            return runtime.services().endpointPolicy();
        }
    }

    /** Loopback, private, shared, link-local and reserved addresses in all spellings, and names of the machine itself. */
    static Stream<String> inside() {
        return Stream.of(
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.200",
                "169.254.169.254",
                "192.0.0.192",
                "198.18.0.1",
                "192.0.2.7",
                "224.0.0.1",
                "255.255.255.255",
                "2130706433",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fd00::1]",
                "[fd00:ec2::254]",
                "[ff02::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[::7f00:1]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:7f00:1::]",
                "[2001:db8::1]",
                "localhost",
                "LOCALHOST");
    }

    @Test
    void aDocumentOutsideIsFetched() {
        TestServer server = server();
        String url = PUBLIC + "/client.json";
        server.transport.putJson(url, document(url, ""));

        assertEquals(200, authorize(server, url).status());
        assertEquals(List.of(URI.create(url)), asked(server));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void aDocumentInsideIsNotFetched(String host) {
        TestServer server = server();
        for (String url : List.of("https://" + host + "/client.json", "https://" + host + ":8443/client.json")) {
            server.transport.putJson(url, document(url, ""));
            EndpointResponse page = authorize(server, url);
            // as a host that is down: nobody learns which names there are inside
            assertEquals(503, page.status());
            assertEquals("", TestServer.header(page, "Location"));
            assertEquals("temporarily_unavailable", server.error(server.redeem(url, "code")));
        }
        assertEquals(List.of(), asked(server));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToTheInsideIsNotFollowed(int status) {
        TestServer server = server();
        String url = PUBLIC + "/client.json";
        String inside = "https://169.254.169.254/client.json";
        server.transport.put(url, status, Map.of("Location", List.of(inside)), "");
        server.transport.putJson(inside, document(url, ""));

        assertEquals(400, authorize(server, url).status());
        assertTrue(asked(server).stream().allMatch(URI.create(url)::equals), () -> String.valueOf(asked(server)));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void keysInsideThatADocumentNamesAreNotFetched(String host) {
        TestServer server = server();
        String url = PUBLIC + "/client.json";
        String keys = "https://" + host + "/jwks";
        server.transport.putJson(
                url,
                document(url, ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"" + keys + "\""));
        publishKey(server, keys);

        assertKeysCannotBeHad(server, url);
        assertEquals(List.of(URI.create(url)), asked(server));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void keysInsideThatAClientRegisteredAreNotFetched(String host) {
        TestServer server = server();
        String keys = "https://" + host + "/jwks";
        publishKey(server, keys);
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .jwksUri(URI.create(keys)));

        assertKeysCannotBeHad(server, "app");
        assertEquals(List.of(), asked(server));
    }

    @Test
    void keysOutsideAreFetched() {
        TestServer server = server();
        publishKey(server, PUBLIC + "/jwks");
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .jwksUri(URI.create(PUBLIC + "/jwks")));

        assertEquals("invalid_grant", server.error(redeemSigned(server, "app")), "the client is known");
        assertEquals(List.of(URI.create(PUBLIC + "/jwks")), asked(server));
    }

    /** Its metadata are where it says, and name keys somewhere else. */
    @ParameterizedTest
    @MethodSource("inside")
    void keysInsideThatAnIdentityProviderNamesAreNotFetched(String host) {
        TestIdentityProvider provider = new TestIdentityProvider(PUBLIC);
        TestServer server = trusting(AssertionIssuer.of(provider.issuer));
        String keys = "https://" + host + "/keys";
        URI metadata = provider.issuer.metadataLocations().get(0);
        server.transport.putJson(
                metadata.toString(), "{\"issuer\":\"" + provider.issuer + "\",\"jwks_uri\":\"" + keys + "\"}");
        server.transport.putJson(keys, keySet(provider.key));

        assertTrue(assertIdentity(server, provider).status() >= 400);
        assertTrue(asked(server).contains(metadata));
        assertNothingInside(server);
    }

    @ParameterizedTest
    @MethodSource("inside")
    void anIdentityProviderInsideIsNotAsked(String host) {
        TestIdentityProvider provider = new TestIdentityProvider("https://" + host + "/idp");
        TestServer server = trusting(AssertionIssuer.of(provider.issuer));
        provider.publish(server);

        assertTrue(assertIdentity(server, provider).status() >= 400);
        assertEquals(List.of(), asked(server));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void keysInsideOfAPublisherAreNotFetched(String host) {
        TestIdentityProvider publisher = new TestIdentityProvider(PUBLIC);
        String keys = "https://" + host + "/keys";
        AssertionIssuer trusted = AssertionIssuer.of(publisher.issuer).withJwksUrl(URI.create(keys));
        TestServer server = new TestServer(
                builder -> builder.registration(DynamicRegistration.OPEN.withStatementIssuers(List.of(trusted))),
                null,
                POLICY);
        server.transport.putJson(keys, keySet(publisher.key));
        String statement = publisher.sign(server, null, claims -> {});

        EndpointResponse answer = server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{" + REDIRECT + ",\"software_statement\":\"" + statement + "\"}");
        assertTrue(answer.status() >= 400);
        assertEquals(List.of(), asked(server));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void anUpstreamIssuerInsideIsNotAsked(String host) {
        String issuer = "https://" + host + "/realm";
        TestServer server = brokering(issuer);
        server.transport.putJson(
                Issuer.of(issuer).metadataLocations().get(0).toString(), upstreamMetadata(issuer, issuer));

        EndpointResponse refused = leave(new TestBrowser(server));
        assertTrue(TestBrowser.parameter(refused, "error").isPresent(), () -> TestServer.text(refused));
        assertEquals(List.of(), asked(server));
    }

    @ParameterizedTest
    @MethodSource("inside")
    void endpointsInsideThatAnUpstreamIssuerNamesAreNotCalled(String host) {
        String issuer = PUBLIC + "/realm";
        TestServer server = brokering(issuer);
        server.transport.putJson(
                Issuer.of(issuer).metadataLocations().get(0).toString(),
                upstreamMetadata(issuer, "https://" + host + "/realm"));
        TestBrowser browser = new TestBrowser(server);
        EndpointResponse away = leave(browser);
        String state = TestBrowser.parameter(away, "state").orElseThrow();

        EndpointResponse refused = browser.open(
                TestServer.BASE + "/upstream/callback", TestServer.form("code", "c", "state", state, "iss", issuer));
        assertTrue(TestBrowser.parameter(refused, "error").isPresent(), () -> TestServer.text(refused));
        assertNothingInside(server);
    }

    private static EndpointResponse leave(TestBrowser browser) {
        return browser.submit(browser.openAuthorization(TestServer.authorizationQuery("app")), "decision", "approve");
    }

    private static TestServer server() {
        return new TestServer(builder -> builder, null, POLICY);
    }

    private static TestServer brokering(String issuer) {
        TestServer server = new TestServer(
                builder -> builder,
                UserSource.upstream(new UpstreamProvider(
                        Issuer.of(issuer),
                        "broker",
                        new ClientSecretBasic(Secret.of("upstream secret")),
                        Scopes.of("openid"))),
                POLICY);
        server.addPublicClient("app");
        return server;
    }

    private static String upstreamMetadata(String issuer, String endpoints) {
        return "{\"issuer\":\"" + issuer + "\",\"authorization_endpoint\":\"" + issuer + "/authorize\","
                + "\"token_endpoint\":\"" + endpoints + "/token\",\"jwks_uri\":\"" + endpoints + "/jwks\","
                + "\"response_types_supported\":[\"code\"],"
                + "\"authorization_response_iss_parameter_supported\":true}";
    }

    private static TestServer trusting(AssertionIssuer issuer) {
        TestServer server = new TestServer(
                builder -> builder.grants(
                        GrantRules.DEFAULT.withIdentityAssertions(IdentityAssertionRules.of(List.of(issuer)))),
                null,
                POLICY);
        server.addClient(
                "app",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.JWT_BEARER)));
        return server;
    }

    private static EndpointResponse assertIdentity(TestServer server, TestIdentityProvider provider) {
        String assertion = provider.sign(
                server,
                "oauth-id-jag+jwt",
                claims -> claims.add("client_id", "app")
                        .add("resource", TestServer.RESOURCE)
                        .add("scope", "mcp:tools"));
        return server.token(
                "grant_type",
                GrantType.JWT_BEARER.value(),
                "client_id",
                "app",
                "client_secret",
                TestServer.SECRET,
                "assertion",
                assertion);
    }

    private static String document(String url, String more) {
        return "{\"client_id\":\"" + url + "\",\"client_name\":\"App\"," + REDIRECT + more + "}";
    }

    private static EndpointResponse authorize(TestServer server, String clientId) {
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(clientId), Map.of());
    }

    private static void publishKey(TestServer server, String url) {
        server.transport.putJson(url, keySet(KEY));
    }

    private static String keySet(SigningKey key) {
        StrictJson json = StrictJson.create();
        return json.write(JwkSet.of(List.of(key.verificationKey())).write(json));
    }

    /** As for a place that does not exist: nobody learns which names there are inside. */
    private static void assertKeysCannotBeHad(TestServer server, String clientId) {
        assertEquals("temporarily_unavailable", server.error(redeemSigned(server, clientId)));
    }

    private static EndpointResponse redeemSigned(TestServer server, String clientId) {
        String assertion = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), KEY, null)
                .sign(server.json
                        .object()
                        .add("iss", clientId)
                        .add("sub", clientId)
                        .add("aud", TestServer.ISSUER)
                        .add("exp", server.clock.instant().getEpochSecond() + 60)
                        .add("jti", "once")
                        .build());
        return server.token(
                "grant_type",
                "authorization_code",
                "code",
                "x",
                "code_verifier",
                TestServer.VERIFIER,
                "client_assertion",
                assertion,
                "client_assertion_type",
                ASSERTION_TYPE);
    }

    private static List<URI> asked(TestServer server) {
        return server.transport.calls().stream().map(HttpCall::uri).toList();
    }

    private static void assertNothingInside(TestServer server) {
        assertTrue(
                asked(server).stream().allMatch(uri -> uri.toString().startsWith(PUBLIC + "/")),
                () -> String.valueOf(asked(server)));
    }
}
