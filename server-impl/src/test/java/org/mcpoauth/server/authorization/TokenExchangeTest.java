package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.server.ExchangePolicy;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenExchangeRules;

/** Token exchange (RFC 8693). */
class TokenExchangeTest {
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";
    private static final ExchangePolicy ANYTHING = always(ExchangePolicy.Decision.DELEGATION);

    private final TestIdentityProvider idp = new TestIdentityProvider("https://192.0.2.7/idp");
    private TestServer server = use(ExchangePolicy.DELEGATION);

    @BeforeEach
    void addClients() {
        prepare();
    }

    /** Section 2.2.1; section 4.1: a resource server acts for the user whose token it received. */
    @Test
    void aResourceServerExchangesTheTokenItReceived() {
        JsonObject answer = server.json(exchange(userToken()));

        assertEquals(TYPES + "access_token", answer.getString("issued_token_type"));
        assertEquals("Bearer", answer.getString("token_type"));
        assertEquals("mcp:tools notes:read", answer.getString("scope"));
        assertFalse(answer.containsKey("refresh_token"));
        JsonObject claims = Jwt.claims(server, answer.getString("access_token"));
        assertEquals("user-1", claims.getString("sub"));
        assertEquals(TestServer.RESOURCE, claims.getString("client_id"));
        assertEquals(TestServer.RESOURCE, claims.getString("aud"));
        assertEquals(
                server.json
                        .object()
                        .add("sub", TestServer.RESOURCE)
                        .add("client_id", TestServer.RESOURCE)
                        .build(),
                claims.getJsonObject("act"));
        assertEquals("urn:test:password", claims.getString("acr"), "how the user logged in");
        JsonObject told = server.json(asResource("/introspect", "token", answer.getString("access_token")));
        assertEquals(claims.getJsonObject("act"), told.getJsonObject("act"));
    }

    @Test
    void theScopeOnlyNarrows() {
        String token = userToken();
        assertEquals(
                "notes:read",
                server.json(exchange(token, "scope", "notes:read")).getString("scope"));
        assertEquals(
                "notes:read",
                server.json(exchange(token, "scope", "notes:read notes:write")).getString("scope"));
        assertEquals("invalid_scope", server.error(exchange(token, "scope", "notes:write")));
    }

    @Test
    void whatTheClientRegisteredIsALimitToo() {
        server.addClient(
                "narrow", TestServer.SECRET, metadata -> exchanging(metadata).scope(Scopes.of("notes:read")));
        server = use(ANYTHING);
        prepare();
        server.addClient(
                "narrow", TestServer.SECRET, metadata -> exchanging(metadata).scope(Scopes.of("notes:read")));
        assertEquals(
                "notes:read",
                server.json(exchangeAs("narrow", form(userToken()))).getString("scope"));
    }

    @Test
    void theNewTokenEndsWithTheOldOne() {
        String token = userToken();
        server.pass(Duration.ofSeconds(500));
        JsonObject answer = server.json(exchange(token));
        assertEquals(100, answer.getInt("expires_in"));
        assertEquals(
                Jwt.claims(server, token).getInt("exp"),
                Jwt.claims(server, answer.getString("access_token")).getInt("exp"));
        server.pass(Duration.ofSeconds(100));
        assertRefused(exchange(token));
    }

    @Test
    void theNewTokenEndsWithTheGrantButDoesNotEndIt() {
        JsonObject tokens = server.tokens("app");
        String derived = server.json(exchange(tokens.getString("access_token"))).getString("access_token");
        String other = server.json(exchange(tokens.getString("access_token"))).getString("access_token");

        asResource("/revoke", "token", derived);
        assertFalse(isActive(derived));
        assertTrue(isActive(other));
        assertTrue(isActive(tokens.getString("access_token")));
        server.post(
                "/revoke", Map.of(), TestServer.form("client_id", "app", "token", tokens.getString("refresh_token")));
        assertFalse(isActive(other));
        assertRefused(exchange(tokens.getString("access_token")));
    }

