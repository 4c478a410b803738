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
 */
public record ResourceOwner(
        String subject, Instant authenticatedAt, @Nullable String acr) {
    private static final int MAX_SUBJECT = 255;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the subject is empty or too long
     */
    public ResourceOwner {
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
        }
    }
}
