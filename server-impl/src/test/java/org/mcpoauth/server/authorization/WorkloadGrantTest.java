package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensIssued;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.WorkloadIdentity;
import org.mcpoauth.spi.server.WorkloadRules;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/** Tokens for workloads (MCP extension "Workload Identity Federation", SEP-1933; RFC 7523, sections 2.1 and 3). */
class WorkloadGrantTest {
    private static final String SUBJECT = "system:serviceaccount:mcp:agent";

    private final TestIdentityProvider cluster = new TestIdentityProvider("https://192.0.2.7/cluster");
    private TestServer server = use(rules -> rules);

    @BeforeEach
    void publish() {
        prepare();
    }

    @Test
    void theTokenOfThePlatformIsEnough() {
        JsonObject answer = server.json(redeem(assertion(claims -> {})));

        assertEquals("mcp:tools", answer.getString("scope"), "the default");
        assertFalse(answer.containsKey("refresh_token"));
        JsonObject claims = Jwt.claims(server, answer.getString("access_token"));
        assertEquals("agent", claims.getString("client_id"));
        assertEquals("agent", claims.getString("sub"), "nothing of the platform is copied");
        assertEquals(TestServer.RESOURCE, claims.getString("aud"));
        assertEquals(
                List.of(new TokensIssued(
                        Issuer.of(TestServer.ISSUER), GrantType.JWT_BEARER, "agent", null, Scopes.of("mcp:tools"))),
                server.events);
    }

    /** Platforms write a token into a file, from which it is read for each request. */
    @Test
    void theTokenMayComeAgainUntilItEnds() {
        String assertion = assertion(claims -> {});
        assertEquals(200, redeem(assertion).status());
        assertEquals(200, redeem(assertion).status());
        server.pass(Duration.ofSeconds(330));
        assertRefused(redeem(assertion));
    }

