package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientAssertionRules;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** OpenID Connect Core, section 9, {@code client_secret_jwt}; RFC 7523, section 3; RFC 7518, section 3.2. */
class ClientSecretJwtTest {
    private static final Secret KEY = Secret.of("a key of the server, long enough");
    private static final ClientAssertionRules RULES = ClientAssertionRules.DEFAULT.withSecretKeys(List.of(KEY));
    private final TestServer server = new TestServer(builder -> offering(builder.clientAssertions(RULES)));

    private static AuthorizationServerConfiguration.Builder offering(AuthorizationServerConfiguration.Builder builder) {
        Set<ClientAuthenticationMethod> methods = new HashSet<>(ClientRules.DEFAULT.authenticationMethods());
        methods.add(ClientAuthenticationMethod.CLIENT_SECRET_JWT);
        return builder.clients(ClientRules.DEFAULT.withAuthenticationMethods(methods));
    }

    /** A client of the operator whose secret was derived. */
    private Secret addClient(String clientId, @Nullable String algorithm, @Nullable Duration life) {
        Instant end = life == null ? null : server.clock.instant().plus(life);
        Secret secret = new DerivedSecrets(Changing.of(List.of(KEY))).derive(clientId, server.clock.instant(), end);
        ClientMetadataBuilder metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
        ClientMetadata complete = algorithm == null
                ? metadata.build()
                : metadata.tokenEndpointAuthSigningAlg(algorithm).build();
        Client client = new Client(clientId, complete, SecretHash.of(secret), server.clock.instant(), end);
        server.provider.registerClient(new RegistrationRequest(client, complete, null));
        return secret;
    }

    private JsonObjectBuilder claims(String clientId) {
        return server.json
                .object()
                .add("iss", clientId)
                .add("sub", clientId)
                .add("aud", TestServer.ISSUER)
                .add("exp", server.clock.instant().getEpochSecond() + 60)
                .add("jti", UUID.randomUUID().toString());
    }

    private String sign(String clientId, Secret secret, HmacAlgorithm algorithm) {
        return sign(clientId, secret, algorithm, claims -> claims);
    }

    private String sign(
            String clientId, Secret secret, HmacAlgorithm algorithm, UnaryOperator<JsonObjectBuilder> change) {
        return JwsSigner.ofClientSecret(server.json, secret, algorithm)
                .sign(change.apply(claims(clientId)).build());
    }

    private static EndpointResponse present(TestServer server, String assertion, String... more) {
        String[] form = {
            "grant_type",
            "client_credentials",
            "resource",
            TestServer.RESOURCE,
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion
        };
        return server.token(Stream.concat(Stream.of(form), Stream.of(more)).toArray(String[]::new));
    }

    private void assertRefused(String assertion) {
        EndpointResponse response = present(server, assertion);

        assertEquals(401, response.status());
        assertEquals("invalid_client", server.error(response));
    }

    @Test
    void aSecretIsGoodAsLongAsItsKeyIsInTheRing() {
        Secret newer = Secret.of("a newer key of it, also long enough");
        Exchanged<List<Secret>> ring = new Exchanged<>(List.of(KEY));
        TestServer exchanging = new TestServer(
                builder -> offering(builder.clientAssertions(ClientAssertionRules.DEFAULT.withSecretKeys(ring))));
        Instant issued = exchanging.clock.instant();
        Secret secret = new DerivedSecrets(Changing.of(List.of(KEY))).derive("machine", issued, null);
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                .build();
        exchanging.provider.registerClient(new RegistrationRequest(
                new Client("machine", metadata, SecretHash.of(secret), issued, null), metadata, null));

        for (List<Secret> keys : List.of(List.of(KEY), List.of(newer, KEY))) {
            ring.set(keys);
            String assertion = sign("machine", secret, HmacAlgorithm.HS256);
            assertEquals(200, present(exchanging, assertion).status());
        }
        ring.set(List.of(newer));
        EndpointResponse refused = present(exchanging, sign("machine", secret, HmacAlgorithm.HS256));
        assertEquals("invalid_client", exchanging.error(refused));
    }

    @ParameterizedTest
    @EnumSource(HmacAlgorithm.class)
    void theSecretAuthenticates(HmacAlgorithm algorithm) {
        Secret secret = addClient("machine", null, null);

        assertEquals(200, present(server, sign("machine", secret, algorithm)).status());
        assertEquals(
                200,
                present(server, sign("machine", secret, algorithm), "client_id", "machine")
                        .status());
    }

    @Test
    void eachAssertionCountsOnce() {
        String assertion = sign("machine", addClient("machine", null, null), HmacAlgorithm.HS256);

        assertEquals(200, present(server, assertion).status());
        assertRefused(assertion);
    }

