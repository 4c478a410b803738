package org.mcpoauth.api.token;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;

/**
 * An access token that was accepted, without the token itself: it cannot be passed on to another
 * server (MCP authorization, "Access Token Privilege Restriction"). Immutable.
 *
 * @param principal whom it stands for
 * @param scopes what it allows; may be empty
 * @param audience the resources it was issued for, at least one of them this resource
 * @param expiresAt when it ends
 * @param roles the roles of the subject, from the configured claim and, if configured, the scopes
 * @param confirmation the key it is bound to and whose possession the request proved, or {@code null}
 *     for a bearer token
 * @param claims all claims of a JWT, or all members of the introspection response
 */
public record VerifiedToken(
        TokenPrincipal principal,
        Scopes scopes,
        List<String> audience,
        Instant expiresAt,
        Set<String> roles,
        @Nullable Confirmation confirmation,
        JsonObject claims) {

    /**
     * Checks and copies the components.
     *
     * @throws IllegalArgumentException if the audience is empty
     */
    public VerifiedToken {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(claims, "claims");
        audience = List.copyOf(audience);
        roles = Set.copyOf(roles);
        if (audience.isEmpty()) {
            throw new IllegalArgumentException("an accepted token has an audience");
        }
    }

    /** Gives principal, scopes and expiry; claims may be personal and stay out of logs. */
    @Override
    public String toString() {
        return "VerifiedToken[principal=" + principal + ", scopes=" + scopes + ", expiresAt=" + expiresAt + "]";
    }
}
