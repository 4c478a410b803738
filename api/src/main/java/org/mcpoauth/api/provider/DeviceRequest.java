package org.mcpoauth.api.provider;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a device asks a user for (RFC 8628, section 3.1): scopes and resources are ones of this server. Immutable.
 *
 * @param scopes the scopes; may be empty
 * @param resources the resources tokens shall be for, or the only one there is
 */
public record DeviceRequest(Scopes scopes, List<ResourceIdentifier> resources) {

    /** Checks and copies the components. */
    public DeviceRequest {
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }
}