    @Test
    void theClaimsAreChecked() {
        Secret secret = addClient("machine", null, null);
        List<UnaryOperator<JsonObjectBuilder>> wrong = List.of(
                claims -> claims.remove("iss"),
                claims -> claims.add("sub", "other"),
                claims -> claims.remove("aud"),
                claims -> claims.add("aud", "https://other.example"),
                claims -> claims.add("aud", TestServer.ISSUER + "/oauth/token"),
                claims -> claims.remove("exp"),
                claims -> claims.add("exp", 1),
                claims -> claims.remove("jti"));

        wrong.forEach(change -> assertRefused(sign("machine", secret, HmacAlgorithm.HS256, change)));
    }

    @Test
    void anotherSecretIsRefused() {
        addClient("machine", null, null);
        Secret foreign = addClient("other", null, null);

        assertRefused(sign("machine", foreign, HmacAlgorithm.HS256));
        assertRefused(sign("machine", Secret.of("x".repeat(86)), HmacAlgorithm.HS256));
        assertRefused(sign("nobody", foreign, HmacAlgorithm.HS256));
    }

    @Test
    void aRegisteredAlgorithmIsTheOnlyOne() {
        Secret secret = addClient("machine", "HS384", null);

        assertRefused(sign("machine", secret, HmacAlgorithm.HS256));
        assertRefused(sign("machine", secret, HmacAlgorithm.HS512));
        assertEquals(
                200,
                present(server, sign("machine", secret, HmacAlgorithm.HS384)).status());
    }

    /** RFC 8725, section 2.1: a MAC is never taken for a signature, nor the other way round. */
    @Test
    void macsAndSignaturesAreNotMixedUp() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        addClient("machine", null, null);
        server.addClient(
                "signer",
                TestServer.SECRET.repeat(3),
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                        .jwks(JwkSet.of(List.of(key.verificationKey())).write(server.json)));

