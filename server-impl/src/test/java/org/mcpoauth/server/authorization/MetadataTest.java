package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.SigningKeyOrigin;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/** RFC 8414, sections 2 and 3; RFC 7517, section 5. */
class MetadataTest {
    private static final String LOCATION = "/.well-known/oauth-authorization-server/tenant";
    private final TestServer server = new TestServer();

    @ParameterizedTest
    @ValueSource(
            strings = {LOCATION, "/.well-known/openid-configuration/tenant", "/tenant/.well-known/openid-configuration"
            })
    void everyPlaceClientsTryHasTheSameDocument(String path) {
        EndpointResponse response = server.get(path, null, Map.of());

        assertEquals(200, response.status());
        assertEquals("application/json", TestServer.header(response, "Content-Type"));
        assertEquals("public, max-age=300", TestServer.header(response, "Cache-Control"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
        assertArrayEquals(server.get(LOCATION, null, Map.of()).body(), response.body());
        assertEquals(server.server.metadata(), AuthorizationServerMetadata.from(server.json(response)));
    }

    /** RFC 8414, section 2; OpenID Connect Discovery 1.0, section 3. */
    @Test
    void theAlgorithmsAreThoseOfTheKeysOfNow(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), pem(SigningKey.generate(JwsAlgorithm.ES256)));
        TestServer exchanging = new TestServer(
                builder -> builder.tokens(TokenIssuance.DEFAULT.withKeys(new SigningKeyOrigin.KeyFile(file)))
                        .openId(OpenIdRules.OFF.withOffered(true)));
        assertAlgorithms(exchanging, "ES256");
        String tag = TestServer.header(exchanging.get(LOCATION, null, Map.of()), "ETag");

        Files.writeString(file, pem(SigningKey.generate(JwsAlgorithm.EDDSA)));
        exchanging.pass(Duration.ofSeconds(10));

        assertAlgorithms(exchanging, "EdDSA");
        assertNotEquals(tag, TestServer.header(exchanging.get(LOCATION, null, Map.of()), "ETag"));
        assertEquals(
                List.of("EdDSA"),
                texts(exchanging.server.metadata().toJson(), "id_token_signing_alg_values_supported"));
    }

    /** RFC 8414, section 2. */
    @Test
    void aSourceOfKeysThatFailsForAMomentChangesNothing() {
        FailingKeys keys = new FailingKeys(server.keys);
        AuthorizationServer own = ownKeys(keys);
        List<String> before = algorithms(own);
        AuthorizationServerMetadata known = own.metadata();
        keys.isFailing = true;

        assertSame(known, own.metadata());
        assertEquals(before, algorithms(own));
        assertThrows(StorageException.class, () -> ownKeys(keys), "what is not known cannot be said");

        keys.isFailing = false;
        assertSame(known, own.metadata());
    }

    private AuthorizationServer ownKeys(KeySource keys) {
        return new StandardAuthorizationServerFactory()
                .authorizationServer(
                        server.server.configuration(),
                        server.provider,
                        keys,
                        UserSource.form((username, password) -> Optional.empty()),
                        server.services);
    }

    private List<String> algorithms(AuthorizationServer own) {
        Endpoint document = own.endpoints().stream()
                .filter(endpoint -> endpoint.path().equals(LOCATION))
                .findFirst()
                .orElseThrow();
        EndpointResponse response = document.handler()
                .handle(new EndpointRequest(
                        "GET",
                        LOCATION,
                        null,
                        HttpHeaders.of(Map.of(), (name, value) -> true),
                        new byte[0],
                        TestServer.ADDRESS,
                        null));
        return texts(server.json(response), "introspection_signing_alg_values_supported");
    }

    /** Keys of an application that are far away. */
    private static final class FailingKeys implements KeySource {
        private final KeySource keys;
        private boolean isFailing;

        FailingKeys(KeySource keys) {
            this.keys = keys;
        }

