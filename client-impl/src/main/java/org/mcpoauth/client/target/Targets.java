package org.mcpoauth.client.target;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.DiscoveredIssuer;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.client.Leases;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.discovery.CurrentMetadata;
import org.mcpoauth.client.grant.ErrorAnswer;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** Finds the authorization server of the MCP server and our client there (MCP authorization, "Client Registration"). */
public final class Targets {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.target");
    private static final Rule BINDING = new Rule("MCP authorization", "Authorization Server Binding");

    private final ClientConfiguration configuration;
    private final Discovery discovery;
    private final CurrentMetadata metadata;
    private final Registration registration;
    private final RegistrationStore registrations;
    private final Leases leases;
    private final Possession possession;
    private final InstantSource clock;

    public Targets(
            ClientConfiguration configuration,
            Discovery discovery,
            CurrentMetadata metadata,
            Registration registration,
            RegistrationStore registrations,
            Leases leases,
            Possession possession,
            InstantSource clock) {
        this.configuration = configuration;
        this.discovery = discovery;
        this.metadata = metadata;
        this.registration = registration;
        this.registrations = registrations;
        this.leases = leases;
        this.possession = possession;
        this.clock = clock;
    }

    /**
     * The target as metadata remembered or fetched have it.
     *
     * @param current the issuer of the tokens at hand, which stays if it is still listed, or {@code null}
     */
    public Target find(Challenges challenges, @Nullable Issuer current) {
        URI server = configuration.serverUrl();
        return target(
                discovery.issuer(server, places(challenges), configuration.originFallback()), challenges, current);
    }

    /** The target after everything remembered of the resource was read anew. */
    public Target refresh(Challenges challenges, Issuer current) {
        try {
            ProtectedResourceMetadata resource =
                    discovery.refreshProtectedResource(configuration.serverUrl(), places(challenges));
            return target(new DiscoveredIssuer(current, resource), challenges, current);
        } catch (ResponseViolationException e) {
            if (configuration.originFallback() && e.code() == FailureCode.METADATA_NOT_FOUND) {
                return find(challenges, current);
            }
            throw e;
        }
    }

    /** The same target as its server describes itself now, for a user who is about to be sent there. */
    public Target current(Target target, Challenges challenges) {
        boolean hasChanged = target.source().fromMetadata()
                && reread(target.issuer())
                        .filter(now -> !now.equals(target.client().server()))
                        .isPresent();
        return hasChanged ? find(challenges, target.issuer()) : target;
    }

    /** The client at a server that was found before. */
    public RegisteredClient known(Issuer issuer, Source source) {
        requireOwnIssuer(issuer);
        AuthorizationServerMetadata server = source.fromMetadata()
                ? discovery.authorizationServer(issuer)
                : discovery.authorizationServer(new DiscoveredIssuer(issuer, null));
        return following(server, this::client);
    }

    /** Whether a server refused because it forgot a dynamic registration, which is then forgotten here too. */
    public boolean dropsForgotten(Issuer issuer, String clientId, OAuthErrorException refusal) {
        return refusal.error().equals(ErrorCode.INVALID_CLIENT)
                && configuration.clientId() == null
                && registrations.forget(issuer, clientId);
    }

    /** Configured credentials that worked at a server belong to it from then on. */
    public void bindCredentials(Target target) {
        String clientId = configuration.clientId();
        if (clientId != null) {
            registrations.bind(clientId, target.issuer());
        }
    }

    /** What names the place of the metadata: the configuration before anybody else. */
    private Challenges places(Challenges challenges) {
        URI configured = configuration.discovery().metadataUrl();
        return configured == null ? challenges : new Source(true, configured.toString()).challenges();
    }

    private Target target(DiscoveredIssuer found, Challenges challenges, @Nullable Issuer current) {
        Optional<ProtectedResourceMetadata> resource = found.protectedResource();
        Issuer issuer = resource.map(metadata -> chosen(metadata, current)).orElse(found.issuer());
        requireOwnIssuer(issuer);
        AuthorizationServerMetadata server =
                discovery.authorizationServer(new DiscoveredIssuer(issuer, resource.orElse(null)));
        Source source = new Source(
                resource.isPresent(),
                OAuthChallenges.resourceMetadata(challenges).orElse(null));
        return following(server, now -> target(now, resource, source, challenges));
    }

    private Target target(
            AuthorizationServerMetadata server,
            Optional<ProtectedResourceMetadata> resource,
            Source source,
            Challenges challenges) {
        if (configuration.discovery().unlistedRefused()) {
            resource.ifPresent(metadata -> ResourceListing.require(server, metadata.resource()));
        }
        return new Target(
                resource.map(ProtectedResourceMetadata::resource).orElse(configuration.resource()),
                resource.map(Targets::scopes).orElse(Scopes.NONE),
                client(server),
                source,
                possession.choose(challenges, resource.orElse(null), server));
    }

