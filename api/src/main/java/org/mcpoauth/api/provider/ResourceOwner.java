package org.mcpoauth.api.provider;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user who is logged in at the authorization server.
 *
 * @param subject the identifier that goes into tokens; unique at this server, 1 to 255 characters
 * @param authenticatedAt when the user proved who they are
 * @param acr how, as an authentication context class (RFC 9470), or {@code null}
 * @param authorization roles, groups and entitlements at the login; they go into tokens only where the configuration
 *     says so
 */
public record ResourceOwner(
        String subject, Instant authenticatedAt, @Nullable String acr, AuthorizationClaims authorization) {
    private static final int MAX_SUBJECT = 255;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public ResourceOwner {
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        Objects.requireNonNull(authorization, "authorization");
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
        }
    }

    /**
     * A user without roles, groups and entitlements.
     *
     * @param subject the identifier that goes into tokens; unique at this server, 1 to 255 characters
     * @param authenticatedAt when the user proved who they are
     * @param acr how, as an authentication context class (RFC 9470), or {@code null}
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public ResourceOwner(String subject, Instant authenticatedAt, @Nullable String acr) {
        this(subject, authenticatedAt, acr, AuthorizationClaims.NONE);
    }
}
