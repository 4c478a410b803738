package org.mcpoauth.api.provider;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a user granted to a device (RFC 8628, section 3.3). Immutable.
 *
 * @param owner the user
 * @param scopes what was granted; may be empty
 * @param resources the resources tokens may be issued for
 */
public record DeviceGrant(ResourceOwner owner, Scopes scopes, List<ResourceIdentifier> resources) {

    /** Checks and copies the components. */
    public DeviceGrant {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }
}