    /** What metadata lead to, or those of today where the registration that they name is not there any more. */
    private <T> T following(AuthorizationServerMetadata server, Function<AuthorizationServerMetadata, T> way) {
        try {
            return way.apply(server);
        } catch (McpOAuthException failure) {
            AuthorizationServerMetadata now = Optional.of(server.issuer())
                    .filter(issuer -> ErrorAnswer.saysGone(failure))
                    .flatMap(this::reread)
                    .filter(read -> !read.registrationEndpoint().equals(server.registrationEndpoint()))
                    .orElseThrow(() -> failure);
            return way.apply(now);
        }
    }

    /** The metadata of today; what cannot be read stays as it was. */
    private Optional<AuthorizationServerMetadata> reread(Issuer issuer) {
        try {
            return Optional.of(metadata.of(issuer));
        } catch (McpOAuthException e) {
            if (e.code() == FailureCode.INTERRUPTED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "MCPO3221 metadata could not be read anew: " + e.code());
            return Optional.empty();
        }
    }

    private Issuer chosen(ProtectedResourceMetadata resource, @Nullable Issuer current) {
        List<Issuer> known =
                Stream.of(ownIssuer(), current).filter(Objects::nonNull).toList();
        return known.stream()
                .filter(resource.authorizationServers()::contains)
                .findFirst()
                .orElseGet(() -> selected(resource, known));
    }

    /** Which servers are its own the resource says, not a selector. */
    private Issuer selected(ProtectedResourceMetadata resource, List<Issuer> known) {
        Issuer issuer = configuration.selector().select(resource, known);
        if (!resource.authorizationServers().contains(issuer)) {
            throw new ConfigurationException(
                    "authorization-server-selection", "chose an issuer that the resource does not list");
        }
        return issuer;
    }

    private static Scopes scopes(ProtectedResourceMetadata metadata) {
        return ScopeChoice.bounded(() -> Scopes.of(metadata.scopesSupported()));
    }

    /** The server the configured credentials belong to, {@code null} if that is not known. */
    private @Nullable Issuer ownIssuer() {
        Issuer pinned = configuration.issuer();
        String clientId = configuration.clientId();
        return pinned != null || clientId == null
                ? pinned
                : registrations.boundIssuer(clientId).orElse(null);
    }

    /** Credentials agreed on with one server are an error at another, not something to try there. */
    private void requireOwnIssuer(Issuer issuer) {
        Issuer own = ownIssuer();
        if (own != null && !own.equals(issuer)) {
            throw new ResponseViolationException(
                    FailureCode.CREDENTIALS_ISSUER_MISMATCH,
                    BINDING,
                    "the credentials belong to another issuer than the resource names",
                    Difference.between(own.value(), issuer.value()));
        }
    }

    private RegisteredClient client(AuthorizationServerMetadata server) {
        if (configuration.grant() == GrantKind.WORKLOAD_JWT || configuration.grant() == GrantKind.TOKEN) {
            return unregistered(server);
        }
        RegisteredClient client =
                registration.authenticate(server, information(server), current(configuration.clientKey()));
        return new RegisteredClient(
                server, client.information(), client.authentication().with(configuration.assertion()));
    }

    private static <T> @Nullable T current(@Nullable Changing<T> value) {
        return value == null ? null : value.current();
    }

    /** No server knows this client; what stands for its identifier is never sent. */
    private RegisteredClient unregistered(AuthorizationServerMetadata server) {
        ClientInformation nobody =
                ClientInformation.of(server.issuer(), configuration.name(), null, configuration.metadata());
        return new RegisteredClient(server, nobody, new ClientAuthentication.Omitted());
    }

    private ClientInformation information(AuthorizationServerMetadata server) {
        String clientId = configuration.clientId();
        if (clientId != null) {
            return ClientInformation.of(
                    server.issuer(), clientId, current(configuration.clientSecret()), configuration.metadata());
        }
        Optional<ClientInformation> stored = registrations.load(server.issuer(), clock.instant());
        return stored.orElseGet(() -> registered(server));
    }

    private ClientInformation registered(AuthorizationServerMetadata server) {
        URI document = configuration.metadataDocumentUrl();
        RegistrationApproach approach = registration.select(server, false, document);
        if (approach == RegistrationApproach.CLIENT_ID_METADATA_DOCUMENT && document != null) {
            return registration.metadataDocumentClient(
                    server, registration.metadataDocument(document, configuration.metadata()));
        }
        if (approach == RegistrationApproach.DYNAMIC) {
            return registeredOnce(server);
        }
        throw new ResponseViolationException(
                FailureCode.REGISTRATION_IMPOSSIBLE,
                new Rule("MCP authorization", "Client Registration Approaches"),
                "no client identifier: configure one for " + server.issuer());
    }

    /** Of all nodes one registers, the others take what it stored. */
    private ClientInformation registeredOnce(AuthorizationServerMetadata server) {
        return leases.once(new Leases.Task<>(
                registrations.lease(server.issuer()),
                () -> registrations.load(server.issuer(), clock.instant()),
                Function.identity(),
                nothing -> registrations.keep(
                        registration.register(
                                server, configuration.metadata(), current(configuration.initialAccessToken())),
                        clock.instant()),
                () -> true));
    }
}
