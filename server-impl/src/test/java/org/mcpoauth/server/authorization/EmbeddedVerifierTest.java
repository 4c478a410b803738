package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** The tokens of an authorization server in the same process, with the rules of RFC 7662, section 4. */
class EmbeddedVerifierTest {
    private static final String RESOURCE = TestServer.RESOURCE;
    private static final String OPAQUE = "opaque-1";

    private final TestServer server = new TestServer();

    private TokenVerifier verifier(String resource) {
        return verifier(resource, server.provider, builder -> builder);
    }

    private TokenVerifier verifier(
            String resource,
            AuthorizationServerProvider<?, ?, ?> provider,
            UnaryOperator<ResourceServerConfiguration.Builder> change) {
        Issuer issuer = Issuer.of(TestServer.ISSUER);
        ResourceServerConfiguration configuration = change.apply(
                        ResourceServerConfiguration.builder(ResourceIdentifier.of(resource), List.of(issuer)))
                .build();
        return new JwtVerifierFactory().embedded(configuration, issuer, provider, server.services);
    }

    private static VerifiedToken verify(TokenVerifier verifier, String token) {
        return verifier.verify(PresentedToken.bearer(token, "POST", URI.create(RESOURCE)));
    }

    private static void assertRejected(RejectionReason reason, TokenVerifier verifier, String token) {
        assertEquals(
                reason,
                assertThrows(TokenRejectedException.class, () -> verify(verifier, token))
                        .reason());
    }

    private String issued() {
        server.addPublicClient("app");
        return server.tokens("app").getString("access_token");
    }

    @Test
    void aTokenOfThisServerIsAcceptedWithoutACall() {
        String text = issued();
        int before = server.transport.calls().size();
        VerifiedToken token = verify(verifier(RESOURCE), text);
        assertEquals(new TokenPrincipal("app", Issuer.of(TestServer.ISSUER), "user-1"), token.principal());
        assertEquals(Scopes.of("mcp:tools", "notes:read"), token.scopes());
        assertEquals(List.of(RESOURCE), token.audience());
        assertEquals(before, server.transport.calls().size());
    }

    // RFC 8707, section 2
    @Test
    void aTokenForAnotherResourceOfThisServerIsRefused() {
        assertRejected(RejectionReason.AUDIENCE, verifier(TestServer.OTHER_RESOURCE), issued());
    }

    @Test
    void aRevokedTokenEndsAtOnce() {
        String text = issued();
        TokenVerifier verifier = verifier(RESOURCE);
        verify(verifier, text);
        server.post("/revoke", Map.of(), TestServer.form("client_id", "app", "token", text));
        assertRejected(RejectionReason.INACTIVE, verifier, text);
    }

    @Test
    void anExpiredTokenIsRefused() {
        String text = issued();
        server.pass(Duration.ofHours(1));
        assertRejected(RejectionReason.INACTIVE, verifier(RESOURCE), text);
    }

