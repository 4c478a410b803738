package org.mcpoauth.server.authorization.client;

import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.ResourceIdentifier;

/**
 * Finds the resource that a {@code resource} parameter names (RFC 8707, section 2). Two texts that are
 * the same URL name one resource: clients write {@code https://host/} for {@code https://host}. Tokens
 * carry the text of this server.
 */
public final class AllowedResources {
    private AllowedResources() {}

    /**
     * Finds a resource.
     *
     * @param allowed what may be named
     * @param requested the text of the request
     * @return the resource as it stands in {@code allowed}, empty when it is none of them
     */
    public static Optional<ResourceIdentifier> find(List<ResourceIdentifier> allowed, String requested) {
        try {
            ResourceIdentifier resource = ResourceIdentifier.of(requested);
            if (allowed.contains(resource)) {
                return Optional.of(resource);
            }
            ResourceIdentifier canonical = ResourceIdentifier.canonical(resource.uri());
            return allowed.stream()
                    .filter(one -> ResourceIdentifier.canonical(one.uri()).equals(canonical))
                    .findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
