package org.mcpoauth.starter.assertion;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensIssued;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenExchangeRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.server.WorkloadIdentity;
import org.mcpoauth.spi.server.WorkloadRules;

/** Our authorization server, which believes somebody, and an MCP endpoint that answers who called, behind our guard. */
final class TrustingServer implements AutoCloseable {
    static final String SECRET = "s3cret-of-app";

    private final LoopbackServer server = new LoopbackServer();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().auditListener(events::add).build();

    TrustingServer(Issuer trusted) {
        Issuer issuer = Issuer.of(server.origin());
        ResourceIdentifier own = ResourceIdentifier.of(url().toString());
        AssertionIssuer believed = AssertionIssuer.of(trusted);
        AuthorizationServerConfiguration configuration = AuthorizationServerConfiguration.builder(issuer, List.of(own))
                .scopesSupported(Scopes.of("mcp:tools", "notes:read"))
                .scopesDefault(Scopes.of("mcp:tools"))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                .grants(GrantRules.DEFAULT
                        .withIdentityAssertions(IdentityAssertionRules.of(List.of(believed)))
                        .withWorkloads(WorkloadRules.OFF.trusting(
                                List.of(believed), List.of(new WorkloadIdentity(trusted, Voucher.WORKLOAD, "agent"))))
                        .withTokenExchange(TokenExchangeRules.OFF.withOffered(true)))
                .build();
        AuthorizationServerFactory factory = runtime.authorizationServers();
        KeySource keys = factory.signingKeys(configuration, runtime.services());
        AuthorizationServerProvider<?, ?, ?> provider =
                factory.readyProvider(configuration, keys, GrantPolicy.WITH_CONSENT, runtime.services());
        add(provider, "app", SECRET, ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        add(provider, "agent", null, ClientAuthenticationMethod.NONE);
        server.serve(factory.authorizationServer(
                        configuration,
                        provider,
                        keys,
                        UserSource.form((name, password) -> Optional.empty()),
                        runtime.services())
                .endpoints());
        ProtectedResource resource = runtime.protectedResource(ResourceServerConfiguration.builder(own, List.of(issuer))
                .scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))
                .build());
        server.serve(resource.endpoints());
        server.serve("/mcp", request -> guarded(resource, request));
    }

    private static void add(
            AuthorizationServerProvider<?, ?, ?> provider,
            String clientId,
            @Nullable String secret,
            ClientAuthenticationMethod method) {
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(method)
                .grantTypes(List.of(GrantType.JWT_BEARER, GrantType.TOKEN_EXCHANGE))
                .build();
        SecretHash hash = secret == null ? null : SecretHash.of(Secret.of(secret));
        Client client = new Client(clientId, metadata, hash, Instant.now(), null);
        provider.registerClient(new RegistrationRequest(client, metadata, null));
    }

    URI url() {
        return URI.create(server.origin() + "/mcp");
    }

    Issuer issuer() {
        return Issuer.of(server.origin());
    }

    /** What was issued. */
    List<TokensIssued> issued() {
        return events.stream()
                .flatMap(event -> event instanceof TokensIssued issued ? Stream.of(issued) : Stream.empty())
                .toList();
    }

    private static EndpointResponse guarded(ProtectedResource resource, EndpointRequest request) {
        GuardDecision decision = resource.guard()
                .decide(new GuardedRequest(
                        request.method(),
                        request.rawPath(),
                        request.rawQuery(),
                        request.headers(),
                        limit -> request.body()));
        if (decision instanceof GuardDecision.Refused refused) {
            return refused.response();
        }
        VerifiedToken token = ((GuardDecision.Permitted) decision).token();
        String caller = token == null
                ? "nobody"
                : token.principal().clientId() + " " + token.principal().subject() + " " + token.scopes();
        return LoopbackServer.answer(200, "text/plain", caller.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        runtime.close();
    }
}
