package org.mcpoauth.api.provider;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.token.Confirmation;

/**
 * What a validated token request asks for: always within what was granted.
 *
 * @param scopes the scopes the new access token shall have
 * @param resources the resources it shall be for
 * @param confirmation the key it shall be bound to, or {@code null} for a bearer token
 */
public record TokenRequest(
        Scopes scopes,
        List<ResourceIdentifier> resources,
        @Nullable Confirmation confirmation) {

    /** Checks and copies the components. */
    public TokenRequest {
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }
}
