package org.mcpoauth.api.provider;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;

/**
 * How far the user has come with an authorization request.
 *
 * @param owner who is logged in, or {@code null} when nobody is
 * @param consented the scopes the user agreed to for this request, or {@code null} when not asked yet
 * @param mustAsk whether the user has to be asked even if nothing new is requested ({@code prompt=consent},
 *     OpenID Connect Core, section 3.1.2.1)
 * @param remember whether the user wants not to be asked again for what they agreed to
 */
public record Interaction(
        @Nullable ResourceOwner owner, @Nullable Scopes consented, boolean mustAsk, boolean remember) {
    /** Nobody is logged in, nothing was asked. */
    public static final Interaction NONE = new Interaction(null, null);

    /**
     * Checks the order of events.
     *
     * @throws IllegalArgumentException if something is to be remembered that nobody agreed to
     * @throws NullPointerException if somebody consented without being logged in
     */
    public Interaction {
        if (consented != null) {
            Objects.requireNonNull(owner, "only a user who is logged in can consent");
        }
        if (remember && consented == null) {
            throw new IllegalArgumentException("only a consent can be remembered");
        }
    }

    /**
     * A user of whom nothing more is known.
     *
     * @param owner who is logged in, or {@code null} when nobody is
     * @param consented the scopes the user agreed to for this request, or {@code null} when not asked yet
     * @throws NullPointerException if somebody consented without being logged in
     */
    public Interaction(@Nullable ResourceOwner owner, @Nullable Scopes consented) {
        this(owner, consented, false, false);
    }
}
