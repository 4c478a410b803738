package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.DynamicRegistration.Mode;
import org.mcpoauth.spi.server.ManagementAction;
import org.mcpoauth.spi.server.RegistrationAttempt;
import org.mcpoauth.spi.server.RegistrationChange;
import org.mcpoauth.spi.server.RegistrationPolicies;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;

/** Who may register which client: initial access tokens and the policy (RFC 7591, section 3). */
class RegistrationPolicyTest {
    private static final String BODY =
            "{\"redirect_uris\":[\"https://app.example/cb\"],\"scope\":\"mcp:tools notes:read\"}";
    private static final DynamicRegistration BY_TOKEN = DynamicRegistration.OPEN
            .withInitialAccessTokens(List.of(Secret.of("initial-1"), Secret.of("initial-2")))
            .withMode(Mode.TOKEN);

    private final Recording policy = new Recording();
    private final TestServer server = new TestServer(builder -> builder.registration(BY_TOKEN.withPolicy(policy)));

    @ParameterizedTest
    @ValueSource(strings = {"initial-1", "initial-2", "of the policy"})
    void whoHasATokenMayRegister(String token) {
        assertEquals(201, register("Bearer " + token, BODY).status());
        assertTrue(policy.attempts.get(0).authenticated());
        assertEquals("192.0.2.1", policy.attempts.get(0).remoteAddress());
    }

    /** The token is looked at first, so a stranger does not learn what may be registered. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer initial-3", "Bearer Initial-1", "Basic initial-1"})
    void nobodyElseMay(String authorization) {
        int before = server.store.written().size();
        EndpointResponse response = register(authorization, "{");

        assertEquals(401, response.status());
        assertEquals("invalid_token", server.error(response));
        assertTrue(TestServer.header(response, "WWW-Authenticate").startsWith("Bearer "));
        assertTrue(policy.attempts.isEmpty());
        assertEquals(before, server.store.written().size(), "nothing is stored");
    }

    @Test
    void openToAllATokenTellsThePolicyMore() {
        TestServer open = new TestServer(
                builder -> builder.registration(BY_TOKEN.withMode(Mode.OPEN).withPolicy(policy)));

        assertEquals(201, register(open, "Bearer initial-1", BODY).status());
        assertEquals(201, register(open, "Bearer unknown", BODY).status());
        assertEquals(201, register(open, "", BODY).status());
        assertEquals(
                List.of(true, false, false),
                policy.attempts.stream().map(RegistrationAttempt::authenticated).toList());
    }

    /** RFC 7591, section 2: whoever extends the metadata may judge what this server has no use for. */
    @Test
    void thePolicySeesAllThatWasSent() throws MalformedException {
        String members =
                "\"client_name\":\"\",\"example_tier\":{\"level\":[1,null]},\"subject_type\":7,\"logo_uri\":null";
        String body = BODY.substring(0, BODY.length() - 1) + "," + members + "}";
        assertEquals(201, register("Bearer initial-1", body).status());

        JsonObject sent = policy.attempts.get(0).sent();
        assertEquals(server.json.readObject(body.getBytes(StandardCharsets.UTF_8), JsonLimits.METADATA), sent);
        assertFalse(policy.attempts.get(0).metadata().has("example_tier"), "and none of it is registered");
        assertFalse(policy.attempts.get(0).toString().contains("level"), "or ends in a log");
    }

    @Test
    void thePolicyIsAskedAfterTheRules() {
        assertEquals("invalid_redirect_uri", server.error(register("Bearer initial-1", "{}")));
        assertTrue(policy.attempts.isEmpty());
    }

