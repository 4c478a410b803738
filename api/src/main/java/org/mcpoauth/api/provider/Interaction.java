package org.mcpoauth.api.provider;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;

/**
 * How far the user has come with an authorization request.
 *
 * @param owner who is logged in, or {@code null} when nobody is
 * @param consented the scopes the user agreed to for this request, or {@code null} when not asked yet
 */
public record Interaction(
        @Nullable ResourceOwner owner, @Nullable Scopes consented) {
    /** Nobody is logged in, nothing was asked. */
    public static final Interaction NONE = new Interaction(null, null);

    /**
     * Checks the order of events.
     *
     * @throws IllegalArgumentException if somebody consented without being logged in
     */
    public Interaction {
        if (consented != null) {
            Objects.requireNonNull(owner, "only a user who is logged in can consent");
        }
    }
}
