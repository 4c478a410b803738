package org.mcpoauth.starter.issuer;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.SigningKeyOrigin;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.Sha256;

/** One instance of an authorization server with the ready provider, on a port of the system's choice. */
final class IssuerNode implements AutoCloseable {
    /** The public URL of all instances, as a load balancer in front of them would have it. */
    static final String ISSUER = "http://127.0.0.1";
    /** What its namespaces in a store end with. */
    static final String SUFFIX = "." + Sha256.hex(ISSUER).substring(0, 24);

    static final String RESOURCE = "http://127.0.0.1/mcp";
    static final String REDIRECT_URI = "http://127.0.0.1:8765/callback";
    static final String SCOPE = "mcp:tools";
    /** A client with a secret, which the deployer registered. */
    static final String CLIENT = "desk";

    static final String CLIENT_SECRET = "secret-of-the-desk";
    static final String PASSWORD = "right-password";

    private static final Secret NONCE_KEY = Secret.of("nonce-key-of-at-least-32-characters");

    private final McpOAuthRuntime runtime;
    private final HttpServer server;

    /** A node with the stores of a builder. */
    IssuerNode(McpOAuthRuntime.Builder stores, Secret signingKey) {
        this(stores, signingKey, AccessTokenFormat.JWT);
    }

    /** A node whose access tokens have some format. */
    IssuerNode(McpOAuthRuntime.Builder stores, Secret signingKey, AccessTokenFormat format) {
        this.runtime = stores.allowLoopback().build();
        this.server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new ResourceConfig()
                        .register(new McpOAuthEndpoints(
                                runtime.authorizationServer(configuration(signingKey, format), IssuerNode::user))));
    }

    URI address() {
        int port = server.getListeners().iterator().next().getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Codes live longer than a test does, so that no code ends while the data base is away. */
    private static AuthorizationServerConfiguration configuration(Secret signingKey, AccessTokenFormat format) {
        return AuthorizationServerConfiguration.builder(Issuer.of(ISSUER), List.of(ResourceIdentifier.of(RESOURCE)))
                .scopesSupported(Scopes.of(SCOPE))
                .scopesDefault(Scopes.of(SCOPE))
                .tokens(TokenIssuance.DEFAULT
                        .withKeys(new SigningKeyOrigin.Text(signingKey))
                        .withAccessTokenFormat(format)
                        .withCodeTtl(Duration.ofMinutes(10)))
                .grants(GrantRules.DEFAULT.withIdentityAssertions(IdentityAssertionRules.of(
                        List.of(IdentityProvider.of(signingKey).trusted()))))
                .dpop(dpop -> dpop.withNonceKeys(List.of(NONCE_KEY)))
                .clients(ClientRules.DEFAULT.withKnown(List.of(desk())))
                .registration(DynamicRegistration.OPEN)
                .endpoints(EndpointPaths.DEFAULT.withDevice("/device").withPar("/par"))
                .build();
    }

    private static Client desk() {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Desk")
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(
                        GrantType.AUTHORIZATION_CODE,
                        GrantType.REFRESH_TOKEN,
                        GrantType.CLIENT_CREDENTIALS,
                        GrantType.DEVICE_CODE,
                        GrantType.JWT_BEARER))
                .redirectUris(List.of(URI.create(REDIRECT_URI)))
                .build();
        return new Client(CLIENT, metadata, SecretHash.of(Secret.of(CLIENT_SECRET)), Instant.EPOCH, null);
    }

    private static Optional<ResourceOwner> user(String name, Secret password) {
        @Nullable String acr = null;
        return password.matches(PASSWORD)
                ? Optional.of(new ResourceOwner(name, Clock.systemUTC().instant(), acr))
                : Optional.empty();
    }

    @Override
    public void close() {
        server.shutdownNow();
        runtime.close();
    }
}
