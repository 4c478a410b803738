package org.mcpoauth.server.servlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * What a web application serves: endpoints by their exact path, and the guards of its resources. A group
 * that was found twice, by two of its types, counts once.
 */
final class ServedGroups {
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final List<ProtectedResource> resources = new ArrayList<>();

    ServedGroups(List<? extends EndpointGroup> groups) {
        Set<String> known = new LinkedHashSet<>();
        for (EndpointGroup group : groups) {
            group.endpoints().forEach(endpoint -> endpoints.putIfAbsent(endpoint.path(), endpoint));
            if (group instanceof ProtectedResource resource
                    && known.add(resource.configuration().resource().value())) {
                resources.add(resource);
            }
        }
    }

    Optional<Endpoint> endpoint(String rawPath) {
        return Optional.ofNullable(endpoints.get(rawPath));
    }

    List<ProtectedResource> resources() {
        return resources;
    }

    /** The resource a path belongs to; of several the one with the longest path. */
    Optional<ProtectedResource> guarding(String rawPath) {
        return longest(resources.stream().filter(resource -> resource.guard().guards(rawPath)));
    }

    static Optional<ProtectedResource> longest(Stream<ProtectedResource> candidates) {
        return candidates.reduce((one, other) -> pathLength(other) > pathLength(one) ? other : one);
    }

    private static int pathLength(ProtectedResource resource) {
        return resource.configuration().resource().uri().getRawPath().length();
    }
}
