package org.mcpoauth.client.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.oauth.MetadataFetch;

/** Finds the metadata of a protected resource (RFC 9728, sections 3 and 5.1). */
final class ResourceDiscovery {
    private static final Rule VALIDATION = new Rule("RFC 9728", "3.3");

    private final MetadataFetch<ProtectedResourceMetadata> fetch;
    private final UnaryOperator<ProtectedResourceMetadata> attestation;
    private final boolean isSigned;

    /** Reads metadata, with what a trusted party has signed before the rest where there is one. */
    ResourceDiscovery(Toolkit toolkit, DocumentShelf shelf, @Nullable MetadataTrust trust) {
        this.isSigned = trust != null;
        this.attestation = trust == null ? UnaryOperator.identity() : new SignedMetadata(toolkit, trust)::attested;
        this.fetch = new MetadataFetch<>(
                toolkit.http(),
                toolkit.json(),
                FetchKind.PROTECTED_RESOURCE_METADATA,
                ProtectedResourceMetadata::from,
                shelf);
    }

    Optional<ProtectedResourceMetadata> find(URI serverUrl, Challenges challenges) {
        List<URI> locations = locations(serverUrl, challenges);
        Optional<ProtectedResourceMetadata> remembered = fetch.remembered(locations, genuine(serverUrl));
        return remembered.isEmpty()
                ? found(serverUrl, challenges, fetch.first(locations, genuine(serverUrl)))
                : remembered
                        .flatMap(metadata -> stillAttested(metadata, serverUrl))
                        .or(() -> refresh(serverUrl, challenges));
    }

    Optional<ProtectedResourceMetadata> refresh(URI serverUrl, Challenges challenges) {
        return found(serverUrl, challenges, fetch.refreshedFirst(locations(serverUrl, challenges), genuine(serverUrl)));
    }

    /** Whether a document may be remembered; who signs it may name the servers in the statement only. */
    private Predicate<ProtectedResourceMetadata> genuine(URI serverUrl) {
        return metadata -> isAbout(metadata, serverUrl) && (isSigned || namesServers(metadata));
    }

    private static List<URI> locations(URI serverUrl, Challenges challenges) {
        return namedLocation(challenges)
                .map(List::of)
                .orElseGet(() -> ResourceIdentifier.canonical(serverUrl).metadataLocations());
    }

    private Optional<ProtectedResourceMetadata> found(
            URI serverUrl, Challenges challenges, Optional<ProtectedResourceMetadata> metadata) {
        if (metadata.isEmpty() && namedLocation(challenges).isPresent()) {
            throw notFound();
        }
        return metadata.map(it -> attested(it, serverUrl));
    }

    /** A statement may end, or its key go, before the document that holds it: there may be a newer one then. */
    private Optional<ProtectedResourceMetadata> stillAttested(ProtectedResourceMetadata metadata, URI serverUrl) {
        try {
            return Optional.of(attested(metadata, serverUrl));
        } catch (ResponseViolationException noLonger) {
            return Optional.empty();
        }
    }

    private ProtectedResourceMetadata attested(ProtectedResourceMetadata metadata, URI serverUrl) {
        return validated(attestation.apply(metadata), serverUrl);
    }

    /** The URL of the challenge is the only place then; a broken one is an error, not a reason to probe. */
    private static Optional<URI> namedLocation(Challenges challenges) {
        try {
            return OAuthChallenges.resourceMetadata(challenges).map(URI::create);
        } catch (IllegalArgumentException quotesThePeer) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, new Rule("RFC 9728", "5.1"), "resource_metadata is no URL");
        }
    }

    private static ProtectedResourceMetadata validated(ProtectedResourceMetadata metadata, URI serverUrl) {
        if (!isAbout(metadata, serverUrl)) {
            String server = ResourceIdentifier.canonical(serverUrl).uri().toString();
            throw mismatch(server, metadata.resource().value());
        }
        if (!namesServers(metadata)) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, new Rule("RFC 9728", "2"), "no authorization_servers");
        }
        return metadata;
    }

    private static ResponseViolationException mismatch(String server, String resource) {
        // equal and still not covered: a URL with dot segments belongs to no resource
        return server.equals(resource)
                ? new ResponseViolationException(
                        FailureCode.METADATA_RESOURCE_MISMATCH, VALIDATION, "the URL of the server has dot segments")
                : new ResponseViolationException(
                        FailureCode.METADATA_RESOURCE_MISMATCH,
                        VALIDATION,
                        "the metadata is about another resource",
                        Difference.between(server, resource));
    }

    private static boolean isAbout(ProtectedResourceMetadata metadata, URI serverUrl) {
        return metadata.resource()
                .covers(ResourceIdentifier.canonical(serverUrl).uri());
    }

    private static boolean namesServers(ProtectedResourceMetadata metadata) {
        return !metadata.authorizationServers().isEmpty();
    }

    static ResponseViolationException notFound() {
        return new ResponseViolationException(
                FailureCode.METADATA_NOT_FOUND, new Rule("RFC 9728", "3"), "no protected resource metadata");
    }
}
