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

    /** Reads metadata, with what a trusted party has signed before the rest where there is one. */
    ResourceDiscovery(Toolkit toolkit, DocumentShelf shelf, @Nullable MetadataTrust trust) {
        this.attestation = trust == null ? UnaryOperator.identity() : new SignedMetadata(toolkit, trust)::attested;
        this.fetch = new MetadataFetch<>(
                toolkit.http(),
                toolkit.json(),
                FetchKind.PROTECTED_RESOURCE_METADATA,
                ProtectedResourceMetadata::from,
                shelf);
    }

    Optional<ProtectedResourceMetadata> find(URI serverUrl, Challenges challenges) {
        return find(serverUrl, challenges, fetch::first);
    }

    Optional<ProtectedResourceMetadata> refresh(URI serverUrl, Challenges challenges) {
        return find(serverUrl, challenges, fetch::refreshedFirst);
    }

    private interface Search {
        Optional<ProtectedResourceMetadata> first(List<URI> locations, Predicate<ProtectedResourceMetadata> genuine);
    }

    private Optional<ProtectedResourceMetadata> find(URI serverUrl, Challenges challenges, Search search) {
        Optional<URI> named = namedLocation(challenges);
        List<URI> locations = named.map(List::of)
                .orElseGet(() -> ResourceIdentifier.canonical(serverUrl).metadataLocations());
        Optional<ProtectedResourceMetadata> found =
                search.first(locations, metadata -> isAbout(metadata, serverUrl) && namesServers(metadata));
        if (named.isPresent() && found.isEmpty()) {
            throw notFound();
        }
        return found.map(attestation).map(metadata -> validated(metadata, serverUrl));
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
