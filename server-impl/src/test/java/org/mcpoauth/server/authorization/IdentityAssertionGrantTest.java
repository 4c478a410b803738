package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensIssued;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * Assertions of identity providers for tokens (draft-ietf-oauth-identity-assertion-authz-grant, section 4.4; MCP
 * extension "Enterprise-Managed Authorization"; RFC 7523, section 3).
 */
class IdentityAssertionGrantTest {
    private static final String TYPE = "oauth-id-jag+jwt";

    private final TestIdentityProvider idp = new TestIdentityProvider("https://192.0.2.7/idp");
    private final TestIdentityProvider otherIdp = new TestIdentityProvider("https://192.0.2.8");
    private TestServer server = new TestServer(offered(rules -> rules));

    @BeforeEach
    void addClients() {
        prepare(server);
    }

    @Test
    void anAssertionBringsATokenForItsResourceUserAndScope() {
        JsonObject answer = server.json(redeem(assertion()));

        assertEquals("Bearer", answer.getString("token_type"));
        assertEquals("mcp:tools notes:read", answer.getString("scope"));
        assertFalse(answer.containsKey("refresh_token"));
        JsonObject claims = Jwt.claims(server, answer.getString("access_token"));
        assertEquals(TestServer.RESOURCE, claims.getString("aud"));
        assertEquals("app", claims.getString("client_id"));
        assertEquals("mcp:tools notes:read", claims.getString("scope"));
        assertEquals(600, claims.getInt("exp") - claims.getInt("iat"));
        String subject = claims.getString("sub");
        assertEquals(
                List.of(new TokensIssued(
                        Issuer.of(TestServer.ISSUER),
                        GrantType.JWT_BEARER,
                        "app",
                        subject,
                        Scopes.of("mcp:tools", "notes:read"))),
                server.events);
    }

    @Test
    void theTokenCanBeAskedAboutAndRevoked() {
        String token = server.json(redeem(assertion())).getString("access_token");

        JsonObject active = server.json(asApp("/introspect", "token", token));
        assertTrue(active.getBoolean("active"));
        assertNotEquals("app", active.getString("sub"), "the user, not the client");
        asApp("/revoke", "token", token);
        assertFalse(server.json(asApp("/introspect", "token", token)).getBoolean("active"));
    }

    /** How the user signed in there, and who acts for them, is told on (RFC 9470; RFC 8693, section 4.1). */
    @Test
    void signInAndActorAreKept() {
        long signedIn = server.clock.instant().getEpochSecond() - 100;
        JsonObject actor = server.json
                .object()
                .add("sub", "agent")
                .add("act", server.json.object().add("sub", "sub-agent"))
                .build();
        String token = server.json(redeem(assertion(claims ->
                        claims.add("acr", "urn:mfa").add("auth_time", signedIn).add("act", actor))))
                .getString("access_token");

        JsonObject claims = Jwt.claims(server, token);
        assertEquals("urn:mfa", claims.getString("acr"));
        assertEquals(signedIn, claims.getJsonNumber("auth_time").longValue());
        assertEquals(actor, claims.getJsonObject("act"));
        assertEquals(actor, server.json(asApp("/introspect", "token", token)).getJsonObject("act"));
    }

    /** Two identity providers may both have an alice. */
    @Test
    void usersOfDifferentProvidersNeverMeet() {
        String one = subject(redeem(assertion()));
        String other = subject(redeem(otherIdp.sign(server, TYPE, whole())));
        String again = subject(redeem(assertion(claims -> claims.add("jti", "id-2"))));

        assertNotEquals(one, other);
        assertEquals(one, again);
        assertNotEquals("alice", one);
    }

    @Test
    void anApplicationMapsSubjectsItself() {
        use(rules -> rules.withSubjects((issuer, subject, claims) ->
                Optional.of(claims.getString("email", "")).filter(email -> !email.isEmpty())));

        assertEquals(
                "alice@example.com", subject(redeem(assertion(claims -> claims.add("email", "alice@example.com")))));
        assertRefused(redeem(assertion(claims -> claims.add("jti", "id-2").add("email", ""))));
    }

    /** A token of a user named like the client would be one of the client itself (RFC 9068, section 5). */
    @ParameterizedTest
    @ValueSource(strings = {"app", " "})
    void aMappingCannotNameTheClientOrNobody(String subject) {
        use(rules -> rules.withSubjects((issuer, there, claims) -> Optional.of(subject.strip())));
        assertRefused(redeem(assertion()));
    }

