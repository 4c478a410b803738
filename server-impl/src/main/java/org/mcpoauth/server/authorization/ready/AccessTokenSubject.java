package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For whom an access token is issued.
 *
 * @param clientId the client
 * @param subject the user, or {@code null} when the client acts for itself
 * @param grantId the grant, or {@code null} when the client acts for itself
 * @param authenticatedAt when the user logged in, or {@code null}
 * @param acr how, or {@code null}
 */
record AccessTokenSubject(
        String clientId,
        @Nullable String subject,
        @Nullable String grantId,
        @Nullable Instant authenticatedAt,
        @Nullable String acr) {

    static AccessTokenSubject of(String grantId, GrantTerms terms) {
        return new AccessTokenSubject(terms.clientId(), terms.subject(), grantId, terms.authenticatedAt(), terms.acr());
    }

    static AccessTokenSubject ofClient(String clientId) {
        return new AccessTokenSubject(clientId, null, null, null, null);
    }
}
