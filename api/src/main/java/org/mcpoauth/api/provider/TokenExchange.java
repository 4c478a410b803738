package org.mcpoauth.api.provider;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token exchange (RFC 8693) whose tokens the endpoint has checked and policy has allowed.
 *
 * @param <A> the provider's access tokens
 * @param subject the user the new token is for: 1 to 255 characters
 * @param subjectToken the access token of this server that is exchanged, or {@code null} if it was somebody else's
 * @param actor the {@code act} claim of the new token, with those who acted before in it (RFC 8693, section 4.1);
 *     {@code null} if nobody acts for the user
 * @param authenticatedAt when the user logged in, or {@code null} if that is not known
 * @param acr how, or {@code null}
 * @param latestEnd the new token ends then or before: when the exchanged tokens end
 */
public record TokenExchange<A extends IssuedAccessToken>(
        String subject,
        @Nullable A subjectToken,
        @Nullable JsonObject actor,
        @Nullable Instant authenticatedAt,
        @Nullable String acr,
        Instant latestEnd) {
    private static final int MAX_SUBJECT = 255;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public TokenExchange {
        Objects.requireNonNull(latestEnd, "latestEnd");
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
        }
    }

    /** Says how it is done; whom it is about is personal. */
    @Override
    public String toString() {
        return "TokenExchange[" + (actor == null ? "impersonation" : "delegation") + "]";
    }
}
