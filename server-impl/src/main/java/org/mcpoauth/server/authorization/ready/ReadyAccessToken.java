package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;

/**
 * An access token of ours whose signature was verified.
 *
 * @param tokenId its {@code jti}
 * @param grantId the grant it came from, or {@code null} when there is none
 * @param clientId the client
 * @param subject the user, or {@code null} when the client acts for itself
 * @param scopes what it allows
 * @param resources where it may be used
 * @param issuedAt when it was issued
 * @param expiresAt when it ends
 * @param confirmation the key it is bound to, or {@code null}
 * @param claims {@code jti}, {@code acr}, {@code auth_time}, {@code act}, {@code roles}, {@code groups} and {@code
 *     entitlements}
 */
record ReadyAccessToken(
        String tokenId,
        @Nullable String grantId,
        String clientId,
        @Nullable String subject,
        Scopes scopes,
        List<ResourceIdentifier> resources,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Confirmation confirmation,
        JsonObject claims)
        implements IssuedAccessToken {
    ReadyAccessToken {
        resources = List.copyOf(resources);
    }

    /**
     * Whether it was issued to the client of a grant. A token that another client got in exchange ends with the grant,
     * but does not end it.
     */
    boolean isOf(StoredGrant grant) {
        return grant.grant().terms().clientId().equals(clientId);
    }
}
