package org.mcpoauth.guarded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.samples.mcp.McpServer;
import org.mcpoauth.samples.mcp.ToolScopes;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.AuthorizationServerFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;

/**
 * The sample MCP server behind the guard, on a free port of this machine. Unless another issuer is trusted,
 * our authorization server is beside it, and knows {@link Person}.
 */
public final class ProtectedServer implements AutoCloseable {
    /** A scope that users never grant. */
    public static final Scopes WITHHELD = Scopes.of("admin");

    public final TravelClock clock = new TravelClock();
    public final Traffic traffic = new Traffic();
    public final StreamingEndpoint endpoint;
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final HttpServer http = new HttpServer();
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .clock(clock)
            .auditListener(events::add)
            .build();
    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean refusing;
    private volatile Scopes demanded = Scopes.NONE;

    /** A server with an authorization server of its own. */
    public ProtectedServer() {
        listen();
        AuthorizationServer server = authorizationServer();
        ResourceServerConfiguration configuration =
                configuration(Issuer.of(origin())).build();
        ProtectedResource resource = guarded(configuration, runtime.verifier(configuration, server));
        endpoint = endpoint(resource);
        serve(resource, new McpOAuthEndpoints(resource, server));
    }

    /** A server that takes the tokens of another issuer. */
    public ProtectedServer(Issuer issuer, DpopPolicy dpop) {
        listen();
        ResourceServerConfiguration configuration =
                configuration(issuer).dpop(dpop).build();
        ProtectedResource resource = guarded(configuration, runtime.verifier(configuration));
        endpoint = endpoint(resource);
        serve(resource, new McpOAuthEndpoints(resource));
    }

    /** The URL of the MCP server. */
    public URI url() {
        return URI.create(origin() + "/mcp");
    }

    /** From now on no token is accepted, however new. */
    public void refuseEveryToken() {
        refusing = true;
    }

    /** From now on tools need further scopes. */
    public void demand(Scopes scopes) {
        demanded = scopes;
    }

    /** How often tokens were issued for a grant. */
    public long issued(GrantType grant) {
        return events.stream()
                .filter(event -> event instanceof AuthorizationServerEvent.TokensIssued issued
                        && issued.grant().equals(grant))
                .count();
    }

    /** Revokes a token, as an administrator would, without telling the client (RFC 7009). */
    public void revoke(String clientId, AccessToken token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin() + "/oauth/revoke"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "client_id=" + clientId + "&token=" + token.value().reveal()))
                .build();
        try {
            int status = browser.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException("not revoked: " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The client that was given the last tokens. */
    public String lastClient() {
        return events.stream()
                .filter(AuthorizationServerEvent.TokensIssued.class::isInstance)
                .map(event -> ((AuthorizationServerEvent.TokensIssued) event).clientId())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void listen() {
        http.addListener(new NetworkListener("test", "127.0.0.1", 0));
        try {
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + http.getListener("test").getPort();
    }

    private AuthorizationServer authorizationServer() {
        AuthorizationServerConfiguration configuration = AuthorizationServerConfiguration.builder(
                        Issuer.of(origin()), List.of(ResourceIdentifier.of(url().toString())))
                .scopesSupported(new ToolScopes().all().union(WITHHELD))
                .scopesDefault(Scopes.of("mcp:tools"))
                .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                .registration(DynamicRegistration.OPEN)
                .rateLimits(RateLimits.DEFAULT.withRegistration(null).withFailures(null))
                .build();
        AuthorizationServerFactory factory = runtime.authorizationServers();
        KeySource keys = factory.signingKeys(configuration, runtime.services());
        return factory.authorizationServer(
                configuration,
                factory.readyProvider(configuration, keys, new Withholding(), runtime.services()),
                keys,
                UserSource.form((name, password) -> Optional.of(new ResourceOwner(name, clock.instant(), "pwd"))
                        .filter(owner -> password.reveal().equals(Person.PASSWORD))),
                runtime.services());
    }

    private static final class Withholding implements GrantPolicy {
        @Override
        public Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
            return parameters.scopes().minus(WITHHELD);
        }
    }

    private ResourceServerConfiguration.Builder configuration(Issuer issuer) {
        return ResourceServerConfiguration.builder(ResourceIdentifier.of(url().toString()), List.of(issuer))
                .scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")))
                .operationScopes(new Demanded());
    }

    private final class Demanded implements OperationScopes {
        private final ToolScopes ofTheSample = new ToolScopes();

        @Override
        public Scopes requiredFor(McpOperation operation) {
            Scopes scopes = ofTheSample.requiredFor(operation);
            return scopes.isEmpty() ? scopes : scopes.union(demanded);
        }

        @Override
        public Scopes all() {
            return ofTheSample.all();
        }
    }

    private ProtectedResource guarded(ResourceServerConfiguration configuration, TokenVerifier verifier) {
        return runtime.protectedResource(configuration, presented -> {
            if (refusing) {
                throw new TokenRejectedException(RejectionReason.INACTIVE);
            }
            return verifier.verify(presented);
        });
    }

    private StreamingEndpoint endpoint(ProtectedResource resource) {
        return new StreamingEndpoint(new McpServer(resource.requestStates(), clock));
    }

    private void serve(ProtectedResource resource, McpOAuthEndpoints endpoints) {
        ResourceConfig application = new ResourceConfig()
                // or the beginning of a stream is kept until there are 8 KiB of it
                .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0)
                .register(endpoint)
                .register(traffic)
                .register(new McpOAuthFeature(resource))
                .register(endpoints);
        http.getServerConfiguration()
                .addHttpHandler(ContainerFactory.createContainer(HttpHandler.class, application), "/");
    }

    @Override
    public void close() {
        http.shutdownNow();
        runtime.close();
    }
}