        assertRefused(JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                .sign(claims("machine").build()));
        Client known = server.provider.client("machine").orElseThrow();
        ClientMetadata withKeys = known.metadata().toBuilder()
                .jwks(JwkSet.of(List.of(key.verificationKey())).write(server.json))
                .build();
        server.provider.updateClient(
                known, new Client("machine", withKeys, known.secretHash(), known.issuedAt(), null));
        assertRefused(JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                .sign(claims("machine").build()));
        assertRefused(sign("signer", Secret.of(TestServer.SECRET.repeat(3)), HmacAlgorithm.HS256));
    }

    @Test
    void theSecretItselfIsAnotherMethod() {
        Secret secret = addClient("machine", null, null);

        EndpointResponse response = server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                secret.reveal(),
                "resource",
                TestServer.RESOURCE);

        assertEquals("invalid_client", server.error(response));
    }

    @Test
    void aSecretEnds() {
        Secret secret = addClient("machine", null, Duration.ofMinutes(1));

        assertEquals(
                200,
                present(server, sign("machine", secret, HmacAlgorithm.HS256)).status());
        server.pass(Duration.ofMinutes(1));
        assertRefused(sign("machine", secret, HmacAlgorithm.HS256));
    }

    /** A random secret is known by its digest only, so that nothing can be checked with it. */
    @Test
    void aSecretThatWasNotDerivedIsNoUse() {
        server.addClient(
                "random",
                TestServer.SECRET.repeat(3),
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));

        assertRefused(sign("random", Secret.of(TestServer.SECRET.repeat(3)), HmacAlgorithm.HS256));
    }

    @Test
    void aProviderMayKnowTheSecret() {
        Secret own = Secret.of("a secret of the provider".repeat(3));
        TestServer keeping = new TestServer(
                builder -> offering(builder.clientAssertions(RULES)),
                GrantPolicy.WITH_CONSENT,
                provider -> new DelegatingProvider(provider) {
                    @Override
                    public Optional<Secret> clientSecret(Client client) {
                        return Optional.of(own);
                    }
                });
        keeping.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT));

        EndpointResponse response = present(keeping, sign("app", own, HmacAlgorithm.HS512), "token", "unknown");

        assertEquals("unauthorized_client", keeping.error(response), "the client is authenticated");
    }

    @Nested
    class Registered {
        @ParameterizedTest
        @ValueSource(strings = {"", ",\"token_endpoint_auth_signing_alg\":\"HS512\""})
        void aClientGetsASecretThatIsNotStored(String more) {
            JsonObject registered = server.json(register(server, more, 201));
            String secret = registered.getString("client_secret");
            server.clock.advance(Duration.ofHours(23));
            String assertion = sign(registered.getString("client_id"), Secret.of(secret), HmacAlgorithm.HS512);

            EndpointResponse response = present(server, assertion);

            assertEquals(86, secret.length());
            assertEquals("unauthorized_client", server.error(response), "authenticated, but not for this grant");
            assertFalse(server.store.written().stream().anyMatch(text -> text.contains(secret)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ES256", "RS256", "none", "HS1", "hs256"})
        void anAlgorithmThatDoesNotFitIsNotRegistered(String algorithm) {
            String more = ",\"token_endpoint_auth_signing_alg\":\"" + algorithm + "\"";

            assertEquals("invalid_client_metadata", server.error(register(server, more, 400)));
        }

        @Test
        void nobodyRegistersForWhatIsNotOffered() {
            assertEquals("invalid_client_metadata", server.error(register(new TestServer(), "", 400)));
        }

        private static EndpointResponse register(TestServer server, String more, int status) {
            EndpointResponse response = server.send(
                    "POST",
                    TestServer.BASE + "/register",
                    null,
                    Map.of("Content-Type", "application/json"),
                    "{\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],"
                            + "\"token_endpoint_auth_method\":\"client_secret_jwt\"" + more + "}");
            assertEquals(status, response.status());
            return response;
        }
    }

    @Nested
    class Offered {
        @Test
        void theMetadataNameTheAlgorithmsOfBothMethods() {
            List<String> algorithms = server.server.metadata().tokenEndpointAuthSigningAlgValuesSupported();

            assertTrue(algorithms.containsAll(List.of("ES256", "RS256", "HS256", "HS384", "HS512")));
            assertTrue(new TestServer()
                    .server.metadata().tokenEndpointAuthSigningAlgValuesSupported().stream()
                            .noneMatch(name -> name.startsWith("HS")));
        }

        @Test
        void itNeedsAKey() {
            assertThrows(ConfigurationException.class, () -> new TestServer(ClientSecretJwtTest::offering));
        }

        @Test
        void aKeyHas32Characters() {
            assertThrows(
                    ConfigurationException.class,
                    () -> ClientAssertionRules.DEFAULT.withSecretKeys(List.of(Secret.of("x".repeat(31)))));
        }
    }

    @Nested
    class Derived {
        private final Secret newer = Secret.of("another key of the server, longer");

        @Test
        void olderKeysStillCount() {
            Client client = client("machine", new DerivedSecrets(Changing.of(List.of(KEY))));
            DerivedSecrets rotated = new DerivedSecrets(Changing.of(List.of(newer, KEY)));

            assertTrue(rotated.of(client).isPresent());
            assertFalse(
                    new DerivedSecrets(Changing.of(List.of(newer))).of(client).isPresent());
            assertFalse(new DerivedSecrets(Changing.of(List.of())).of(client).isPresent());
        }

        @Test
        void clientTimeAndEndMakeTheSecret() {
            DerivedSecrets secrets = new DerivedSecrets(Changing.of(List.of(KEY)));
            Instant now = server.clock.instant();

            assertEquals(
                    6,
                    Stream.of(
                                    secrets.derive("a", now, null),
                                    secrets.derive("b", now, null),
                                    secrets.derive("a", now.plusSeconds(1), null),
                                    secrets.derive("a", now, now.plusSeconds(1)),
                                    secrets.derive("a", now, now.plusSeconds(2)),
                                    new DerivedSecrets(Changing.of(List.of(newer))).derive("a", now, null))
                            .map(Secret::reveal)
                            .distinct()
                            .count());
        }

        private Client client(String clientId, DerivedSecrets secrets) {
            Instant now = server.clock.instant();
            ClientMetadata metadata = ClientMetadata.builder()
                    .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                    .build();
            return new Client(clientId, metadata, SecretHash.of(secrets.derive(clientId, now, null)), now, null);
        }
    }

    /** draft-ietf-oauth-rfc7523bis: the issuer alone, unless the operator says otherwise. */
    @Nested
    class TokenEndpointAudience {
        private final TestServer lenient =
                new TestServer(builder -> offering(builder.clientAssertions(RULES.withTokenEndpointAudience(true))));

        @Test
        void itIsTakenOnlyWhereItIsSwitchedOn() {
            Secret secret =
                    new DerivedSecrets(Changing.of(List.of(KEY))).derive("machine", lenient.clock.instant(), null);
            lenient.addClient(
                    "machine",
                    secret.reveal(),
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                            .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));
            String endpoint = TestServer.ISSUER + "/oauth/token";

            assertEquals(200, status(secret, claims -> claims.add("aud", endpoint)));
            assertEquals(200, status(secret, claims -> claims));
            assertEquals(401, status(secret, claims -> claims.add("aud", endpoint + "/")));
            assertEquals(401, status(secret, claims -> claims.add("aud", TestServer.ISSUER + "/oauth/revoke")));
            assertEquals(
                    401,
                    status(
                            secret,
                            claims -> claims.add("aud", server.json.array(List.of(TestServer.ISSUER, endpoint)))));
        }

        private int status(Secret secret, UnaryOperator<JsonObjectBuilder> change) {
            return present(lenient, sign("machine", secret, HmacAlgorithm.HS256, change))
                    .status();
        }
    }
}