    @Test
    void theClientRegisteredWhatItMayAskFor() {
        String assertion = assertion(claims -> {});
        assertEquals(
                "notes:read",
                server.json(redeem(assertion, "scope", "notes:read")).getString("scope"));
        assertEquals("invalid_scope", server.error(redeem(assertion, "scope", "notes:write")));
        assertEquals("invalid_target", server.error(post("assertion", assertion)), "there are two resources");
        assertEquals(
                "invalid_target", server.error(post("assertion", assertion, "resource", "https://elsewhere.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat", "jti"})
    void everyClaimMustBeThere(String name) {
        assertRefused(redeem(assertion(claims -> claims.remove(name))));
        assertRefused(redeem(assertion(claims -> claims.add(name, JsonValue.NULL))));
        assertRefused(redeem(assertion(claims -> claims.add(name, ""))));
        assertRefused(redeem(assertion(claims -> claims.add(name, JsonValue.EMPTY_JSON_OBJECT))));
    }

    /** The draft wants the token endpoint, the conformance suite the issuer. */
    @ParameterizedTest
    @CsvSource({
        "https://as.example/tenant, 200",
        "https://as.example/tenant/oauth/token, 200",
        "https://as.example/tenant/, 400",
        "https://as.example/tenant/oauth, 400",
        "https://kubernetes.default.svc, 400",
    })
    void theAudienceIsTheIssuerOrTheTokenEndpoint(String audience, int status) {
        assertEquals(
                status, redeem(assertion(claims -> claims.add("aud", audience))).status());
        assertEquals(
                status,
                redeem(assertion(claims -> claims.add("aud", server.json.array(List.of(audience)))))
                        .status());
    }

    @Test
    void aTokenForSomebodyElseTooIsRefused() {
        assertRefused(redeem(assertion(
                claims -> claims.add("aud", server.json.array(List.of(TestServer.ISSUER, "https://other.example"))))));
    }

    @Test
    void audiencesCanBeConfigured() {
        server = use(rules -> rules.withAudiences(Set.of("api://mcp")));
        prepare();
        assertEquals(
                200, redeem(assertion(claims -> claims.add("aud", "api://mcp"))).status());
        assertRefused(redeem(assertion(claims -> {})));
    }

    @Test
    void theLongestLifetimeIsConfigured() {
        server = use(rules -> rules.withMaxLifetime(Duration.ofMinutes(5)));
        prepare();
        long now = server.clock.instant().getEpochSecond();
        assertEquals(
                200, redeem(assertion(claims -> claims.add("exp", now + 300))).status());
        assertRefused(redeem(assertion(claims -> claims.add("exp", now + 301))));
        assertRefused(redeem(assertion(claims -> claims.add("exp", now - 30).add("iat", now - 90))));
        assertRefused(redeem(assertion(claims -> claims.add("iat", now + 31))));
        assertRefused(redeem(assertion(claims -> claims.add("nbf", now + 31))));
    }

    /** To trust a platform is not to trust its workloads. */
    @Test
    void aWorkloadThatNobodyNamedIsRefused() {
        assertRefused(redeem(assertion(claims -> claims.add("sub", "system:serviceaccount:mcp:Agent"))));
        assertRefused(redeem(assertion(claims -> claims.add("sub", "agent"))));
    }

    @Test
    void theSameNameAtAnotherTrustedPlatformIsSomebodyElse() {
        TestIdentityProvider other = new TestIdentityProvider("https://192.0.2.8/cluster");
        server = use(rules -> rules.trusting(List.of(cluster.trusted(), other.trusted()), List.of(agent())));
        prepare();
        other.publish(server);

        assertRefused(redeem(
                other.sign(server, "JWT", claims -> claims.add("sub", SUBJECT).add("aud", TestServer.ISSUER))));
        assertEquals(200, redeem(assertion(claims -> {})).status());
    }

    @Test
    void anApplicationNamesWorkloadsItself() {
        server = use(rules -> rules.withMapping((issuer, subject, claims) -> Optional.of("agent")
                .filter(client -> claims.getString("role", "").equals("agent"))));
        prepare();
        assertEquals(
                200,
                redeem(assertion(claims -> claims.add("sub", "other").add("role", "agent")))
                        .status());
        assertRefused(redeem(assertion(claims -> claims.add("sub", "other"))));
    }

    @Test
    void aWorkloadWhoseClientIsNotRegisteredIsRefused() {
        server = new TestServer(builder -> builder.grants(GrantRules.DEFAULT.withWorkloads(
                WorkloadRules.OFF.trusting(List.of(cluster.trusted()), List.of(agent())))));
        cluster.publish(server);
        assertRefused(redeem(assertion(claims -> {})));
        server.addClient("agent", null, metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE));
        assertEquals("unauthorized_client", server.error(redeem(assertion(claims -> {}))));
    }

    @Test
    void anotherKeyOrPlatformIsRefused() {
        TestIdentityProvider stranger = new TestIdentityProvider("https://192.0.2.9");
        stranger.publish(server);
        assertRefused(redeem(stranger.sign(server, "JWT", claims -> claims.add("sub", SUBJECT))));
        cluster.key = SigningKey.generate(JwsAlgorithm.ES256);
        assertRefused(redeem(assertion(claims -> {})));
    }

    @ParameterizedTest
    @CsvSource({
        ", 200",
        "JWT, 200",
        "jose, 200",
        "at+jwt, 400",
        "dpop+jwt, 400",
        "logout+jwt, 400",
        "client-authentication+jwt, 400",
    })
    void onlyPlainJwtsAreTokensOfWorkloads(@Nullable String type, int status) {
        assertEquals(
                status,
                redeem(cluster.sign(server, type, claims -> claims.add("sub", SUBJECT)))
                        .status());
    }

    /** The same issuer may be trusted with both. */
    @Test
    void whatVouchesForAUserNeverVouchesForAWorkloadNorTheOtherWayRound() {
        server = new TestServer(builder -> builder.grants(GrantRules.DEFAULT
                .withWorkloads(WorkloadRules.OFF.trusting(List.of(cluster.trusted()), List.of(agent())))
                .withIdentityAssertions(IdentityAssertionRules.of(List.of(cluster.trusted())))));
        prepare();
        Consumer<JsonObjectBuilder> both = claims -> claims.add("sub", SUBJECT)
                .add("client_id", "agent")
                .add("resource", TestServer.RESOURCE)
                .add("scope", "mcp:tools");
        assertEquals("invalid_client", server.error(redeem(cluster.sign(server, "oauth-id-jag+jwt", both))));
        assertEquals(
                "unauthorized_client",
                server.error(redeem(cluster.sign(server, "oauth-id-jag+jwt", both), "client_id", "agent")));
        JsonObject answer = server.json(redeem(cluster.sign(server, "JWT", both)));
        assertEquals(
                "agent", Jwt.claims(server, answer.getString("access_token")).getString("sub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "e30.e30.AA", "e30.e30.e30.e30.AA"})
    void whatIsNoJwtIsRefused(String text) {
        assertRefused(redeem(text));
    }

    @Test
    void theAssertionMustBeThereOnce() {
        assertEquals("invalid_request", server.error(post("scope", "mcp:tools")));
        assertEquals("invalid_request", server.error(post("assertion", "")));
        String assertion = assertion(claims -> {});
        assertEquals("invalid_request", server.error(redeem(assertion, "assertion", assertion)));
    }

    @Test
    void aClientIdentifierMayStandBesideItIfItIsTheRightOne() {
        String assertion = assertion(claims -> {});
        assertEquals(200, redeem(assertion, "client_id", "agent").status());
        assertRefused(redeem(assertion, "client_id", "other"));
    }

    @Test
    void credentialsBesideItMustBeRightAndOfTheSameClient() {
        server.addClient(
                "other",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.JWT_BEARER)));
        String assertion = assertion(claims -> {});
        assertRefused(redeem(assertion, "client_id", "other", "client_secret", TestServer.SECRET));
        assertEquals("invalid_client", server.error(redeem(assertion, "client_id", "other", "client_secret", "wrong")));
        assertEquals("invalid_client", server.error(redeem(assertion, "client_id", "agent", "client_secret", "wrong")));
        assertEquals("invalid_client", server.error(redeem("none", "client_id", "other", "client_secret", "wrong")));
        assertRefused(redeem("none", "client_id", "other", "client_secret", TestServer.SECRET));
        server.addClient(
                "basic",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        .grantTypes(List.of(GrantType.JWT_BEARER)));
        String credentials = "basic:" + URLEncoder.encode(TestServer.SECRET, StandardCharsets.UTF_8);
        assertRefused(server.post(
                "/token",
                Map.of(
                        "Authorization",
                        "Basic " + Base64Url.encodeStandard(credentials.getBytes(StandardCharsets.UTF_8))),
                TestServer.form(
                        "grant_type",
                        GrantType.JWT_BEARER.value(),
                        "assertion",
                        assertion,
                        "resource",
                        TestServer.RESOURCE)));
    }

    @Test
    void aWorkloadThatProvesAKeyGetsABoundToken() {
        ProvingClient client = new ProvingClient(server);
        EndpointResponse answer = client.token(
                "grant_type",
                GrantType.JWT_BEARER.value(),
                "resource",
                TestServer.RESOURCE,
                "assertion",
                assertion(claims -> claims.add("cnf", server.json.object().add("jkt", client.thumbprint()))));
        assertEquals(client.thumbprint(), client.boundTo(server.json(answer)));
        assertRefused(redeem(assertion(
                claims -> claims.add("cnf", server.json.object().add("jkt", client.thumbprint())))));
    }

    @Test
    void aPlatformThatCannotBeReachedIs503() {
        server.transport.put(cluster.issuer + "/keys", 500, Map.of(), "");
        assertEquals(503, redeem(assertion(claims -> {})).status());
    }

    @Test
    void theGrantIsToldWhereItIsOfferedAndTheProfileOfUsersIsNot() {
        JsonObject document = server.server.metadata().toJson();
        assertTrue(document.getJsonArray("grant_types_supported").getValuesAs(JsonString.class).stream()
                .anyMatch(type -> type.getString().equals(GrantType.JWT_BEARER.value())));
        assertFalse(document.containsKey("authorization_grant_profiles_supported"));
    }

    @Test
    void offItIsNotTaken() {
        server = new TestServer();
        prepare();
        assertEquals("invalid_client", server.error(redeem(assertion(claims -> {}))));
        assertEquals("unsupported_grant_type", server.error(redeem(assertion(claims -> {}), "client_id", "agent")));
    }

    private TestServer use(UnaryOperator<WorkloadRules> change) {
        return new TestServer(builder -> builder.grants(GrantRules.DEFAULT.withWorkloads(
                change.apply(WorkloadRules.OFF.trusting(List.of(cluster.trusted()), List.of(agent()))))));
    }

    private WorkloadIdentity agent() {
        return new WorkloadIdentity(cluster.issuer, SUBJECT, "agent");
    }

    private void prepare() {
        cluster.publish(server);
        server.addClient(
                "agent",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.JWT_BEARER))
                        .scope(Scopes.of("mcp:tools", "notes:read")));
    }

    private String assertion(Consumer<JsonObjectBuilder> change) {
        Consumer<JsonObjectBuilder> workload = claims -> claims.add("sub", SUBJECT);
        return cluster.sign(server, "JWT", workload.andThen(change));
    }

    private EndpointResponse redeem(String assertion, String... more) {
        return server.post(
                "/token",
                Map.of(),
                TestServer.form(
                                "grant_type",
                                GrantType.JWT_BEARER.value(),
                                "resource",
                                TestServer.RESOURCE,
                                "assertion",
                                assertion)
                        + "&"
                        + TestServer.form(more));
    }

    private EndpointResponse post(String... more) {
        return server.post(
                "/token",
                Map.of(),
                TestServer.form("grant_type", GrantType.JWT_BEARER.value()) + "&" + TestServer.form(more));
    }

    private void assertRefused(EndpointResponse answer) {
        assertEquals(400, answer.status(), TestServer.text(answer));
        assertEquals("invalid_grant", server.error(answer));
        assertFalse(TestServer.text(answer).contains("serviceaccount"), "nothing of the assertion is told");
    }
}
