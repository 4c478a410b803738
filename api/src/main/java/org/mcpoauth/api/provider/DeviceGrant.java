package org.mcpoauth.api.provider;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a user granted to a device (RFC 8628, section 3.3). Immutable.
 *
 * @param id names the grant, from the moment the user agreed: 128 random bits as 22 characters of base64url. No
 *     secret, never that of another grant
 * @param owner the user
 * @param scopes what was granted; may be empty
 * @param resources the resources tokens may be issued for
 */
public record DeviceGrant(String id, ResourceOwner owner, Scopes scopes, List<ResourceIdentifier> resources) {
    private static final int ID_LENGTH = 22;

    /**
     * Checks and copies the components.
     *
     * @throws IllegalArgumentException if the id has another length
     */
    public DeviceGrant {
        if (id.length() != ID_LENGTH) {
            throw new IllegalArgumentException("the id of a grant has 22 characters");
        }
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }
}
