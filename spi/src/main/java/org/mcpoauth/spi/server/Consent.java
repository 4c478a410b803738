package org.mcpoauth.spi.server;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a user agreed to and need not be asked again.
 *
 * @param clientId the client that may have it
 * @param redirectUri where the answers to the client go; another place is another consent
 * @param resources where it may be used
 * @param scopes what it may do there
 * @param until when the user is asked again
 */
public record Consent(
        String clientId, URI redirectUri, List<ResourceIdentifier> resources, Scopes scopes, Instant until) {
    /** Checks that nothing is missing. */
    public Consent {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(until, "until");
        resources = List.copyOf(resources);
    }
}