    /** OpenID Connect Core 1.0, section 2: a subject has 255 characters at most. */
    @Test
    void aMappingCannotGiveAHugeSubject() {
        use(rules -> rules.withSubjects((issuer, there, claims) -> Optional.of("x".repeat(256))));
        assertRefused(redeem(assertion()));
        use(rules -> rules.withSubjects((issuer, there, claims) -> Optional.of("x".repeat(255))));
        assertEquals(200, redeem(assertion()).status());
    }

    // the rules of the assertion, section 4.4.1

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "id-jag+jwt", "oauth-id-jag", "dpop+jwt", "oauth-id-jag+jwt;x=y"})
    void anotherTypeOfJwtIsNoAssertion(String type) {
        assertRefused(redeem(idp.sign(server, type, whole())));
    }

    @Test
    void theTypeMustBeThereAndMayBeWrittenInFull() {
        assertRefused(redeem(idp.sign(server, null, whole())));
        assertEquals(
                200,
                redeem(idp.sign(server, "application/OAUTH-ID-JAG+jwt", whole()))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "client_id", "exp", "iat", "jti", "resource"})
    void everyRequiredClaimMustBeThere(String name) {
        assertRefused(redeem(assertion(claims -> claims.remove(name))));
        assertRefused(redeem(assertion(claims -> claims.add(name, JsonValue.NULL))));
        assertRefused(redeem(assertion(claims -> claims.add(name, ""))));
        assertRefused(redeem(assertion(claims -> claims.add(name, JsonValue.EMPTY_JSON_OBJECT))));
        assertEquals(200, redeem(assertion()).status(), "nothing was used up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://as.example/tenant/", "https://as.example", "https://as.example/tenant/oauth/token"})
    void theAudienceIsThisIssuerToTheLetter(String audience) {
        assertRefused(redeem(assertion(claims -> claims.add("aud", audience))));
    }

    @Test
    void aListOfAudiencesHasOneElement() {
        assertRefused(redeem(assertion(claims -> claims.add("aud", array(TestServer.ISSUER, "https://x.example")))));
        assertRefused(redeem(assertion(claims -> claims.add("aud", array(TestServer.ISSUER, TestServer.ISSUER)))));
        assertRefused(redeem(assertion(claims -> claims.add("aud", array()))));
        assertEquals(
                200,
                redeem(assertion(claims -> claims.add("aud", array(TestServer.ISSUER))))
                        .status());
    }

    @Test
    void anAssertionForAnotherClientIsRefusedAndStaysGood() {
        server.addClient("other", TestServer.SECRET, IdentityAssertionGrantTest::enterprise);
        String assertion = assertion();

        assertRefused(redeemAs("other", assertion));
        assertEquals(200, redeem(assertion).status());
    }

    @ParameterizedTest
    @CsvSource({
        // issued, ends, good
        "0, 300, true",
        "-270, 30, true",
        "-300, 0, true",
        "-329, -29, true",
        "-330, -30, false",
        "-400, -100, false",
        "29, 329, true",
        "30, 330, true",
        "31, 331, false",
        "0, 301, false",
        "0, 0, false",
        "0, -1, false",
        "20, 10, false",
    })
    void anAssertionIsShortAndNow(int issued, int ends, boolean isGood) {
        long now = server.clock.instant().getEpochSecond();
        EndpointResponse answer =
                redeem(assertion(claims -> claims.add("iat", now + issued).add("exp", now + ends)));
        assertEquals(isGood ? 200 : 400, answer.status(), TestServer.text(answer));
    }

    @Test
    void anAssertionMayBeginLater() {
        long now = server.clock.instant().getEpochSecond();
        assertRefused(redeem(assertion(claims -> claims.add("nbf", now + 31))));
        assertEquals(
                200, redeem(assertion(claims -> claims.add("nbf", now + 30))).status());
    }

    @Test
    void theLongestLifetimeIsConfigured() {
        use(rules -> rules.withMaxLifetime(Duration.ofMinutes(1)));
        long now = server.clock.instant().getEpochSecond();
        assertRefused(redeem(assertion(claims -> claims.add("exp", now + 61))));
        assertEquals(
                200, redeem(assertion(claims -> claims.add("exp", now + 60))).status());
    }

    // single use

    @Test
    void anAssertionBringsOneTokenUntilItEnds() {
        String assertion = assertion();
        assertEquals(200, redeem(assertion).status());
        assertRefused(redeem(assertion));
        server.pass(Duration.ofSeconds(329));
        assertRefused(redeem(assertion));
        assertRefused(redeem(assertion(claims -> claims.add("sub", "bob"))), "the same id again, while it is known");
        server.pass(Duration.ofSeconds(2));
        assertEquals(200, redeem(assertion()).status(), "the id of one that ended");
    }

    @Test
    void identifiersAreThoseOfTheirIssuer() {
        assertEquals(200, redeem(assertion()).status());
        assertEquals(200, redeem(otherIdp.sign(server, TYPE, whole())).status());
    }

    @Test
    void ofManyUsesAtTheSameTimeOneSucceeds() {
        String assertion = assertion();
        List<EndpointResponse> answers = Race.of(8, () -> redeem(assertion));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 400).count());
    }

    @Test
    void aRefusedRequestUsesNothingUp() {
        String assertion = assertion();
        assertEquals("invalid_scope", server.error(redeem(assertion, "scope", "notes:write")));
        assertEquals("invalid_scope", server.error(redeem(assertion, "scope", "a\"b")));
        assertEquals("invalid_target", server.error(redeem(assertion, "resource", TestServer.OTHER_RESOURCE)));
        assertEquals("invalid_client", server.error(redeemAs("nobody", assertion)));
        assertEquals(200, redeem(assertion).status());
    }

    @Test
    void whatPolicyRefusesIsNotUsedUpEither() {
        List<Scopes> grantable = new ArrayList<>(List.of(Scopes.of("notes:write")));
        GrantPolicy policy = new GrantPolicy() {
            @Override
            public Scopes grantable(Client client, IdentityAssertion assertion, Scopes scopes) {
                return grantable.get(0);
            }
        };
        server = new TestServer(offered(rules -> rules), policy, UnaryOperator.identity());
        prepare(server);
        String assertion = assertion();

        assertEquals("invalid_scope", server.error(redeem(assertion)));
        grantable.set(0, Scopes.of("notes:read", "notes:write"));
        assertEquals("notes:read", server.json(redeem(assertion)).getString("scope"), "never more than asserted");
    }

    /** Two that were longer than the other would be taken for one, if they were put together carelessly. */
    @ParameterizedTest
    @CsvSource({"1024, 200", "1025, 400"})
    void identifiersAreBounded(int length, int status) {
        assertEquals(
                status,
                redeem(assertion(claims -> claims.add("jti", "x".repeat(length))))
                        .status());
    }

    @Test
    void aStoreThatFailsIs503() {
        String assertion = assertion();
        server.store.setBroken(true);
        EndpointResponse answer = redeem(assertion);
        assertEquals(503, answer.status());
        server.store.setBroken(false);
        assertEquals(200, redeem(assertion).status());
    }

    @Test
    void withoutRoomForAssertionsNoneIsTakenAndItStaysGood() {
        String assertion = assertion();
        server.store.setFull("identity-assertion");
        assertEquals(503, redeem(assertion).status());
        server.store.setFull("");
        assertEquals(200, redeem(assertion).status());
    }

    @Test
    void withoutRoomForTheTokenTheAssertionStaysGood() {
        useOpaqueTokens();
        String assertion = assertion();
        server.store.setFull("access-token");
        assertEquals(503, redeem(assertion).status());
        server.store.setFull("");
        assertEquals(200, redeem(assertion).status());
        server.store.setFull("access-token");
        assertRefused(redeem(assertion), "used before, whatever there is room for");
    }

    /** Whether what was written is taken back does not matter: nothing is used up before the token is there. */
    @Test
    void aStoreThatGoesDownWithTheTokenUsesNothingUp() {
        useOpaqueTokens();
        String assertion = assertion();
        server.store.breakAfter("access-token");
        assertEquals(503, redeem(assertion).status());
        server.store.setBroken(false);
        assertEquals(200, redeem(assertion).status());
    }

    @Test
    void whatLosesTheRaceIsNotKept() {
        useOpaqueTokens();
        String assertion = assertion();
        server.store.awaitReaders("identity-assertion", 8);
        Race.of(8, () -> redeem(assertion));
        assertEquals(
                1, server.stored.scan("access-token", null, null, 100).entries().size());
    }

    private void useOpaqueTokens() {
        server = new TestServer(builder -> offered(rules -> rules)
                .apply(builder)
                .tokens(TokenIssuance.DEFAULT
                        .withSigningAlgorithm("ES256")
                        .withAccessTokenFormat(AccessTokenFormat.OPAQUE)));
        prepare(server);
    }

    // resources and scopes

    @Test
    void everyResourceOfTheAssertionMustBeOneOfThisServer() {
        assertRefused(redeem(assertion(claims -> claims.add("resource", "https://elsewhere.example/mcp"))));
        assertRefused(redeem(assertion(
                claims -> claims.add("resource", array(TestServer.RESOURCE, "https://elsewhere.example/mcp")))));
        assertRefused(redeem(assertion(claims -> claims.add("resource", array()))));
        assertRefused(redeem(assertion(claims -> claims.add("resource", "no url"))));
    }

    @Test
    void theAudienceOfTheTokenIsTheResourceOfTheAssertion() {
        assertEquals(
                List.of(TestServer.OTHER_RESOURCE),
                audience(redeem(assertion(claims -> claims.add("resource", TestServer.OTHER_RESOURCE)))));
        assertEquals(
                List.of(TestServer.RESOURCE),
                audience(redeem(
                        assertion(claims ->
                                claims.add("resource", TestServer.RESOURCE).add("jti", "id-2")),
                        "resource",
                        TestServer.RESOURCE)));
    }

    /** RFC 8707, section 2.2: what one resource gets is worth nothing at another. */
    @Test
    void ofSeveralResourcesTheRequestChoosesOne() {
        JsonArray both = array(TestServer.RESOURCE, TestServer.OTHER_RESOURCE);
        String assertion = assertion(claims -> claims.add("resource", both));

        assertEquals("invalid_target", server.error(redeem(assertion)));
        assertEquals(
                "invalid_target",
                server.error(
                        redeem(assertion, "resource", TestServer.RESOURCE, "resource", TestServer.OTHER_RESOURCE)));
        assertEquals("invalid_target", server.error(redeem(assertion, "resource", "https://elsewhere.example/mcp")));
        assertEquals(
                List.of(TestServer.OTHER_RESOURCE),
                audience(redeem(assertion, "resource", TestServer.OTHER_RESOURCE)),
                "nothing was used up");
    }

    @ParameterizedTest
    @CsvSource({
        // asserted, requested, granted
        "mcp:tools notes:read,,mcp:tools notes:read",
        "mcp:tools notes:read,notes:read,notes:read",
        "mcp:tools,mcp:tools notes:write,mcp:tools",
        "mcp:tools,notes:write,",
        ",mcp:tools,",
    })
    void theScopeIsWhatBothSidesSay(@Nullable String asserted, @Nullable String requested, @Nullable String granted) {
        Consumer<JsonObjectBuilder> scope =
                asserted == null ? claims -> claims.remove("scope") : claims -> claims.add("scope", asserted);
        EndpointResponse answer = redeem(assertion(scope), "scope", requested);
        if (granted == null) {
            assertEquals("invalid_scope", server.error(answer));
        } else {
            assertEquals(granted, server.json(answer).getString("scope"));
        }
    }

    @Test
    void withoutAnyScopeThereIsATokenWithoutScope() {
        JsonObject answer = server.json(redeem(assertion(claims -> claims.remove("scope"))));
        assertFalse(answer.containsKey("scope"));
        assertFalse(Jwt.claims(server, answer.getString("access_token")).containsKey("scope"));
    }

    @Test
    void aScopeThatIsNotOfThisServerMakesTheAssertionWrong() {
        assertRefused(redeem(assertion(claims -> claims.add("scope", "mcp:tools admin"))));
        assertRefused(redeem(assertion(claims -> claims.add("scope", array("mcp:tools")))));
    }

    @Test
    void whatTheClientRegisteredIsALimit() {
        server.addClient(
                "limited", TestServer.SECRET, metadata -> enterprise(metadata).scope(Scopes.of("notes:read")));
        String assertion = assertion(claims -> claims.add("client_id", "limited"));
        assertEquals("notes:read", server.json(redeemAs("limited", assertion)).getString("scope"));
    }

    // keys

    @Test
    void anotherKeyIsRefused() {
        idp.key = SigningKey.generate(JwsAlgorithm.ES256);
        assertRefused(redeem(assertion()));
    }

    @Test
    void aNewKeyIsFoundOnceTheProviderPublishesIt() {
        assertEquals(200, redeem(assertion()).status());
        idp.key = SigningKey.generate(JwsAlgorithm.ES256);
        idp.publishKeys(server);
        server.pass(Duration.ofSeconds(31));
        assertEquals(200, redeem(assertion(claims -> claims.add("jti", "id-2"))).status());
    }

    @Test
    void nobodyElseIsTrustedWhateverTheKey() {
        TestIdentityProvider stranger = new TestIdentityProvider("https://192.0.2.9/idp");
        stranger.publish(server);
        assertRefused(redeem(stranger.sign(server, TYPE, whole())));
        stranger.key = idp.key;
        assertRefused(redeem(stranger.sign(server, TYPE, whole())));
        assertTrue(server.transport.calls().isEmpty(), "nothing is fetched for strangers");
    }

    @Test
    void oneProviderCannotSpeakForTheOther() {
        otherIdp.key = idp.key;
        assertRefused(redeem(otherIdp.sign(server, TYPE, whole())));
    }

    @Test
    void anAlgorithmThatIsNotAllowedForTheIssuerIsRefused() {
        server = new TestServer(builder -> builder.grants(GrantRules.DEFAULT.withIdentityAssertions(
                IdentityAssertionRules.of(List.of(idp.trusted().withAlgorithms(Set.of("RS256")))))));
        prepare(server);
        assertRefused(redeem(assertion()));
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void macsAndUnsignedAssertionsAreRefused() {
        String good = assertion();
        String body = good.split("\\.", -1)[1];
        JwsSigner mac = JwsSigner.ofClientSecret(server.json, Secret.of("x".repeat(64)), HmacAlgorithm.HS256);
        assertRefused(redeem(mac.sign(Jwt.claims(server, good))));
        for (String algorithm : List.of("none", "NONE", "HS256")) {
            String header = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"" + TYPE + "\"}");
            assertRefused(redeem(header + "." + body + "."));
            assertRefused(redeem(header + "." + body + ".AA"));
        }
    }

    /** Encrypted assertions are not taken: five parts are no signed JWT. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "e30.e30.AA", "e30.e30.e30.e30.AA"})
    void whatIsNoSignedJwtIsRefused(String text) {
        assertRefused(redeem(text));
    }

    @Test
    void anAssertionThatIsTooLongIsRefused() {
        assertRefused(redeem(assertion(claims -> claims.add("x", "y".repeat(17_000)))));
    }

    @Test
    void aProviderThatCannotBeReachedIs503AndNothingIsUsedUp() {
        String assertion = assertion();
        server.transport.put(idp.issuer + "/keys", 500, Map.of(), "");
        EndpointResponse answer = redeem(assertion);
        assertEquals(503, answer.status());
        assertEquals("temporarily_unavailable", server.error(answer));
        assertFalse(TestServer.header(answer, "Retry-After").isEmpty());
        idp.publish(server);
        server.pass(Duration.ofSeconds(60));
        assertEquals(200, redeem(assertion).status());
    }

    @Test
    void configuredKeysNeedNoFetch() {
        AssertionIssuer trusted = idp.trusted().withKeys(List.of(configured(idp.key)));
        server = new TestServer(builder ->
                builder.grants(GrantRules.DEFAULT.withIdentityAssertions(IdentityAssertionRules.of(List.of(trusted)))));
        addApp(server);
        assertEquals(200, redeem(assertion()).status());
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void configuredKeysMayBeExchanged() {
        Exchanged<List<VerificationKey>> keys = new Exchanged<>(List.of(configured(idp.key)));
        AssertionIssuer trusted = idp.trusted().withKeys(keys);
        server = new TestServer(builder ->
                builder.grants(GrantRules.DEFAULT.withIdentityAssertions(IdentityAssertionRules.of(List.of(trusted)))));
        addApp(server);
        assertEquals(200, redeem(assertion()).status());

        keys.set(List.of(configured(SigningKey.generate(JwsAlgorithm.ES256))));
        EndpointResponse refused = redeem(assertion(claims -> claims.add("jti", "of the old key")));
        assertEquals("invalid_grant", server.error(refused));
    }

    private static VerificationKey configured(SigningKey key) {
        var published = key.verificationKey();
        return new VerificationKey(published.publicKey(), String.valueOf(published.keyId()), "ES256");
    }

    /** RFC 7517, section 5: the set that an issuer publishes is the set of its keys. */
    @Test
    void aKeyThatTheProviderWithdrewIsRefused() {
        assertEquals(200, redeem(assertion()).status());
        SigningKey withdrawn = idp.key;
        idp.key = SigningKey.generate(JwsAlgorithm.ES256);
        idp.publishKeys(server);
        server.pass(Duration.ofHours(25));

        assertEquals(
                200,
                redeem(assertion(claims -> claims.add("jti", "of the new key"))).status());
        idp.key = withdrawn;
        EndpointResponse refused = redeem(assertion(claims -> claims.add("jti", "of the old key")));
        assertEquals("invalid_grant", server.error(refused));
    }

    // clients

    @Test
    void aPublicClientIsRefusedAndTheAssertionStaysGood() {
        server.addClient(
                "public",
                null,
                metadata -> enterprise(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE));
        String assertion = assertion(claims -> claims.add("client_id", "public"));
        EndpointResponse answer =
                server.token("grant_type", GrantType.JWT_BEARER.value(), "client_id", "public", "assertion", assertion);
        assertEquals(400, answer.status());
        assertEquals("unauthorized_client", server.error(answer));

        Client known = server.provider.client("public").orElseThrow();
        ClientMetadata confidential = known.metadata().toBuilder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .build();
        SecretHash hash = SecretHash.of(Secret.of(TestServer.SECRET));
        server.provider.updateClient(known, new Client("public", confidential, hash, known.issuedAt(), null));
        assertEquals(
                200,
                server.token(
                                "grant_type",
                                GrantType.JWT_BEARER.value(),
                                "client_id",
                                "public",
                                "client_secret",
                                TestServer.SECRET,
                                "assertion",
                                assertion)
                        .status());
    }

    @Test
    void aClientThatIsNotRegisteredForItIsRefused() {
        server.addConfidentialClient("plain", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String assertion = assertion(claims -> claims.add("client_id", "plain"));
        assertEquals("unauthorized_client", server.error(redeemAs("plain", assertion)));
    }

    @Test
    void withoutCredentialsTheAssertionIsWorthNothing() {
        for (String clientId : List.of("app", "unknown")) {
            EndpointResponse answer = server.token(
                    "grant_type", GrantType.JWT_BEARER.value(),
                    "client_id", clientId,
                    "assertion", assertion());
            assertEquals("invalid_client", server.error(answer));
        }
        assertEquals(
                "invalid_client",
                server.error(server.token("grant_type", GrantType.JWT_BEARER.value(), "assertion", assertion())));
        assertEquals(200, redeem(assertion()).status());
    }

    @Test
    void theAssertionMustBeThereOnce() {
        assertEquals("invalid_request", server.error(redeemAs("app", null)));
        assertEquals("invalid_request", server.error(redeemAs("app", "")));
        assertEquals("invalid_request", server.error(redeem(assertion(), "assertion", assertion())));
    }

    /** Whoever registers without being asked gets no grant that works without a user. */
    @Test
    void theGrantCannotBeRegisteredByTheClientItself() {
        EndpointResponse answer = server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{\"redirect_uris\":[\"https://app.example/cb\"],\"grant_types\":[\"authorization_code\",\""
                        + GrantType.JWT_BEARER + "\"]}");
        assertEquals("invalid_client_metadata", server.error(answer));
    }

    /** Anybody can publish a document, but only who is trusted can make out an assertion to it. */
    @Test
    void aClientWithAMetadataDocumentAuthenticatesWithItsKey() {
        String url = "https://192.0.2.20/client.json";
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        server.transport.putJson(url, document(url, "private_key_jwt", key));
        String assertion = assertion(claims -> claims.add("client_id", url));

        assertRefused(server.token(signed(url, key, assertion(claims -> claims.add("jti", "other")))));
        assertEquals(
                "invalid_client",
                server.error(server.token(signed(url, SigningKey.generate(JwsAlgorithm.ES256), assertion))));
        EndpointResponse answer = server.token(signed(url, key, assertion));
        assertEquals(
                url,
                Jwt.claims(server, server.json(answer).getString("access_token"))
                        .getString("client_id"));
    }

    @Test
    void aPublicClientWithAMetadataDocumentIsRefused() {
        String url = "https://192.0.2.21/client.json";
        server.transport.putJson(url, document(url, "none", SigningKey.generate(JwsAlgorithm.ES256)));
        EndpointResponse answer = server.token(
                "grant_type", GrantType.JWT_BEARER.value(),
                "client_id", url,
                "assertion", assertion(claims -> claims.add("client_id", url)));
        assertEquals("unauthorized_client", server.error(answer));
    }

    private String document(String url, String method, SigningKey key) {
        return server.json.write(server.json
                .object()
                .add("client_id", url)
                .add("client_name", "Published")
                .add("redirect_uris", array("https://192.0.2.20/callback"))
                .add("grant_types", array("authorization_code", GrantType.JWT_BEARER.value()))
                .add("token_endpoint_auth_method", method)
                .add("jwks", JwkSet.of(List.of(key.verificationKey())).write(server.json))
                .build());
    }

    private String[] signed(String url, SigningKey key, String assertion) {
        long now = server.clock.instant().getEpochSecond();
        JsonObject claims = server.json
                .object()
                .add("iss", url)
                .add("sub", url)
                .add("aud", TestServer.ISSUER)
                .add("iat", now)
                .add("exp", now + 60)
                .add("jti", UUID.randomUUID().toString())
                .build();
        return new String[] {
            "grant_type",
            GrantType.JWT_BEARER.value(),
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null).sign(claims),
            "assertion",
            assertion
        };
    }

    // possession: the assertion is bound to a key that the request has to prove

    @Test
    void anAssertionThatIsBoundToAKeyNeedsItsProof() {
        for (JsonObjectBuilder cnf : List.of(
                server.json.object().add("jkt", "key-1"),
                server.json.object().add("x5t#S256", "certificate-1"),
                server.json.object().add("kid", "1"))) {
            assertRefused(redeem(assertion(claims -> claims.add("cnf", cnf))));
        }
    }

    @Test
    void whoProvesTheKeyOfTheAssertionGetsATokenThatIsBoundToIt() {
        ProvingClient holder = new ProvingClient(server);
        ProvingClient thief = new ProvingClient(server);
        String assertion =
                assertion(claims -> claims.add("cnf", server.json.object().add("jkt", holder.thumbprint())));

        assertRefused(thief.token(form(assertion)));
        assertRefused(redeem(assertion));
        EndpointResponse answer = holder.token(form(assertion));
        assertEquals("DPoP", server.json(answer).getString("token_type"));
        assertEquals(holder.thumbprint(), holder.boundTo(server.json(answer)));
    }

    // what a provider does

    @Test
    void aRefreshTokenOfTheProviderIsNotHandedOn() {
        server = new TestServer(
                offered(rules -> rules), GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    public IssuedTokens exchangeIdentityAssertion(
                            Client client, IdentityAssertion assertion, TokenRequest request) {
                        return new IssuedTokens(
                                Secret.of("access"),
                                Duration.ofMinutes(1),
                                request.scopes(),
                                Secret.of("refresh"),
                                request.confirmation());
                    }
                });
        prepare(server);
        EndpointResponse answer = redeem(assertion());
        assertEquals("access", server.json(answer).getString("access_token"));
        assertFalse(TestServer.text(answer).contains("refresh"));
    }

    @Test
    void aProviderThatDoesNotUseTheAssertionUpGetsNoSecondTokenOut() {
        server = new TestServer(
                offered(rules -> rules), GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    public IssuedTokens exchangeIdentityAssertion(
                            Client client,
                            IdentityAssertion assertion,
                            TokenRequest request,
                            Consumer<IssuedTokens> use) {
                        return new IssuedTokens(
                                Secret.of("access"), Duration.ofMinutes(1), request.scopes(), null, null);
                    }
                });
        prepare(server);
        String assertion = assertion();
        assertEquals(200, redeem(assertion).status());
        assertRefused(redeem(assertion));
    }

    @Test
    void aProviderThatDoesNotKnowTheGrantRefusesIt() {
        server = new TestServer(offered(rules -> rules), GrantPolicy.WITH_CONSENT, DelegatingProvider::new);
        prepare(server);
        assertEquals("unsupported_grant_type", server.error(redeem(assertion())));
    }

    // what is told about it, section 7.2

    @Test
    void theProfileIsToldWhereItIsOfferedAndNeverWhoIsTrusted() {
        JsonObject document = server.server.metadata().toJson();
        assertEquals(
                List.of("urn:ietf:params:oauth:grant-profile:id-jag"),
                texts(document.getJsonArray("authorization_grant_profiles_supported")));
        assertTrue(texts(document.getJsonArray("grant_types_supported")).contains(GrantType.JWT_BEARER.value()));
        assertFalse(document.toString().contains("192.0.2."));
    }

    @Test
    void offItIsNeitherToldNorTaken() {
        server = new TestServer();
        addApp(server);
        JsonObject document = server.server.metadata().toJson();
        assertFalse(document.containsKey("authorization_grant_profiles_supported"));
        assertFalse(texts(document.getJsonArray("grant_types_supported")).contains(GrantType.JWT_BEARER.value()));
        assertEquals("unsupported_grant_type", server.error(redeem(assertion())));
    }

    private UnaryOperator<AuthorizationServerConfiguration.Builder> offered(
            UnaryOperator<IdentityAssertionRules> change) {
        return builder -> builder.grants(GrantRules.DEFAULT.withIdentityAssertions(
                change.apply(IdentityAssertionRules.of(List.of(idp.trusted(), otherIdp.trusted())))));
    }

    private void use(UnaryOperator<IdentityAssertionRules> change) {
        server = new TestServer(offered(change));
        prepare(server);
    }

    private void prepare(TestServer prepared) {
        addApp(prepared);
        idp.publish(prepared);
        otherIdp.publish(prepared);
    }

    private static void addApp(TestServer server) {
        server.addClient("app", TestServer.SECRET, IdentityAssertionGrantTest::enterprise);
    }

    private static ClientMetadataBuilder enterprise(ClientMetadataBuilder metadata) {
        return metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(GrantType.JWT_BEARER));
    }

    private Consumer<JsonObjectBuilder> whole() {
        return claims -> claims.add("client_id", "app")
                .add("resource", TestServer.RESOURCE)
                .add("scope", "mcp:tools notes:read");
    }

    private String assertion() {
        return idp.sign(server, TYPE, whole());
    }

    private String assertion(Consumer<JsonObjectBuilder> change) {
        return idp.sign(server, TYPE, whole().andThen(change));
    }

    private EndpointResponse redeem(String assertion, @Nullable String... more) {
        return redeemAs("app", assertion, more);
    }

    private EndpointResponse redeemAs(String clientId, @Nullable String assertion, @Nullable String... more) {
        String form = TestServer.form(
                "grant_type",
                GrantType.JWT_BEARER.value(),
                "client_id",
                clientId,
                "client_secret",
                TestServer.SECRET,
                "assertion",
                assertion);
        return server.post("/token", Map.of(), form + "&" + TestServer.form(more));
    }

    private static String[] form(String assertion) {
        return new String[] {
            "grant_type",
            GrantType.JWT_BEARER.value(),
            "client_id",
            "app",
            "client_secret",
            TestServer.SECRET,
            "assertion",
            assertion
        };
    }

    private EndpointResponse asApp(String path, String name, String value) {
        return server.post(
                path, Map.of(), TestServer.form("client_id", "app", "client_secret", TestServer.SECRET, name, value));
    }

    private void assertRefused(EndpointResponse answer) {
        assertRefused(answer, "");
    }

    private void assertRefused(EndpointResponse answer, String why) {
        assertEquals(400, answer.status(), TestServer.text(answer) + why);
        assertEquals("invalid_grant", server.error(answer), why);
        assertEquals("no-store", TestServer.header(answer, "Cache-Control"));
        assertFalse(TestServer.text(answer).contains("alice"), "nothing of the assertion is told");
    }

    private String subject(EndpointResponse answer) {
        return Jwt.claims(server, server.json(answer).getString("access_token")).getString("sub");
    }

    private List<String> audience(EndpointResponse answer) {
        JsonObject claims = Jwt.claims(server, server.json(answer).getString("access_token"));
        return claims.get("aud") instanceof JsonString one
                ? List.of(one.getString())
                : texts(claims.getJsonArray("aud"));
    }

    private JsonArray array(String... texts) {
        return server.json.array(List.of(texts)).build();
    }

    private static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
