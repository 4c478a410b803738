package org.mcpoauth.api.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;

/**
 * What the token endpoint granted (RFC 6749, section 5.1; RFC 8693, section 2.2). The text form shows
 * no token.
 *
 * @param accessToken {@code access_token}; for a token exchange the issued token of any type
 * @param tokenType {@code token_type} in lower case, such as {@code bearer}, {@code dpop}, {@code n_a}
 * @param lifetime {@code expires_in}, or {@code null} when the server did not say
 * @param receivedAt when the answer came
 * @param scopes what was granted, or {@code null} when the server did not say: what was asked for is granted
 * @param refreshToken {@code refresh_token}, or {@code null}
 * @param idToken {@code id_token}, unchecked, or {@code null}
 * @param issuedTokenType {@code issued_token_type} of a token exchange, or {@code null}
 * @param members all members of the answer, unknown ones included; holds the tokens in the clear
 */
public record TokenResponse(
        Secret accessToken,
        String tokenType,
        @Nullable Duration lifetime,
        Instant receivedAt,
        @Nullable Scopes scopes,
        @Nullable Secret refreshToken,
        @Nullable Secret idToken,
        @Nullable TokenTypeIdentifier issuedTokenType,
        JsonObject members) {

    /** Checks that nothing is missing. */
    public TokenResponse {
        Objects.requireNonNull(accessToken, "accessToken");
        Objects.requireNonNull(tokenType, "tokenType");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(members, "members");
    }

    /**
     * When the access token ends.
     *
     * @return the time, empty when the server did not say
     */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(lifetime).map(receivedAt::plus);
    }

    /**
     * How long the access token still lives.
     *
     * @param now the current time
     * @return the rest of its life, zero when it is over, empty when the server did not say
     */
    public Optional<Duration> expiresIn(Instant now) {
        return expiresAt().map(end -> end.isBefore(now) ? Duration.ZERO : Duration.between(now, end));
    }

    /**
     * The {@code authorization_details} that were granted (RFC 9396, section 7).
     *
     * @return the array, empty when there is none
     */
    public Optional<JsonArray> authorizationDetails() {
        JsonValue details = members.get("authorization_details");
        return details instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /** Gives type, lifetime and scopes. */
    @Override
    public String toString() {
        return "TokenResponse[tokenType=" + tokenType + ", lifetime=" + lifetime + ", scopes=" + scopes
                + ", refreshToken=" + (refreshToken == null ? "none" : refreshToken) + "]";
    }
}