    /** Section 2.2.2: a target that cannot be had. */
    @Test
    void theTargetStaysWithinTheTokenUnlessPolicySaysMore() {
        String token = userToken();
        assertEquals(200, exchange(token, "resource", TestServer.RESOURCE).status());
        assertEquals(200, exchange(token, "audience", TestServer.RESOURCE).status());
        assertEquals(
                200,
                exchange(token, "audience", TestServer.RESOURCE, "resource", TestServer.RESOURCE)
                        .status());
        for (String name : List.of("resource", "audience")) {
            assertEquals("invalid_target", server.error(exchange(token, name, TestServer.OTHER_RESOURCE)));
            assertEquals("invalid_target", server.error(exchange(token, name, "https://elsewhere.example")));
            assertEquals("invalid_target", server.error(exchange(token, name, "no url")));
        }
        server = use(ANYTHING);
        prepare();
        JsonObject answer = server.json(exchange(userToken(), "resource", TestServer.OTHER_RESOURCE));
        assertEquals(
                TestServer.OTHER_RESOURCE,
                Jwt.claims(server, answer.getString("access_token")).getString("aud"));
        assertEquals(
                "invalid_target",
                server.error(
                        exchange(userToken(), "resource", TestServer.OTHER_RESOURCE, "audience", TestServer.RESOURCE)));
    }

    @Test
    void aStrangerExchangesNothing() {
        server.addClient("stranger", TestServer.SECRET, TokenExchangeTest::exchanging);
        assertRefused(exchangeAs("stranger", form(userToken())));
    }

    @ParameterizedTest
    @CsvSource({
        "subject_token,, ",
        "subject_token_type,, ",
        "subject_token, x, ",
        "subject_token_type, urn:ietf:params:oauth:token-type:refresh_token, ",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, ",
        "subject_token_type, urn:ietf:params:oauth:token-type:id_token, ",
        "subject_token_type, access_token, ",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, ",
        "requested_token_type, urn:ietf:params:oauth:token-type:id-jag, ",
        "actor_token, x, ",
        "actor_token_type, urn:ietf:params:oauth:token-type:access_token, ",
    })
    void eachMistakeIsAnInvalidRequest(String name, @Nullable String value) {
        Map<String, String> form = new HashMap<>(form(userToken()));
        if (value == null) {
            form.remove(name);
        } else {
            form.put(name, value);
        }
        assertRefused(exchangeAs(TestServer.RESOURCE, form));
    }

    @Test
    void anAccessTokenMayBeAskedForByName() {
        assertEquals(
                200,
                exchange(userToken(), "requested_token_type", TYPES + "access_token")
                        .status());
    }

