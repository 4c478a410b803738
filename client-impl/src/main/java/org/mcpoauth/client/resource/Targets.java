package org.mcpoauth.client.resource;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.DiscoveredIssuer;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.spi.ClientConfiguration;

/** Finds the authorization server of the MCP server and our client there (MCP authorization, "Client Registration"). */
final class Targets {
    private static final Rule BINDING = new Rule("MCP authorization", "Authorization Server Binding");

    private final ClientConfiguration configuration;
    private final Discovery discovery;
    private final Registration registration;
    private final RegistrationStore registrations;
    private final InstantSource clock;

    Targets(
            ClientConfiguration configuration,
            Discovery discovery,
            Registration registration,
            RegistrationStore registrations,
            InstantSource clock) {
        this.configuration = configuration;
        this.discovery = discovery;
        this.registration = registration;
        this.registrations = registrations;
        this.clock = clock;
    }

    /** The target as metadata remembered or fetched have it. */
    Target find(Challenges challenges) {
        return target(issuer(challenges));
    }

    /** The target after everything remembered of the resource was read anew. */
    Target refresh(Challenges challenges) {
        URI server = configuration.serverUrl();
        try {
            return target(chosen(discovery.refreshProtectedResource(server, challenges)));
        } catch (ResponseViolationException e) {
            if (configuration.originFallback() && e.code() == FailureCode.METADATA_NOT_FOUND) {
                return target(discovery.issuer(server, challenges, true));
            }
            throw e;
        }
    }

    /** The client an authorization was started with. */
    RegisteredClient known(Issuer issuer, boolean fromResourceMetadata) {
        AuthorizationServerMetadata server = fromResourceMetadata
                ? discovery.authorizationServer(issuer)
                : discovery.authorizationServer(new DiscoveredIssuer(issuer, null));
        return client(server);
    }

    void forgetRegistration(Issuer issuer) {
        registrations.forget(issuer);
    }

    private DiscoveredIssuer issuer(Challenges challenges) {
        DiscoveredIssuer found =
                discovery.issuer(configuration.serverUrl(), challenges, configuration.originFallback());
        return found.protectedResource().map(this::chosen).orElse(found);
    }

    private DiscoveredIssuer chosen(ProtectedResourceMetadata resource) {
        Issuer pinned = configuration.issuer();
        List<Issuer> known = pinned == null ? List.of() : List.of(pinned);
        Issuer issuer = pinned != null && resource.authorizationServers().contains(pinned)
                ? pinned
                : configuration.selector().select(resource, known);
        requirePinned(issuer);
        return new DiscoveredIssuer(issuer, resource);
    }

    /** Credentials agreed on with one server are an error at another, not something to try there. */
    private void requirePinned(Issuer issuer) {
        Issuer pinned = configuration.issuer();
        if (pinned != null && !pinned.equals(issuer)) {
            throw new ResponseViolationException(
                    FailureCode.CREDENTIALS_ISSUER_MISMATCH, BINDING, "the resource no longer names " + pinned);
        }
    }

    private Target target(DiscoveredIssuer issuer) {
        Optional<ProtectedResourceMetadata> resource = issuer.protectedResource();
        return new Target(
                resource.map(ProtectedResourceMetadata::resource).orElse(configuration.resource()),
                resource.map(metadata -> Scopes.of(metadata.scopesSupported())).orElse(Scopes.NONE),
                client(discovery.authorizationServer(issuer)),
                issuer.isFromProtectedResourceMetadata());
    }

    private RegisteredClient client(AuthorizationServerMetadata server) {
        return registration.authenticate(server, information(server), configuration.clientKey());
    }

    private ClientInformation information(AuthorizationServerMetadata server) {
        String clientId = configuration.clientId();
        if (clientId != null) {
            return ClientInformation.of(
                    server.issuer(), clientId, configuration.clientSecret(), configuration.metadata());
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
            ClientInformation information =
                    registration.register(server, configuration.metadata(), configuration.initialAccessToken());
            return registrations.keep(information, clock.instant());
        }
        throw new ResponseViolationException(
                FailureCode.REGISTRATION_IMPOSSIBLE,
                new Rule("MCP authorization", "Client Registration Approaches"),
                "no client identifier: configure one for " + server.issuer());
    }
}
