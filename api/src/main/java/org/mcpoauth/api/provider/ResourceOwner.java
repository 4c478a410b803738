package org.mcpoauth.api.provider;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user who is logged in at the authorization server.
 *
 * @param subject the identifier that goes into tokens; unique at this server, 1 to 255 characters
 * @param authenticatedAt when the user proved who they are, or {@code null} if that is not known: no demand for a recent
 *     login is met then, and no token tells a time
 * @param acr how, as an authentication context class (RFC 9470), or {@code null}
 * @param authorization roles, groups and entitlements at the login; they go into tokens only where the configuration
 *     says so
 */
public record ResourceOwner(
        String subject,
        @Nullable Instant authenticatedAt,
        @Nullable String acr,
        AuthorizationClaims authorization) {
    private static final int MAX_SUBJECT = 255;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public ResourceOwner {
        Objects.requireNonNull(authorization, "authorization");
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
        }
    }

    /**
     * A user without roles, groups and entitlements.
     *
     * @param subject the identifier that goes into tokens; unique at this server, 1 to 255 characters
     * @param authenticatedAt when the user proved who they are, or {@code null} if that is not known
     * @param acr how, as an authentication context class (RFC 9470), or {@code null}
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public ResourceOwner(String subject, @Nullable Instant authenticatedAt, @Nullable String acr) {
        this(subject, authenticatedAt, acr, AuthorizationClaims.NONE);
    }
}
