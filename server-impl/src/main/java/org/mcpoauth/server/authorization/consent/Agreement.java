package org.mcpoauth.server.authorization.consent;

import java.time.Instant;
import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * One answer of a user that holds for a while: all of these scopes at all of these resources.
 *
 * @param resources where
 * @param scopes what
 * @param until how long
 */
record Agreement(List<ResourceIdentifier> resources, Scopes scopes, Instant until) {
    Agreement {
        resources = List.copyOf(resources);
    }

    boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }

    boolean covers(Agreement other) {
        return resources.containsAll(other.resources) && scopes.containsAll(other.scopes);
    }
}