        @Override
        public org.mcpoauth.api.client.SigningKey signingKey() {
            requireThere();
            return keys.signingKey();
        }

        @Override
        public List<VerificationKey> verificationKeys() {
            requireThere();
            return keys.verificationKeys();
        }

        private void requireThere() {
            if (isFailing) {
                throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the vault does not answer", null);
            }
        }
    }

    private static void assertAlgorithms(TestServer server, String algorithm) {
        JsonObject document = server.json(server.get(LOCATION, null, Map.of()));
        for (String member :
                List.of("id_token_signing_alg_values_supported", "introspection_signing_alg_values_supported")) {
            assertEquals(List.of(algorithm), texts(document, member));
        }
    }

    private static String pem(SigningKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(key.privateKey().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void theDocumentSaysWhatIsOffered() {
        JsonObject document = server.json(server.get(LOCATION, null, Map.of()));

        assertEquals(TestServer.ISSUER, document.getString("issuer"));
        assertEquals(TestServer.ISSUER + "/oauth/authorize", document.getString("authorization_endpoint"));
        assertEquals(TestServer.ISSUER + "/oauth/token", document.getString("token_endpoint"));
        assertEquals(TestServer.ISSUER + "/oauth/register", document.getString("registration_endpoint"));
        assertEquals(TestServer.ISSUER + "/oauth/revoke", document.getString("revocation_endpoint"));
        assertEquals(TestServer.ISSUER + "/oauth/introspect", document.getString("introspection_endpoint"));
        assertEquals(TestServer.ISSUER + "/oauth/jwks", document.getString("jwks_uri"));
        assertEquals(List.of("code"), texts(document, "response_types_supported"));
        assertEquals(List.of("S256"), texts(document, "code_challenge_methods_supported"));
        assertEquals(
                List.of("authorization_code", "refresh_token", "client_credentials"),
                texts(document, "grant_types_supported"));
        assertEquals(
                List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt"),
                texts(document, "token_endpoint_auth_methods_supported"));
        assertEquals(
                List.of("client_secret_basic", "client_secret_post", "private_key_jwt"),
                texts(document, "introspection_endpoint_auth_methods_supported"));
        assertEquals(
                texts(document, "token_endpoint_auth_methods_supported"),
                texts(document, "revocation_endpoint_auth_methods_supported"));
        for (String endpoint : List.of("token", "revocation", "introspection")) {
            String name = endpoint + "_endpoint_auth_signing_alg_values_supported";
            List<String> algorithms = texts(document, name);
            assertTrue(algorithms.containsAll(List.of("RS256", "ES256", "PS256", "EdDSA")), name);
            assertTrue(algorithms.stream().noneMatch(each -> each.equals("none") || each.startsWith("HS")), name);
        }
        assertEquals(List.of("mcp:tools", "notes:read", "notes:write"), texts(document, "scopes_supported"));
        assertEquals(List.of(TestServer.RESOURCE, TestServer.OTHER_RESOURCE), texts(document, "protected_resources"));
        assertTrue(document.getBoolean("authorization_response_iss_parameter_supported"));
        assertTrue(document.getBoolean("client_id_metadata_document_supported"));
    }

    @Test
    void whatIsSwitchedOffIsNotOffered() {
        TestServer small = new TestServer(builder -> builder.registration(DynamicRegistration.OFF)
                .grants(GrantRules.DEFAULT.withClientCredentials(false))
                .clients(ClientRules.DEFAULT
                        .withMetadataDocuments(MetadataDocumentRules.OFF)
                        .withAuthenticationMethods(Set.of(ClientAuthenticationMethod.NONE))));
        JsonObject document = small.server.metadata().toJson();

        assertFalse(document.containsKey("registration_endpoint"));
        assertFalse(document.getBoolean("client_id_metadata_document_supported"));
        assertFalse(texts(document, "grant_types_supported").contains("client_credentials"));
        assertEquals(List.of("none"), texts(document, "revocation_endpoint_auth_methods_supported"));
        assertFalse(document.containsKey("token_endpoint_auth_signing_alg_values_supported"));
        assertFalse(document.containsKey("revocation_endpoint_auth_signing_alg_values_supported"));
        assertFalse(document.containsKey("introspection_endpoint_auth_methods_supported"));
        assertFalse(document.containsKey("introspection_endpoint_auth_signing_alg_values_supported"));
        assertFalse(document.containsKey("introspection_endpoint"), "nobody could authenticate there");
        assertTrue(small.server.endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().endsWith("/register")));
        assertTrue(small.server.endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().endsWith("/introspect")));
    }

