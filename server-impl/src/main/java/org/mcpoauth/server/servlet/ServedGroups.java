package org.mcpoauth.server.servlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.server.resource.NearestResource;
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

    /** The resource a path belongs to, or several if nobody can tell to which. */
    List<ProtectedResource> guarding(String rawPath) {
        return NearestResource.of(resources, rawPath);
    }
}
