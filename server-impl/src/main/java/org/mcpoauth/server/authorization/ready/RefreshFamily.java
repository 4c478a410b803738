package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.Confirmation;

/**
 * The refresh tokens of a grant, of which one is current.
 *
 * @param generation the number of the current one
 * @param family the digest of the secret they share
 * @param current the digest of the current one's own secret
 * @param idleUntil when the current one ends if it is not used
 * @param endsAt when the family ends
 * @param confirmation the keys the current one is bound to, or {@code null}
 */
record RefreshFamily(
        int generation,
        SecretHash family,
        SecretHash current,
        Instant idleUntil,
        Instant endsAt,
        @Nullable Confirmation confirmation) {

    static RefreshFamily of(RefreshText token, Instant idleUntil, Instant endsAt, @Nullable Confirmation confirmation) {
        return new RefreshFamily(
                token.generation(),
                SecretHash.of(token.family()),
                SecretHash.of(token.current()),
                idleUntil.isBefore(endsAt) ? idleUntil : endsAt,
                endsAt,
                confirmation);
    }

    boolean isMember(RefreshText token) {
        return family.matches(token.family());
    }

    boolean isCurrent(RefreshText token) {
        return token.generation() == generation && current.matches(token.current());
    }
}
