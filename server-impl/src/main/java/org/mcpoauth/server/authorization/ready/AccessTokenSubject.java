package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.TokenExchange;
import org.mcpoauth.server.authorization.owner.AuthorizationClaimsJson;

/**
 * For whom an access token is issued.
 *
 * @param clientId the client
 * @param subject the user, or {@code null} when the client acts for itself
 * @param grantId the grant, or {@code null} when there is none
 * @param authenticatedAt when the user logged in, or {@code null}
 * @param acr how, or {@code null}
 * @param authorization roles, groups and entitlements of the user
 * @param actor who acts for the user (RFC 8693, section 4.1), or {@code null}
 */
record AccessTokenSubject(
        String clientId,
        @Nullable String subject,
        @Nullable String grantId,
        @Nullable Instant authenticatedAt,
        @Nullable String acr,
        AuthorizationClaims authorization,
        @Nullable JsonObject actor) {

    static AccessTokenSubject of(String grantId, GrantTerms terms) {
        ResourceOwner owner = terms.owner();
        return new AccessTokenSubject(
                terms.clientId(),
                owner.subject(),
                grantId,
                owner.authenticatedAt(),
                owner.acr(),
                owner.authorization(),
                null);
    }

    static AccessTokenSubject ofClient(String clientId) {
        return new AccessTokenSubject(clientId, null, null, null, null, AuthorizationClaims.NONE, null);
    }

    static AccessTokenSubject of(String clientId, TokenExchange<ReadyAccessToken> exchange) {
        ReadyAccessToken exchanged = exchange.subjectToken();
        return new AccessTokenSubject(
                clientId,
                exchange.subject(),
                exchanged == null ? null : exchanged.grantId(),
                exchange.authenticatedAt(),
                exchange.acr(),
                // what another issuer says of a user counts nothing here
                exchanged == null ? AuthorizationClaims.NONE : AuthorizationClaimsJson.read(exchanged.claims()),
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
                AuthorizationClaims.NONE,
                claims.getJsonObject("act"));
    }
}
