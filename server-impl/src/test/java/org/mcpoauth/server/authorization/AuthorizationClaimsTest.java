package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.ExchangePolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.TokenExchangeRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;

/** Roles, groups and entitlements of users (RFC 9068, section 2.2.3.1). */
class AuthorizationClaimsTest {
    private static final AuthorizationClaims ALICE =
            new AuthorizationClaims(List.of("Faculty"), List.of("sales", "Gr\u00fc\u00dfe \"&\""), List.of("export"));
    private static final Set<AuthorizationClaim> ALL = Set.of(AuthorizationClaim.values());

    private static TestServer server(Set<AuthorizationClaim> issued, AccessTokenFormat format) {
        TestServer server = new TestServer(
                builder -> builder.tokens(TokenIssuance.DEFAULT
                                .withSigningAlgorithm("ES256")
                                .withAccessTokenFormat(format)
                                .withAuthorizationClaims(issued))
                        .grants(GrantRules.DEFAULT.withTokenExchange(
                                TokenExchangeRules.OFF.withOffered(true).withPolicy(ExchangePolicy.DELEGATION)))
                        .endpoints(EndpointPaths.DEFAULT.withDevice("/device")),
                UserSource.form(AuthorizationClaimsTest::alice));
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
        server.addClient(
                TestServer.RESOURCE,
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE)));
        return server;
    }

    private static Optional<ResourceOwner> alice(String username, Secret password) {
        return username.equals("alice") && password.matches("alice-pw")
                ? Optional.of(new ResourceOwner("user-1", TestClock.START, null, ALICE))
                : Optional.empty();
    }

    private static void assertAlice(JsonObject claims) {
        assertEquals(ALICE.roles(), texts(claims, "roles"));
        assertEquals(ALICE.groups(), texts(claims, "groups"));
        assertEquals(ALICE.entitlements(), texts(claims, "entitlements"));
    }

    private static List<String> texts(JsonObject claims, String name) {
        return claims.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private static EndpointResponse asResource(TestServer server, String path, String... form) {
        return server.post(
                path,
                Map.of(),
                TestServer.form("client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET) + "&"
                        + TestServer.form(form));
    }

    private static JsonObject introspect(TestServer server, String token) {
        return server.json(asResource(server, "/introspect", "token", token));
    }

    @Test
    void nothingIsToldUnlessConfigured() {
        TestServer server = server(Set.of(), AccessTokenFormat.JWT);
        String token = server.tokens("app").getString("access_token");

        for (JsonObject claims : List.of(Jwt.claims(server, token), introspect(server, token))) {
            assertEquals("user-1", claims.getString("sub"));
            ALL.forEach(claim -> assertFalse(claims.containsKey(claim.claimName())));
        }
    }

    @Test
    void whatIsConfiguredIsToldAndNothingElse() {
        TestServer server = server(Set.of(AuthorizationClaim.GROUPS), AccessTokenFormat.JWT);
        JsonObject claims = Jwt.claims(server, server.tokens("app").getString("access_token"));

        assertEquals(ALICE.groups(), texts(claims, "groups"));
        assertFalse(claims.containsKey("roles"));
        assertFalse(claims.containsKey("entitlements"));
    }

    @Test
    void aTokenTellsAllThree() {
        TestServer server = server(ALL, AccessTokenFormat.JWT);

        assertAlice(Jwt.claims(server, server.tokens("app").getString("access_token")));
    }

    @ParameterizedTest
    @EnumSource
    void introspectionTellsThemForEveryForm(AccessTokenFormat format) {
        TestServer server = server(ALL, format);
        JsonObject first = server.tokens("app");
        JsonObject second = server.json(server.refresh("app", first.getString("refresh_token")));

        assertAlice(introspect(server, first.getString("access_token")));
        assertAlice(introspect(server, second.getString("access_token")));
    }

    @Test
    void aDeviceGetsThoseOfTheUserWhoAgreed() {
        TestServer server = server(ALL, AccessTokenFormat.JWT);
        TestBrowser user = new TestBrowser(server);
        JsonObject codes = server.json(server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "app", "scope", "mcp:tools", "resource", TestServer.RESOURCE)));
        EndpointResponse page = user.login(user.open(TestServer.BASE + "/activate", ""));
        user.submit(user.submit(page, "user_code", codes.getString("user_code")), "decision", "approve");

        JsonObject tokens = server.json(server.token(
                "grant_type",
                GrantType.DEVICE_CODE.value(),
                "client_id",
                "app",
                "device_code",
                codes.getString("device_code")));

        assertAlice(Jwt.claims(server, tokens.getString("access_token")));
    }

    @Test
    void aSecondRequestOfTheSameSessionGetsThemToo() {
        TestServer server = server(ALL, AccessTokenFormat.JWT);
        TestBrowser browser = new TestBrowser(server);
        browser.authorize(TestServer.authorizationQuery("app"));
        EndpointResponse redirect =
                browser.submit(browser.openAuthorization(TestServer.authorizationQuery("app")), "decision", "approve");
        String code = TestBrowser.parameter(redirect, "code").orElseThrow();

        assertAlice(Jwt.claims(server, server.json(server.redeem("app", code)).getString("access_token")));
    }

    /** RFC 8693, section 4.1: the user stays who they are. */
    @ParameterizedTest
    @EnumSource
    void anExchangedTokenKeepsThem(AccessTokenFormat format) {
        TestServer server = server(ALL, format);
        JsonObject answer = server.json(asResource(
                server,
                "/token",
                "grant_type",
                GrantType.TOKEN_EXCHANGE.value(),
                "subject_token",
                server.tokens("app").getString("access_token"),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token",
                "resource",
                TestServer.RESOURCE));

        assertAlice(introspect(server, answer.getString("access_token")));
    }

    @Test
    void aClientItselfHasNone() {
        TestServer server = server(ALL, AccessTokenFormat.JWT);
        JsonObject answer = server.json(
                asResource(server, "/token", "grant_type", "client_credentials", "resource", TestServer.RESOURCE));
        JsonObject claims = Jwt.claims(server, answer.getString("access_token"));

        ALL.forEach(claim -> assertFalse(claims.containsKey(claim.claimName())));
    }

    @Test
    void besideAnOpaqueTokenTheClientIsToldNothing() {
        TestServer server = server(ALL, AccessTokenFormat.OPAQUE);
        JsonObject tokens = server.tokens("app");

        assertFalse(tokens.toString().contains("Faculty"));
    }

    /** The roles of the guard, for {@code @RolesAllowed}: whatever its {@code roles.claim} names. */
    @ParameterizedTest
    @EnumSource
    void aResourceTakesThemForRoles(AccessTokenFormat format) {
        TestServer server = server(ALL, format);
        PresentedToken token = PresentedToken.bearer(
                server.tokens("app").getString("access_token"), "POST", URI.create(TestServer.RESOURCE));

        IdentityRules rules = IdentityRules.DEFAULT.withScopesAsRoles(false);
        assertEquals(
                Set.copyOf(ALICE.groups()),
                verifier(server, rules).verify(token).roles());
        assertEquals(
                Set.of("Faculty"),
                verifier(server, rules.withRolesClaim("roles")).verify(token).roles());
    }

    private static TokenVerifier verifier(TestServer server, IdentityRules rules) {
        Issuer issuer = Issuer.of(TestServer.ISSUER);
        return new JwtVerifierFactory()
                .embedded(
                        ResourceServerConfiguration.builder(ResourceIdentifier.of(TestServer.RESOURCE), List.of(issuer))
                                .identity(rules)
                                .build(),
                        issuer,
                        server.provider,
                        server.services);
    }

    /** Records of a version that knew nothing of roles. */
    @Test
    void storedGrantsWithoutThemAreReadStill() {
        TestServer server = server(ALL, AccessTokenFormat.JWT);
        String code = server.codeOf("app");
        rewrite(server, "grant", "");

        JsonObject claims =
                Jwt.claims(server, server.json(server.redeem("app", code)).getString("access_token"));

        assertEquals("user-1", claims.getString("sub"));
        ALL.forEach(claim -> assertFalse(claims.containsKey(claim.claimName())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"roles\":\"Faculty\",", "\"roles\":[1],", "\"roles\":null,", "\"roles\":[\"\"],"})
    void aStoredGrantWithOthersIsUnavailable(String roles) {
        TestServer server = server(ALL, AccessTokenFormat.JWT);
        String code = server.codeOf("app");
        rewrite(server, "grant", roles);

        assertEquals(503, server.redeem("app", code).status());
    }

    @Test
    void asManyAsThereMayBeFitIntoSessionGrantAndToken() {
        List<String> many = IntStream.range(0, 16)
                .mapToObj(number -> String.valueOf((char) ('a' + number)) + "\"".repeat(254))
                .toList();
        AuthorizationClaims most = new AuthorizationClaims(many, List.of(), List.of());
        TestServer server = new TestServer(
                builder -> builder.tokens(TokenIssuance.DEFAULT.withAuthorizationClaims(ALL)),
                UserSource.form((name, password) -> Optional.of(new ResourceOwner(name, TestClock.START, null, most))));
        server.addPublicClient("app");
        String token = server.tokens("app").getString("access_token");

        assertEquals(many, texts(Jwt.claims(server, token), "roles"));
        assertTrue(token.length() < 16 << 10);
    }

    private static void rewrite(TestServer server, String namespace, String replacement) {
        Pattern written = Pattern.compile("\"roles\":\\[.*?\\],\"groups\":\\[.*?\\],\"entitlements\":\\[.*?\\],");
        Map<StateKey, StateEntry> entries =
                server.stored.scan(namespace, null, null, 100).entries();
        assertEquals(1, entries.size());
        entries.forEach((key, entry) -> {
            String changed = written.matcher(entry.value()).replaceFirst(replacement);
            assertFalse(changed.contains("entitlements"), changed);
            server.stored.compareAndSet(key, entry.value(), StateEntry.of(changed), Duration.ofMinutes(1));
        });
    }
}
