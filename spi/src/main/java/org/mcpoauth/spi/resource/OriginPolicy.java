package org.mcpoauth.spi.resource;

import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Which browsers may call (MCP, "Streamable HTTP", security warning). Immutable.
 *
 * @param originsAllowed the values of {@code Origin} that are accepted beside the origin of the resource
 * @param hostsAllowed the values of {@code Host} that are accepted beside that of the resource; where the
 *     resource is not on a loopback host and this is empty, every one is
 * @param corsOrigins the origins whose browser pages may call the endpoints
 */
public record OriginPolicy(Set<String> originsAllowed, Set<String> hostsAllowed, Set<String> corsOrigins) {
    /** The origin of the resource alone. */
    public static final OriginPolicy DEFAULT = new OriginPolicy(Set.of(), Set.of(), Set.of());

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if the origins for browser pages are not named one by one
     */
    public OriginPolicy {
        originsAllowed = Set.copyOf(originsAllowed);
        hostsAllowed = Set.copyOf(hostsAllowed);
        corsOrigins = Set.copyOf(corsOrigins);
        if (corsOrigins.contains("*")) {
            throw new ConfigurationException("cors-origins", "names origins one by one");
        }
    }

    /**
     * The same with other accepted origins.
     *
     * @param values values of {@code Origin}
     * @return a new value
     */
    public OriginPolicy withOriginsAllowed(Set<String> values) {
        return new OriginPolicy(values, hostsAllowed, corsOrigins);
    }

    /**
     * The same with other accepted hosts.
     *
     * @param values values of {@code Host}
     * @return a new value
     */
    public OriginPolicy withHostsAllowed(Set<String> values) {
        return new OriginPolicy(originsAllowed, values, corsOrigins);
    }

    /**
     * The same with other origins of browser pages.
     *
     * @param values origins
     * @return a new value
     */
    public OriginPolicy withCorsOrigins(Set<String> values) {
        return new OriginPolicy(originsAllowed, hostsAllowed, values);
    }
}
