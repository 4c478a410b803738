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
 * @param refreshConfirmation the key a refresh token that comes with it shall be bound to: that of a public
 *     client (RFC 9449, section 5; RFC 8705, section 4). {@code null} to bind it to its client alone
 */
public record TokenRequest(
        Scopes scopes,
        List<ResourceIdentifier> resources,
        @Nullable Confirmation confirmation,
        @Nullable Confirmation refreshConfirmation) {

    /** Checks and copies the components. */
    public TokenRequest {
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }

    /**
     * A request whose refresh token is bound to its client alone.
     *
     * @param scopes the scopes the new access token shall have
     * @param resources the resources it shall be for
     * @param confirmation the key it shall be bound to, or {@code null} for a bearer token
     */
    public TokenRequest(Scopes scopes, List<ResourceIdentifier> resources, @Nullable Confirmation confirmation) {
        this(scopes, resources, confirmation, null);
    }
}
