package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.TokenExchange;

/**
 * For whom an access token is issued.
 *
 * @param clientId the client
 * @param subject the user, or {@code null} when the client acts for itself
 * @param grantId the grant, or {@code null} when there is none
 * @param authenticatedAt when the user logged in, or {@code null}
 * @param acr how, or {@code null}
 * @param actor who acts for the user (RFC 8693, section 4.1), or {@code null}
 */
record AccessTokenSubject(
        String clientId,
        @Nullable String subject,
        @Nullable String grantId,
        @Nullable Instant authenticatedAt,
        @Nullable String acr,
        @Nullable JsonObject actor) {

    static AccessTokenSubject of(String grantId, GrantTerms terms) {
        return new AccessTokenSubject(
                terms.clientId(), terms.subject(), grantId, terms.authenticatedAt(), terms.acr(), null);
    }

    static AccessTokenSubject ofClient(String clientId) {
        return new AccessTokenSubject(clientId, null, null, null, null, null);
    }

    static AccessTokenSubject of(String clientId, TokenExchange<ReadyAccessToken> exchange) {
        ReadyAccessToken exchanged = exchange.subjectToken();
        return new AccessTokenSubject(
                clientId,
                exchange.subject(),
                exchanged == null ? null : exchanged.grantId(),
                exchange.authenticatedAt(),
                exchange.acr(),
                exchange.actor());
    }

    static AccessTokenSubject of(String clientId, IdentityAssertion assertion) {
        JsonObject claims = assertion.claims();
        Instant authenticatedAt = claims.get("auth_time") instanceof JsonNumber seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : null;
        return new AccessTokenSubject(
                clientId,
                assertion.localSubject(),
                null,
                authenticatedAt,
                claims.getString("acr", null),
                claims.getJsonObject("act"));
    }
}