    /** RFC 7591, section 3: the endpoint is there for clients that the deployer does not know. */
    @Test
    void registrationIsOffByDefault() {
        AuthorizationServer plain = new StandardAuthorizationServerFactory()
                .authorizationServer(
                        AuthorizationServerConfiguration.builder(
                                        Issuer.of(TestServer.ISSUER),
                                        server.server.configuration().resourcesAllowed())
                                .build(),
                        server.provider,
                        server.keys,
                        UserSource.form((username, password) -> Optional.empty()),
                        server.services);

        assertTrue(plain.metadata().registrationEndpoint().isEmpty());
        assertTrue(
                plain.endpoints().stream().noneMatch(endpoint -> endpoint.path().contains("/register")));
    }

    @Test
    void aKnownDocumentIsNotSentAgain() {
        EndpointResponse first = server.get(LOCATION, null, Map.of());
        String tag = TestServer.header(first, "ETag");

        EndpointResponse again = server.get(LOCATION, null, Map.of("If-None-Match", "\"other\", W/" + tag));

        assertEquals(304, again.status());
        assertEquals(0, again.body().length);
        assertEquals(tag, TestServer.header(again, "ETag"));
        assertEquals(
                200,
                server.get(LOCATION, null, Map.of("If-None-Match", "\"other\"")).status());
    }

    @Test
    void headHasNoBody() {
        EndpointResponse response = server.send("HEAD", LOCATION, null, Map.of(), "");

        assertEquals(200, response.status());
        assertEquals(0, response.body().length);
    }

    @Test
    void otherMethodsAreRefused() {
        EndpointResponse response = server.send("POST", LOCATION, null, Map.of(), "");

        assertEquals(405, response.status());
        assertEquals("GET, HEAD", TestServer.header(response, "Allow"));
    }

    @Test
    void preflightsAreAnswered() {
        EndpointResponse response = server.send("OPTIONS", LOCATION, null, Map.of(), "");

        assertEquals(204, response.status());
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
        assertTrue(TestServer.header(response, "Access-Control-Allow-Headers").contains("MCP-Protocol-Version"));
    }

    @Test
    void theKeySetHasPublicKeysOnly() {
        EndpointResponse response = server.get(TestServer.BASE + "/jwks", null, Map.of());
        JsonObject key = server.json(response).getJsonArray("keys").getJsonObject(0);

        assertEquals(200, response.status());
        assertEquals(Set.of("kty", "crv", "x", "y", "use", "kid", "alg"), key.keySet());
        assertEquals("ES256", key.getString("alg"));
        assertEquals(server.keys.signingKey().keyId(), key.getString("kid"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
        assertArrayEquals(
                response.body(),
                server.get(TestServer.BASE + "/jwks", null, Map.of()).body());
    }

    /** OAuth 2.1, section 1.5. */
    @Test
    void anIssuerWithoutTlsIsRefused() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> new StandardAuthorizationServerFactory()
                        .authorizationServer(
                                AuthorizationServerConfiguration.builder(
                                                Issuer.of("http://as.example"),
                                                server.server.configuration().resourcesAllowed())
                                        .build(),
                                server.provider,
                                server.keys,
                                UserSource.form((username, password) -> Optional.empty()),
                                server.services));
        assertEquals("issuer", e.key());
    }

    private static List<String> texts(JsonObject document, String name) {
        JsonArray array = document.getJsonArray(name);
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