    @Test
    void aForgedTokenOfThisServerIsRefused() {
        SigningKey stranger = SigningKey.generate(JwsAlgorithm.ES256);
        JsonObject claims = Jwt.claims(server, issued());
        String forged = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), stranger, "at+jwt")
                .sign(claims);
        assertRejected(RejectionReason.INACTIVE, verifier(RESOURCE), forged);
        assertTrue(server.transport.calls().isEmpty());
    }

    @Test
    void aTokenThatNamesNoIssuerIsLookedUpHere() {
        TokenVerifier opaque = verifier(RESOURCE, opaque(token(RESOURCE, null)), builder -> builder);
        assertEquals("alice", verify(opaque, OPAQUE).principal().subject());
        assertRejected(RejectionReason.INACTIVE, opaque, "opaque-2");
        assertRejected(RejectionReason.TOO_LARGE, opaque, "x".repeat((16 << 10) + 1));
        TokenVerifier jwtOnly =
                verifier(RESOURCE, opaque(token(RESOURCE, null)), builder -> builder.form(TokenForm.JWT));
        assertRejected(RejectionReason.MALFORMED, jwtOnly, OPAQUE);
    }

    @Test
    void whatAProviderCallsActiveIsJudgedAllTheSame() {
        String other = TestServer.OTHER_RESOURCE;
        assertRejected(
                RejectionReason.AUDIENCE, verifier(RESOURCE, opaque(token(other, null)), builder -> builder), OPAQUE);
        Confirmation key = new Confirmation("x".repeat(43), null);
        assertRejected(
                RejectionReason.SENDER_CONSTRAINT,
                verifier(RESOURCE, opaque(token(RESOURCE, key)), builder -> builder),
                OPAQUE);
        server.pass(Duration.ofHours(3));
        IssuedAccessToken ended = token(RESOURCE, null);
        server.pass(Duration.ofHours(3));
        assertRejected(RejectionReason.EXPIRED, verifier(RESOURCE, opaque(ended), builder -> builder), OPAQUE);
    }

    @Test
    void theTokensOfOtherIssuersAreVerifiedAsEver() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        Issuer other = Issuer.of("https://other.example");
        TokenVerifier both = verifier(
                RESOURCE,
                server.provider,
                builder -> builder.issuers(List.of(
                        TrustedIssuer.of(Issuer.of(TestServer.ISSUER)),
                        TrustedIssuer.of(other)
                                .withKeys(List.of(new org.mcpoauth.spi.key.VerificationKey(
                                        key.verificationKey().publicKey(),
                                        String.valueOf(key.verificationKey().keyId()),
                                        "ES256"))))));
        long now = server.clock.instant().getEpochSecond();
        String token = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, "at+jwt")
                .sign(server.json
                        .object()
                        .add("iss", other.value())
                        .add("aud", RESOURCE)
                        .add("sub", "bob")
                        .add("exp", now + 60)
                        .build());
        assertEquals("bob", verify(both, token).principal().subject());
        assertRejected(RejectionReason.ISSUER, verifier(RESOURCE), token);
    }

    // a store that is down never decides
    @Test
    void aStoreThatIsDownRefusesNobodyForGood() {
        DelegatingProvider down = new DelegatingProvider(server.provider) {
            @Override
            public Optional<IssuedAccessToken> loadAccessToken(Secret accessToken) {
                throw new StorageException(FailureCode.STORE_UNAVAILABLE, "down", null);
            }
        };
        TokenVerifier verifier = verifier(RESOURCE, down, builder -> builder);
        assertThrows(StorageException.class, () -> verify(verifier, OPAQUE));
    }

    @Test
    void theIssuerMustBeTrustedAndNotBeAskedOverHttpToo() {
        ConfigurationException stranger = assertThrows(
                ConfigurationException.class,
                () -> verifier(
                        RESOURCE,
                        server.provider,
                        builder -> builder.issuers(List.of(TrustedIssuer.of(Issuer.of("https://other.example"))))));
        assertEquals("verifier", stranger.key());
        IntrospectionRules asking = IntrospectionRules.of(
                Issuer.of(TestServer.ISSUER),
                "me",
                new ClientAuthentication.ClientSecretBasic(Secret.of(TestServer.SECRET)));
        assertThrows(
                ConfigurationException.class,
                () -> verifier(RESOURCE, server.provider, builder -> builder.introspection(asking)));
    }

    private DelegatingProvider opaque(IssuedAccessToken token) {
        return new DelegatingProvider(server.provider) {
            @Override
            public Optional<IssuedAccessToken> loadAccessToken(Secret accessToken) {
                return accessToken.matches(OPAQUE) ? Optional.of(token) : Optional.empty();
            }
        };
    }

    private Token token(String resource, @Nullable Confirmation confirmation) {
        Instant now = server.clock.instant();
        return new Token(
                "app",
                "alice",
                Scopes.of("mcp:tools"),
                List.of(ResourceIdentifier.of(resource)),
                now,
                now.plusSeconds(600),
                confirmation,
                JsonValue.EMPTY_JSON_OBJECT);
    }

    private record Token(
            String clientId,
            String subject,
            Scopes scopes,
            List<ResourceIdentifier> resources,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Confirmation confirmation,
            JsonObject claims)
            implements IssuedAccessToken {}
}
