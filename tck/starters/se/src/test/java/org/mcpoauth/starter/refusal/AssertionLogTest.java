package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** What an operator learns of a provider that does what the protocol forbids (ID-JAG, section 4.4.1). */
class AssertionLogTest {
    private static final String ISSUER = "https://as.example";
    private static final String TRUSTED = "https://idp.example";
    private static final String RESOURCE = "https://mcp.example/mcp";
    private static final String SECRET = "secret-of-the-client";
    private static final StrictJson JSON = StrictJson.create();

    private final LogRecorder log = new LogRecorder("org.mcpoauth");
    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder().build();

    @AfterEach
    void close() {
        runtime.close();
        log.close();
    }

    @Test
    void aRefreshTokenForAnAssertionIsWarnedOfAndKeptFromTheClient() {
        EndpointResponse answer = redeem(server(Secret.of("refresh-token-of-the-provider")));

        assertEquals(200, answer.status());
        assertFalse(text(answer).contains("refresh"), () -> text(answer));
        List<String> warnings = warnings();
        assertEquals(1, warnings.size());
        assertFalse(warnings.get(0).contains("refresh-token-of-the-provider"));
    }

    @Test
    void nothingIsToldOfAProviderThatIssuesNone() {
        EndpointResponse answer = redeem(server(null));

        assertEquals(200, answer.status());
        assertTrue(text(answer).contains("access-token-of-the-provider"), () -> text(answer));
        assertEquals(List.of(), warnings());
    }

    private List<String> warnings() {
        return log.warnings().stream()
                .filter(line -> line.startsWith("MCPO4561 "))
                .toList();
    }

    private AuthorizationServer server(@Nullable Secret refreshToken) {
        org.mcpoauth.spi.support.jose.VerificationKey own = key.verificationKey();
        VerificationKey trusted = new VerificationKey(
                own.publicKey(), String.valueOf(own.keyId()), key.algorithm().wireName());
        AuthorizationServerConfiguration configuration = AuthorizationServerConfiguration.builder(
                        Issuer.of(ISSUER), List.of(ResourceIdentifier.of(RESOURCE)))
                .scopesSupported(Scopes.of("mcp:tools"))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                .grants(GrantRules.DEFAULT.withIdentityAssertions(IdentityAssertionRules.of(
                        List.of(AssertionIssuer.of(Issuer.of(TRUSTED)).withKeys(List.of(trusted))))))
                .build();
        AuthorizationServerFactory factory = runtime.authorizationServers();
        return factory.authorizationServer(
                configuration,
                provider(refreshToken),
                factory.signingKeys(configuration, runtime.services()),
                UserSource.form((name, password) -> Optional.empty()),
                runtime.services());
    }

    /** Knows one client, and issues for assertions what it likes. */
    private static AuthorizationServerProvider<?, ?, ?> provider(@Nullable Secret refreshToken) {
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(GrantType.JWT_BEARER))
                .build();
        Client client = new Client("app", metadata, SecretHash.of(Secret.of(SECRET)), Instant.EPOCH, null);
        IssuedTokens tokens = new IssuedTokens(
                Secret.of("access-token-of-the-provider"),
                Duration.ofMinutes(1),
                Scopes.of("mcp:tools"),
                refreshToken,
                null);
        return (AuthorizationServerProvider<?, ?, ?>) Proxy.newProxyInstance(
                AssertionLogTest.class.getClassLoader(),
                new Class<?>[] {AuthorizationServerProvider.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "client" -> Optional.of(client);
                    case "exchangeIdentityAssertion" -> tokens;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private EndpointResponse redeem(AuthorizationServer server) {
        Endpoint token = server.endpoints().stream()
                .filter(endpoint -> server.metadata()
                        .tokenEndpoint()
                        .map(uri -> uri.getRawPath().equals(endpoint.path()))
                        .orElse(false))
                .findFirst()
                .orElseThrow();
        String form = Browser.encoded(
                "grant_type",
                GrantType.JWT_BEARER.value(),
                "client_id",
                "app",
                "client_secret",
                SECRET,
                "assertion",
                assertion());
        return token.handler()
                .handle(new EndpointRequest(
                        "POST",
                        token.path(),
                        null,
                        HttpHeaders.of(
                                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")), (n, v) -> true),
                        form.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        null,
                        null));
    }

    private String assertion() {
        long now = Instant.now().getEpochSecond();
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, "oauth-id-jag+jwt")
                .sign(Json.createObjectBuilder()
                        .add("iss", TRUSTED)
                        .add("aud", ISSUER)
                        .add("sub", "alice")
                        .add("client_id", "app")
                        .add("resource", RESOURCE)
                        .add("scope", "mcp:tools")
                        .add("jti", "1")
                        .add("iat", now)
                        .add("exp", now + 60)
                        .build());
    }

    private static String text(EndpointResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