    @Test
    void thePolicyRefusesWithACode() {
        policy.refusal = EndpointException.registration(ErrorCode.ACCESS_DENIED, "not today");
        EndpointResponse response = register("Bearer initial-1", BODY);

        assertEquals(403, response.status());
        assertEquals("access_denied", server.error(response));
        assertEquals("not today", server.json(response).getString("error_description"));

        policy.refusal = EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, null);
        assertEquals(400, register("Bearer initial-1", BODY).status());
    }

    @Test
    void thePolicyChangesWhatIsGranted() {
        JsonObject client = server.json(register("Bearer initial-1", BODY));

        assertEquals("mcp:tools", client.getString("scope"));
        assertEquals(
                Scopes.of("mcp:tools"),
                server.provider
                        .client(client.getString("client_id"))
                        .orElseThrow()
                        .metadata()
                        .scope()
                        .orElseThrow());
    }

    @Test
    void thePolicyMakesIdentifiersAndSecrets() {
        policy.identifier = "app-1";
        JsonObject client = server.json(register("Bearer initial-1", BODY));

        assertEquals("app-1", client.getString("client_id"));
        assertEquals("a secret of the policy", client.getString("client_secret"));
        assertEquals(
                "invalid_client_metadata",
                server.error(register("Bearer initial-1", BODY)),
                "an identifier is given once");
    }

    /** The tokens of both would be one: who removes a registration ends them. */
    @Test
    void anIdentifierOfTheDeployerIsNotGiven() {
        policy.identifier = "batch";
        Client batch = new Client("batch", known(), null, Instant.EPOCH, null);
        TestServer knowing = new TestServer(builder -> builder.registration(BY_TOKEN.withPolicy(policy))
                .clients(ClientRules.DEFAULT.withKnown(List.of(batch))));
        EndpointResponse response = register(knowing, "Bearer initial-1", BODY);

        assertEquals(400, response.status());
        assertEquals("invalid_client_metadata", knowing.error(response));
        assertEquals(0, knowing.stored.count("client"));
    }

    private static ClientMetadata known() {
        return ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI)))
                .build();
    }

    /** RFC 7592, section 2: a registration is older than the client of the deployer that took its identifier. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void aRegistrationBehindAClientOfTheDeployerIsNotManaged(String method) {
        Client batch = new Client("batch", known(), null, Instant.EPOCH, null);
        TestServer knowing =
                new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withManagement(true))
                        .clients(ClientRules.DEFAULT.withKnown(List.of(batch))));
        Client registered = batch.withRegistrationToken(SecretHash.of(Secret.of("mine")));
        knowing.provider.registerClient(new RegistrationRequest(registered, known(), null));
        JsonObject tokens = knowing.tokens("batch");
        EndpointResponse response = knowing.send(
                method,
                TestServer.BASE + "/register/client",
                "client_id=batch",
                Map.of("Authorization", "Bearer mine"),
                "");

        assertEquals(401, response.status());
        assertEquals(
                200, knowing.refresh("batch", tokens.getString("refresh_token")).status(), "no token of it is over");
    }

    /** CIMD, section 3: what is registered must never look like the URL of a metadata document. */
    @ParameterizedTest
    @ValueSource(strings = {"", "https://app.example/client", "a b", "a\nb", "\u00e9"})
    void anIdentifierThatCannotBeOneIsNotGiven(String identifier) {
        policy.identifier = identifier;

        assertEquals(500, register("Bearer initial-1", BODY).status());
    }

    @Test
    void randomIdentifiersAreNoUrls() {
        Set<String> identifiers = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            String id = server.json(register("Bearer initial-1", BODY)).getString("client_id");
            assertTrue(id.matches("[A-Za-z0-9_-]{22}"), () -> "128 bits: " + id);
            assertTrue(identifiers.add(id), "each is given once");
        }
    }

    /** RFC 7591, section 3: who is asked last sees what the others made of it. */
    @Test
    void severalPoliciesAreAskedInOrder() {
        List<String> asked = new ArrayList<>();
        RegistrationPolicies policies = new RegistrationPolicies(
                List.of(new Step("one", asked), new Step("two", asked), new Step("three", asked)));
        TestServer ordered = new TestServer(builder -> builder.registration(
                DynamicRegistration.OPEN.withPolicy(policies).withManagement(true)));
        JsonObject client = ordered.json(register(ordered, "", BODY));

        assertEquals("start one two three", "start" + client.getString("client_name"));
        assertEquals(List.of("one", "two", "three"), asked);
        assertEquals("id-one", client.getString("client_id"), "the first that makes one");
        assertEquals("secret-one", client.getString("client_secret"));
    }

    @Test
    void theFirstRefusalEndsTheMatter() {
        List<String> asked = new ArrayList<>();
        policy.refusal = EndpointException.registration(ErrorCode.ACCESS_DENIED, "not today");
        RegistrationPolicies policies =
                new RegistrationPolicies(List.of(new Step("one", asked), policy, new Step("three", asked)));
        TestServer ordered =
                new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withPolicy(policies)));

        assertEquals(403, register(ordered, "", BODY).status());
        assertEquals(List.of("one"), asked);
        assertEquals(0, ordered.stored.count("client"));
    }

    @Test
    void ofSeveralPoliciesOneAcceptsATokenAndAllPermitManagement() {
        RegistrationPolicies policies =
                new RegistrationPolicies(List.of(RegistrationPolicy.DEFAULT, policy, new Frozen()));
        Client client = new Client("app", ClientMetadata.builder().build(), null, Instant.EPOCH, null);

        assertTrue(policies.accepts(Secret.of("of the policy")));
        assertFalse(policies.accepts(Secret.of("of nobody")));
        assertTrue(policies.mayManage(client, ManagementAction.READ));
        assertFalse(policies.mayManage(client, ManagementAction.DELETE));
        RegistrationChange change = new RegistrationChange(
                client, client.metadata(), client.metadata(), JsonObject.EMPTY_JSON_OBJECT, null);
        assertEquals("frozen", policies.update(change).clientName().orElseThrow());
        RegistrationPolicies none = new RegistrationPolicies(List.of());
        assertFalse(none.accepts(Secret.of("of the policy")));
        assertTrue(none.mayManage(client, ManagementAction.DELETE));
        assertTrue(none.clientId(client.metadata()).isEmpty());
    }

    /** A token that is good once is used up by the policy, and not by a request that is malformed. */
    @Test
    void aTokenForOneRegistrationOutlivesABadRequest() {
        Set<String> left = new HashSet<>(Set.of("once"));
        TestServer strict =
                new TestServer(builder -> builder.registration(BY_TOKEN.withPolicy(new RegistrationPolicy() {
                    @Override
                    public boolean accepts(Secret token) {
                        return left.contains(token.reveal());
                    }

                    @Override
                    public ClientMetadata register(RegistrationAttempt attempt) {
                        left.remove(Objects.requireNonNull(attempt.initialAccessToken())
                                .reveal());
                        return attempt.metadata();
                    }
                })));

        assertEquals(400, register(strict, "Bearer once", "{").status());
        assertEquals(201, register(strict, "Bearer once", BODY).status());
        assertEquals(401, register(strict, "Bearer once", BODY).status());
    }

    @Test
    void tokensMustBeThereToBeDemanded() {
        ConfigurationException failure = assertThrows(
                ConfigurationException.class,
                () -> new TestServer(builder -> builder.registration(DynamicRegistration.OPEN.withMode(Mode.TOKEN))));

        assertEquals("dcr.initial-access-token", failure.key());
    }

    @Test
    void theTextFormHoldsNoToken() {
        assertFalse(BY_TOKEN.toString().contains("initial-1"));
    }

    private EndpointResponse register(String authorization, String body) {
        return register(server, authorization, body);
    }

    private static EndpointResponse register(TestServer server, String authorization, String body) {
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return server.send("POST", TestServer.BASE + "/register", null, headers, body);
    }

    /** Adds its name to that of the client. */
    private record Step(String name, List<String> asked) implements RegistrationPolicy {
        @Override
        public ClientMetadata register(RegistrationAttempt attempt) {
            asked.add(name);
            String before = attempt.metadata().clientName().orElse("");
            return attempt.metadata().toBuilder()
                    .clientName(before + " " + name)
                    .build();
        }

        @Override
        public Optional<String> clientId(ClientMetadata metadata) {
            return Optional.of("id-" + name);
        }

        @Override
        public Optional<Secret> clientSecret(ClientMetadata metadata) {
            return Optional.of(Secret.of("secret-" + name));
        }
    }

    /** Lets clients read only, and marks what is changed all the same. */
    private static final class Frozen implements RegistrationPolicy {
        @Override
        public boolean mayManage(Client client, ManagementAction action) {
            return action == ManagementAction.READ;
        }

        @Override
        public ClientMetadata update(RegistrationChange change) {
            return change.metadata().toBuilder().clientName("frozen").build();
        }
    }

    /** Remembers what it is asked, and takes scopes away. */
    private static final class Recording implements RegistrationPolicy {
        private final List<RegistrationAttempt> attempts = new ArrayList<>();
        private @Nullable EndpointException refusal;
        private @Nullable String identifier;

        @Override
        public boolean accepts(Secret initialAccessToken) {
            return initialAccessToken.matches("of the policy");
        }

        @Override
        public ClientMetadata register(RegistrationAttempt attempt) {
            attempts.add(attempt);
            if (refusal != null) {
                throw refusal;
            }
            return attempt.metadata().toBuilder().scope(Scopes.of("mcp:tools")).build();
        }

        @Override
        public Optional<String> clientId(ClientMetadata metadata) {
            return Optional.ofNullable(identifier);
        }

        @Override
        public Optional<Secret> clientSecret(ClientMetadata metadata) {
            return Optional.of(Secret.of("a secret of the policy"));
        }
    }
}