    /** The token of a client is for nobody: nobody may become the client. */
    @Test
    void theTokenOfAClientItselfIsNotExchanged() {
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String token = server.json(server.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "machine",
                        "client_secret",
                        TestServer.SECRET,
                        "resource",
                        TestServer.RESOURCE))
                .getString("access_token");
        assertRefused(exchange(token));
    }

    // who acts

    @Test
    void whoActedBeforeStaysInTheChainWhichIsBounded() {
        server = use(ANYTHING);
        prepare();
        String token = userToken();
        for (int i = 0; i < 5; i++) {
            token = server.json(exchange(token)).getString("access_token");
        }
        JsonObject act = Jwt.claims(server, token).getJsonObject("act");
        int length = 0;
        for (JsonObject actor = act; actor != null; actor = actor.getJsonObject("act")) {
            length++;
        }
        assertEquals(5, length);
        assertRefused(exchange(token));
    }

    @Test
    void anActorTokenSaysWhoActs() {
        server = use(ANYTHING);
        prepare();
        server.addConfidentialClient("agent", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String agent = server.json(server.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "agent",
                        "client_secret",
                        TestServer.SECRET,
                        "resource",
                        TestServer.RESOURCE))
                .getString("access_token");
        server.pass(Duration.ofSeconds(60));
        String user = userToken();
        JsonObject answer =
                server.json(exchange(user, "actor_token", agent, "actor_token_type", TYPES + "access_token"));
        JsonObject claims = Jwt.claims(server, answer.getString("access_token"));
        assertEquals("user-1", claims.getString("sub"));
        assertEquals("agent", claims.getJsonObject("act").getString("sub"));
        assertEquals(540, answer.getInt("expires_in"), "the actor's token ends first");
    }

    @Test
    void anActorTokenOfAnotherClientIsForPolicyToAllow() {
        server.addConfidentialClient("agent", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String agent = server.json(server.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "agent",
                        "client_secret",
                        TestServer.SECRET,
                        "resource",
                        TestServer.RESOURCE))
                .getString("access_token");
        assertRefused(exchange(userToken(), "actor_token", agent, "actor_token_type", TYPES + "access_token"));
    }

    @Test
    void impersonationIsForPolicyToAllow() {
        server = use(always(ExchangePolicy.Decision.IMPERSONATION));
        prepare();
        JsonObject claims =
                Jwt.claims(server, server.json(exchange(userToken())).getString("access_token"));
        assertEquals("user-1", claims.getString("sub"));
        assertFalse(claims.containsKey("act"));
    }

    @Test
    void impersonationDoesNotForgetWhoActed() {
        String delegated = server.json(exchange(userToken())).getString("access_token");
        JsonObject act = Jwt.claims(server, delegated).getJsonObject("act");
        server = use(always(ExchangePolicy.Decision.IMPERSONATION));
        prepare();
        String token = idToken(claims -> claims.add("act", act));
        assertEquals(
                act,
                Jwt.claims(
                                server,
                                server.json(exchangeForeign(token, "id_token")).getString("access_token"))
                        .getJsonObject("act"));
    }

    /** Section 4.4. */
    @ParameterizedTest
    @CsvSource({
        "sub, https://mcp.example/mcp, true",
        "client_id, https://mcp.example/mcp, true",
        "sub, somebody, false",
        "client_id, somebody, false",
        "iss, https://as.example/tenant, false",
        "email, x@example.com, false",
    })
    void mayActIsObeyed(String member, String value, boolean isAllowed) {
        String token =
                idToken(claims -> claims.add("may_act", server.json.object().add(member, value)));
        assertEquals(isAllowed ? 200 : 400, exchangeForeign(token, "id_token").status());
    }

    @Test
    void everyMemberOfMayActCounts() {
        String token = idToken(claims -> claims.add(
                "may_act", server.json.object().add("sub", TestServer.RESOURCE).add("iss", "https://x.example")));
        assertRefused(exchangeForeign(token, "id_token"));
        assertRefused(exchangeForeign(idToken(claims -> claims.add("may_act", server.json.object())), "id_token"));
        assertRefused(exchangeForeign(idToken(claims -> claims.add("may_act", "x")), "id_token"));
    }

    // tokens of others

    @Test
    void anIdTokenForTheClientIsExchangedAsLongAsItLives() {
        JsonObject answer = server.json(exchangeForeign(idToken(claims -> {}), "id_token"));
        assertEquals("mcp:tools", answer.getString("scope"), "the default");
        assertEquals(300, answer.getInt("expires_in"));
        String subject = Jwt.claims(server, answer.getString("access_token")).getString("sub");
        assertNotEquals("alice", subject, "a user of somebody else");
        assertEquals(43, subject.length());
    }

    @Test
    void usersAreMappedAsThoseOfIdentityAssertions() {
        server = new TestServer(builder -> builder.grants(GrantRules.DEFAULT
                .withIdentityAssertions(IdentityAssertionRules.OFF.withSubjects(
                        (issuer, subject, claims) -> Optional.of("mapped-" + subject)))
                .withTokenExchange(TokenExchangeRules.OFF.withOffered(true).withIssuers(List.of(idp.trusted())))));
        prepare();
        JsonObject answer = server.json(exchangeForeign(idToken(claims -> {}), "id_token"));
        assertEquals(
                "mapped-alice",
                Jwt.claims(server, answer.getString("access_token")).getString("sub"));
    }

    @Test
    void anIdTokenForAnotherClientIsRefused() {
        assertRefused(exchangeForeign(idToken(claims -> claims.add("aud", "somebody")), "id_token"));
        assertRefused(exchangeForeign(
                idToken(claims -> claims.add("aud", server.json.array(List.of(TestServer.RESOURCE, "somebody")))),
                "id_token"));
        assertRefused(exchangeForeign(idToken(claims -> claims.add("azp", "somebody")), "id_token"));
        assertRefused(exchangeForeign(idToken(claims -> claims.add("aud", TestServer.ISSUER)), "id_token"));
    }

    @Test
    void anotherJwtIsForThisServer() {
        String token = idToken(claims -> claims.add("aud", TestServer.ISSUER).add("scope", "notes:read admin"));
        JsonObject answer = server.json(exchangeForeign(token, "jwt"));
        assertEquals("notes:read", answer.getString("scope"), "no more than it says");
        assertRefused(exchangeForeign(idToken(claims -> {}), "jwt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "oauth-id-jag+jwt", "dpop+jwt", "logout+jwt"})
    void otherKindsOfJwtsAreNotExchanged(String type) {
        String token = idp.sign(server, type, claims -> claims.add("aud", TestServer.RESOURCE));
        assertRefused(exchangeForeign(token, "id_token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat"})
    void everyClaimMustBeThere(String name) {
        assertRefused(exchangeForeign(idToken(claims -> claims.remove(name)), "id_token"));
    }

    @Test
    void anEndedOrForgedTokenIsRefused() {
        long now = server.clock.instant().getEpochSecond();
        assertRefused(exchangeForeign(idToken(claims -> claims.add("exp", now)), "id_token"));
        assertRefused(exchangeForeign(idToken(claims -> claims.add("exp", now - 100)), "id_token"));
        assertRefused(exchangeForeign(
                idToken(claims -> claims.add("iat", now - 100).add("exp", now - 10)), "id_token"));
        TestIdentityProvider stranger = new TestIdentityProvider("https://192.0.2.9");
        stranger.publish(server);
        assertRefused(exchangeForeign(
                stranger.sign(server, "JWT", claims -> claims.add("aud", TestServer.RESOURCE)), "id_token"));
    }

    @Test
    void anIssuerThatCannotBeReachedIs503() {
        server.transport.put(idp.issuer + "/keys", 500, Map.of(), "");
        assertEquals(503, exchangeForeign(idToken(claims -> {}), "id_token").status());
    }

    // possession

    /** A bound token is exchanged by who holds its key, and stays bound. */
    @Test
    void aBoundTokenIsExchangedByItsHolder() {
        server = use(ANYTHING);
        prepare();
        ProvingClient holder = new ProvingClient(server);
        String bound = server.json(holder.redeem("app", server.codeOf("app"))).getString("access_token");

        assertRefused(exchange(bound));
        assertRefused(new ProvingClient(server).token(lines(bound)));
        EndpointResponse answer = holder.token(lines(bound));
        assertEquals("DPoP", server.json(answer).getString("token_type"));
        assertEquals(holder.thumbprint(), holder.boundTo(server.json(answer)));
    }

    // clients and metadata

    @Test
    void aPublicOrUnregisteredClientIsRefused() {
        server.addClient(
                "public",
                null,
                metadata -> exchanging(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE));
        Map<String, String> form = new HashMap<>(form(userToken()));
        form.put("client_id", "public");
        form.remove("client_secret");
        assertEquals("unauthorized_client", server.error(post(form)));
        server.addConfidentialClient("plain", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertEquals("unauthorized_client", server.error(exchangeAs("plain", form(userToken()))));
    }

    @Test
    void theGrantIsToldWhereItIsOffered() {
        assertTrue(isTold());
    }

    @Test
    void offItIsNeitherToldNorTaken() {
        server = new TestServer();
        prepare();
        assertFalse(isTold());
        assertEquals("unsupported_grant_type", server.error(exchange(userToken())));
    }

    @Test
    void aProviderThatDoesNotKnowTheGrantRefusesIt() {
        server = new TestServer(
                builder ->
                        builder.grants(GrantRules.DEFAULT.withTokenExchange(TokenExchangeRules.OFF.withOffered(true))),
                GrantPolicy.WITH_CONSENT,
                DelegatingProvider::new);
        prepare();
        assertEquals("unsupported_grant_type", server.error(exchange(userToken())));
    }

    private boolean isTold() {
        return server
                .server
                .metadata()
                .toJson()
                .getJsonArray("grant_types_supported")
                .getValuesAs(JsonString.class)
                .stream()
                .anyMatch(type -> type.getString().equals(GrantType.TOKEN_EXCHANGE.value()));
    }

    private TestServer use(ExchangePolicy policy) {
        UnaryOperator<TokenExchangeRules> rules =
                off -> off.withOffered(true).withIssuers(List.of(idp.trusted())).withPolicy(policy);
        return new TestServer(
                builder -> builder.grants(GrantRules.DEFAULT.withTokenExchange(rules.apply(TokenExchangeRules.OFF))));
    }

    private static ExchangePolicy always(ExchangePolicy.Decision decision) {
        return new ExchangePolicy() {
            @Override
            public Decision decide(
                    Client client, ExchangeParty subject, @Nullable ExchangeParty actor, TokenRequest request) {
                return decision;
            }
        };
    }

    private void prepare() {
        idp.publish(server);
        server.addPublicClient("app");
        server.addClient(TestServer.RESOURCE, TestServer.SECRET, TokenExchangeTest::exchanging);
    }

    private static ClientMetadataBuilder exchanging(ClientMetadataBuilder metadata) {
        return metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(GrantType.TOKEN_EXCHANGE));
    }

    private String userToken() {
        return server.tokens("app").getString("access_token");
    }

    private String idToken(Consumer<JsonObjectBuilder> change) {
        Consumer<JsonObjectBuilder> whole = claims -> claims.add("aud", TestServer.RESOURCE);
        return idp.sign(server, "JWT", whole.andThen(change));
    }

    private static Map<String, String> form(String token) {
        return Map.of(
                "grant_type",
                GrantType.TOKEN_EXCHANGE.value(),
                "client_secret",
                TestServer.SECRET,
                "subject_token",
                token,
                "subject_token_type",
                TYPES + "access_token");
    }

    private static String[] lines(String token) {
        return new String[] {
            "grant_type",
            GrantType.TOKEN_EXCHANGE.value(),
            "client_id",
            TestServer.RESOURCE,
            "client_secret",
            TestServer.SECRET,
            "subject_token",
            token,
            "subject_token_type",
            TYPES + "access_token"
        };
    }

    private EndpointResponse exchange(String token, String... more) {
        Map<String, String> form = new HashMap<>(form(token));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return exchangeAs(TestServer.RESOURCE, form);
    }

    private EndpointResponse exchangeForeign(String token, String type) {
        return exchange(token, "subject_token_type", TYPES + type, "resource", TestServer.RESOURCE);
    }

    private EndpointResponse exchangeAs(String clientId, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.put("client_id", clientId);
        return post(all);
    }

    private EndpointResponse post(Map<String, String> form) {
        String[] all = form.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
        return server.token(all);
    }

    private EndpointResponse asResource(String path, String name, String value) {
        return server.post(
                path,
                Map.of(),
                TestServer.form("client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET, name, value));
    }

    private boolean isActive(String token) {
        return server.json(asResource("/introspect", "token", token)).getBoolean("active");
    }

    private void assertRefused(EndpointResponse answer) {
        assertEquals(400, answer.status(), TestServer.text(answer));
        assertEquals("invalid_request", server.error(answer));
        assertFalse(TestServer.text(answer).contains("alice"), "nothing of the token is told");
    }
}
