package org.mcpoauth.cdi.openapi;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;

/** Where a protected resource publishes its metadata. */
final class ResourceEndpoints {
    private ResourceEndpoints() {}

    static Stream<DescribedEndpoint> of(ResourceServerConfiguration configuration) {
        List<URI> wellKnown = configuration.resource().metadataLocations();
        URI configured = configuration.description().url();
        Stream<URI> places = Stream.concat(
                Stream.of(configured == null ? wellKnown.get(0) : configured),
                configuration.description().alsoAtRoot()
                        ? Stream.of(wellKnown.get(wellKnown.size() - 1))
                        : Stream.empty());
        return places.distinct()
                .map(place -> DescribedEndpoint.document(
                        place,
                        "mcpOAuthResourceMetadata" + place.getRawPath().replace('/', '_'),
                        "Protected resource metadata (RFC 9728) of " + configuration.resource()));
    }
}
