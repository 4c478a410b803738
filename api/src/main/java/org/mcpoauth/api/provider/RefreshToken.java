package org.mcpoauth.api.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.token.Confirmation;

/** A refresh token and the grant it belongs to (RFC 6749, section 6). */
public interface RefreshToken {

    /**
     * The client it was issued to.
     *
     * @return the client identifier
     */
    String clientId();

    /**
     * The user it was issued for.
     *
     * @return the subject
     */
    String subject();

    /**
     * What the user granted; a narrower refresh does not shrink it.
     *
     * @return the scopes of the grant
     */
    Scopes scopes();

    /**
     * The resources tokens may be issued for.
     *
     * @return the granted resources
     */
    List<ResourceIdentifier> resources();

    /**
     * The keys the token is bound to (RFC 9449, section 5; RFC 8705, section 4): what {@link
     * TokenRequest#refreshConfirmation()} said when it was issued. Nobody can use it who does not prove all of
     * them.
     *
     * @return the keys, or {@code null} when it is bound to its client alone
     */
    @Nullable
    Confirmation confirmation();

    /**
     * When the token ends.
     *
     * @return the time
     */
    Instant expiresAt();

    /**
     * Whether the token may still be used as far as its provider knows. Providers load used tokens too, so that a
     * second use is noticed (RFC 9700, section 4.14.2).
     *
     * @return {@code false} for a token that was replaced by another one; {@code true} where nothing is replaced
     */
    default boolean isCurrent() {
        return true;
    }
}
