package org.mcpoauth.client.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.oauth.MetadataFetch;

/** Finds the metadata of a protected resource (RFC 9728, sections 3 and 5.1). */
final class ResourceDiscovery {
    private static final Rule VALIDATION = new Rule("RFC 9728", "3.3");

    private final MetadataFetch<ProtectedResourceMetadata> fetch;

    ResourceDiscovery(Toolkit toolkit) {
        this.fetch = new MetadataFetch<>(
                toolkit.http(), toolkit.json(), FetchKind.PROTECTED_RESOURCE_METADATA, ProtectedResourceMetadata::from);
    }

    Optional<ProtectedResourceMetadata> find(URI serverUrl, Challenges challenges) {
        return find(serverUrl, challenges, fetch::get);
    }

    Optional<ProtectedResourceMetadata> refresh(URI serverUrl, Challenges challenges) {
        return find(serverUrl, challenges, fetch::refresh);
    }

    private static Optional<ProtectedResourceMetadata> find(
            URI serverUrl, Challenges challenges, Function<URI, Optional<ProtectedResourceMetadata>> source) {
        Optional<URI> named = namedLocation(challenges);
        if (named.isPresent()) {
            ProtectedResourceMetadata metadata = source.apply(named.get()).orElseThrow(ResourceDiscovery::notFound);
            return Optional.of(validated(metadata, serverUrl));
        }
        List<URI> locations = ResourceIdentifier.canonical(serverUrl).metadataLocations();
        return locations.stream()
                .map(source)
                .flatMap(Optional::stream)
                .findFirst()
                .map(metadata -> validated(metadata, serverUrl));
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
        URI canonical = ResourceIdentifier.canonical(serverUrl).uri();
        if (!metadata.resource().covers(canonical)) {
            throw mismatch(canonical.toString(), metadata.resource().value());
        }
        if (metadata.authorizationServers().isEmpty()) {
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

    static ResponseViolationException notFound() {
        return new ResponseViolationException(
                FailureCode.METADATA_NOT_FOUND, new Rule("RFC 9728", "3"), "no protected resource metadata");
    }
}
